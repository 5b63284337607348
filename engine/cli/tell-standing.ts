import type { NodeId } from '../compile/index.ts';
import { warning } from '../diagnostics/index.ts';
import { parseId } from '../ids/index.ts';
import { openWhole, standingsNow } from '../inspect/index.ts';
import { type Standing, standingText } from '../standing/index.ts';
import type { GlobalFlags, Session } from './session.ts';
import { tellProblem } from './tell-problem.ts';
import type { Terminal } from './terminal.ts';

/** Whose numbers each node of a project has. */
export type Standings = ReadonlyMap<NodeId, Standing>;

/** What the environment's nodes are by the definitions and sources of now; empty before its first run. */
export async function currentStandings(session: Session): Promise<Standings> {
  return standingsNow(await openWhole(session));
}

/**
 * Says of nodes whose numbers are about to be shown whose they are, where they are not those of the definitions of
 * now as the newest run made them: EWS4017, on standard error.
 */
export function tellStandings(
  standings: Standings,
  nodes: readonly NodeId[],
  flags: GlobalFlags,
  terminal: Terminal,
): void {
  for (const node of nodes) {
    const standing = standings.get(node);
    const text = standing === undefined ? null : standingText(standing);
    if (text === null || standing?.numbersOf === null) continue;
    const hint = `build it: ews build --select +${node}`;
    tellProblem(warning('EWS4017', `${node} is ${text}`, { hint }), flags, terminal);
  }
}

/** The models and comparisons of an environment: what run pages show numbers of. */
export function nodesWithPages(standings: Standings): readonly NodeId[] {
  return [...standings.keys()].filter((id) => ['models', 'comparisons'].includes(parseId(id).schema));
}
