import { isDay } from '../calendar/index.ts';
import { type Graph, type GraphNode, groupNode } from '../compile/index.ts';
import { problemError, usageError } from '../diagnostics/index.ts';
import { frameFeatures } from '../project/index.ts';

/** The days of a request for rows, as flags give them. */
export interface AskedDays {
  readonly asOf: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** ProblemError EWS6001 for a flag that has no date, and for bounds in the wrong order. */
export function checkDays({ asOf, from, to }: AskedDays): void {
  for (const [flag, value] of [
    ['--as-of', asOf],
    ['--from', from],
    ['--to', to],
  ] as const) {
    if (value !== undefined && !isDay(value)) {
      throw usageError(`${flag} takes a date, not "${value}"`, `write it as YYYY-MM-DD: ${flag} 2008-03-31`);
    }
  }
  if (from !== undefined && to !== undefined && from > to) {
    throw usageError(`--from ${from} is after --to ${to}`, 'exchange them');
  }
}

/** After the last complete day, a value that is missing would mean "not fetched" and look like "not published". */
export function refuseIncomplete(asOf: string, node: GraphNode, { definitions, nodes }: Graph): void {
  const behind = sourcesOf(node, nodes);
  const [earliest] = definitions.sources
    .filter(({ name }) => behind.some((relation) => relation.startsWith(`${name}.`)))
    .flatMap(({ name, completeThrough }) => (completeThrough === undefined ? [] : [{ name, completeThrough }]))
    .toSorted((a, b) => (a.completeThrough < b.completeThrough ? -1 : 1));
  if (earliest === undefined || asOf <= earliest.completeThrough) return;
  const { name, completeThrough } = earliest;
  const message = `--as-of is ${asOf}, but source "${name}" is complete only through ${completeThrough}`;
  const hint =
    `set --as-of ${completeThrough} or earlier, or ingest newer data and raise complete_through; ` +
    `if the publisher has nothing new: ews source attest ${name}`;
  throw problemError('EWS3005', message, { hint });
}

/** The relations behind a node; behind a model those of its features, as its outcomes come later than predictions. */
function sourcesOf(node: GraphNode, nodes: Graph['nodes']): readonly string[] {
  if (node.kind === 'source') return [node.id];
  if (node.kind === 'feature' || node.kind === 'label') return node.query.sources;
  if (node.kind !== 'model') return [];
  const groups = frameFeatures(node.definition).map(({ group }) => groupNode({ nodes }, group));
  return groups.flatMap((group) => group?.query.sources ?? []);
}
