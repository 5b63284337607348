import { allOf, didYouMean, type Problem, ProblemError, problem, usageError } from '../../diagnostics/index.ts';
import { fitModel, modelNamed } from '../../inspect/index.ts';
import { fitText } from '../../report/index.ts';
import { planStored, prepare } from '../../run/index.ts';
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
  const options = {
    command: 'run' as const,
    run: session.run,
    select: [],
    exclude: [],
    target: session.target,
    environment: session.environment,
    threads: 1,
    fullRefresh: false,
    failFast: false,
  };
  const prepared = await prepare(session.definitions, options, session.effects);
  const node = modelNamed(prepared.graph, name);
  if (node === undefined)
    throw new ProblemError([
      unknownModel(
        name,
        session.definitions.models.map((each) => each.name),
      ),
    ]);
  const plan = await planStored(prepared, options, session.effects);
  const { resources, isolation } = session.target;
  const request = { outcomes, data: flags.data, memory: resources.memory, isolation };
  const report = await fitModel(prepared, plan, node, request, session.effects);
  terminal.out(
    flags.json === true ? JSON.stringify(report, null, 2) : fitText(report, terminal.paintOut, terminal.width),
  );
  return report.model === null ? 1 : 0;
}

/** `1960-01:2009-12`, months, both included. */
function parseOutcomes(text: string): { readonly from: string; readonly to: string } {
  const match = /^(\d{4}-(?:0[1-9]|1[0-2])):(\d{4}-(?:0[1-9]|1[0-2]))$/.exec(text);
  const [, from = '', to = ''] = match ?? [];
  if (match !== null && from <= to) return { from, to };
  const message = `--outcomes takes two months, the first not after the second, not "${text}"`;
  throw usageError(message, 'write --outcomes 1960-01:2009-12');
}

function unknownModel(name: string, models: readonly string[]): Problem {
  const hint = didYouMean(name, models) ?? allOf('there are', models);
  return problem('EWS6002', `there is no model "${name}"`, { hint });
}
