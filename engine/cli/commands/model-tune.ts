import { outcomesUntil } from '../../cards/index.ts';
import { tuningText } from '../../report/index.ts';
import { builtEventCards } from '../built-cards.ts';
import type { GlobalFlags } from '../session.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

/** `ews model tune NAME`: the complete trace of a model's searches, as the environment holds it. */
export async function runModelTune(name: string, flags: GlobalFlags, terminal: Terminal): Promise<ExitCode> {
  for (const { body, standing } of await builtEventCards([name], flags, terminal)) {
    const { identity, data, method } = body;
    if (flags.json === true)
      terminal.answer.gave('model tune', {
        model: identity.model,
        version: identity.version,
        standing,
        outcomesThrough: outcomesUntil(data),
        search: method.spec.tuning ?? null,
        tuning: method.tuning,
      });
    else terminal.out(tuningText(body, terminal.paintOut, terminal.width));
  }
  return 0;
}
