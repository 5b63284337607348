import { outcomesUntil } from '../../cards/index.ts';
import { tuningText } from '../../report/index.ts';
import { builtEventCards } from '../built-cards.ts';
import type { GlobalFlags } from '../session.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

/** `ews model tune NAME`: the complete trace of a model's searches, as the environment holds it. */
export async function runModelTune(name: string, flags: GlobalFlags, terminal: Terminal): Promise<ExitCode> {
  for (const { body, standing } of await builtEventCards([name], flags, terminal)) {
    const { identity, data, method } = body;
    terminal.out(
      flags.json === true
        ? JSON.stringify(
            {
              model: identity.model,
              version: identity.version,
              standing,
              outcomesThrough: outcomesUntil(data),
              tuning: method.tuning,
            },
            null,
            2,
          )
        : tuningText(body, terminal.paintOut, terminal.width),
    );
  }
  return 0;
}
