import type { Month } from '../../calendar/index.ts';
import { didYouMean, type ProblemError, problemError, thereAre, usageError } from '../../diagnostics/index.ts';
import { fitModel, openWhole } from '../../inspect/index.ts';
import type { Definitions } from '../../project/index.ts';
import { fitText } from '../../report/index.ts';
import { findModel } from '../named-model.ts';
import { type GlobalFlags, openSession } from '../session.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

export interface ModelFitFlags extends GlobalFlags {
  readonly outcomes?: string;
  readonly data: 'known' | 'revised';
}

/** `ews model fit NAME`: one fit on what is built, for inspection and reference tables. Stores nothing. */
export async function runModelFit(name: string, flags: ModelFitFlags, terminal: Terminal): Promise<ExitCode> {
  const session = await openSession(flags, terminal);
  const outcomes = flags.outcomes === undefined ? null : parseOutcomes(flags.outcomes);
  const project = await openWhole(session);
  const node = findModel(project.graph, name);
  if (node === undefined) throw unknownModel(name, session.definitions.models);
  const report = await fitModel(project, node, { outcomes, data: flags.data });
  if (flags.json === true) terminal.answer.gave('model fit', report);
  else terminal.out(fitText(report, terminal.paintOut, terminal.width));
  return report.model === null ? 1 : 0;
}

/** `1960-01:2009-12`, months, both included. */
function parseOutcomes(text: string): { readonly from: Month; readonly to: Month } {
  const match = /^(\d{4}-(?:0[1-9]|1[0-2])):(\d{4}-(?:0[1-9]|1[0-2]))$/.exec(text);
  const [, from, to] = match ?? [];
  if (from !== undefined && to !== undefined && from <= to) return { from, to };
  const message = `--outcomes takes two months, the first not after the second, not "${text}"`;
  throw usageError(message, 'write --outcomes 1960-01:2009-12');
}

function unknownModel(name: string, models: Definitions['models']): ProblemError {
  const names = models.map((model) => model.name);
  const hint = didYouMean(name, names) ?? thereAre('there are', names);
  return problemError('EWS6002', `there is no model "${name}"`, { hint });
}
