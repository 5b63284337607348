import type { Graph, NodeId, NodeKind } from '../compile/index.ts';
import { type Problem, warning } from '../diagnostics/index.ts';
import {
  asksForState,
  differencesFrom,
  type Environment,
  goneOverAgain,
  makePlan,
  type ProjectState,
  type SourceHolding,
  STEP_REVISIONS,
  type StateSelection,
  select,
} from '../plan/index.ts';
import type { Effects } from '../steps/index.ts';
import { ENGINE_SESSION } from '../warehouse/index.ts';
import type { PlanOptions } from './build-options.ts';
import { definitionWords, wordsOfNodes } from './definition-words.ts';

/** The compiled project, and what the lake holds for it. */
export interface FoundProject {
  readonly graph: Graph;
  readonly environment: Environment;
  readonly holdings: ReadonlyMap<NodeId, SourceHolding>;
}

export interface ChosenNodes {
  readonly selected: ReadonlySet<NodeId>;
  /** What is to be said of them. */
  readonly problems: readonly Problem[];
}

/** The nodes that the options name; of none at all that is said. Throws what `select` throws. */
export async function selectNodes(found: FoundProject, options: PlanOptions, effects: Effects): Promise<ChosenNodes> {
  const { select: include, exclude, state: compared, retry } = options;
  const state =
    compared !== undefined && asksForState({ include, exclude })
      ? await stateSelection(found, compared, { options, effects })
      : undefined;
  const asked = select(found.graph, { include, exclude, state });
  const left = retry === undefined || retry.nodes === 'all' ? undefined : goneOverAgain(found.graph, retry.nodes);
  const named = left === undefined ? asked : new Set([...asked].filter((id) => left.has(id)));
  const selected = new Set([...named].filter((id) => !isLeft(found.graph.nodes.get(id)?.kind, options)));
  if (selected.size < named.size) return { selected, problems: [] };
  return { selected, problems: selected.size > 0 ? [] : [nothingSelected(compared)] };
}

function isLeft(kind: NodeKind | undefined, { without = [] }: PlanOptions): boolean {
  return without.some((each) => each === kind);
}

/** Nothing is no mistake where it is asked what differs: a pipeline goes on, and is told. */
export function nothingSelected(state: ProjectState | undefined): Problem {
  const from = state === undefined ? '' : `, compared with ${state.name}`;
  return warning('EWS6002', `nothing is selected${from}`, { hint: 'ews ls -s says what a selector means' });
}

interface Asked {
  readonly options: PlanOptions;
  readonly effects: Effects;
}

async function stateSelection(
  found: FoundProject,
  state: ProjectState,
  { options, effects }: Asked,
): Promise<StateSelection> {
  const { select: include, exclude } = options;
  const differences = differencesFrom(state, found.graph, wordsOfNodes(definitionWords(found.graph)));
  if (state.manifest === undefined || !asksForState({ include, exclude }, 'stale')) return { differences };
  const { digest } = await effects.numerics();
  // As if the state's environment were built with the definitions as they are here.
  const { stages } = await makePlan({
    graph: found.graph,
    store: effects.store,
    environment: { name: state.name, position: 0, manifest: state.manifest },
    sources: found.holdings,
    selected: new Set(found.graph.nodes.keys()),
    fullRefresh: false,
    isolation: options.target.isolation,
    engine: ENGINE_SESSION,
    numerics: () => digest,
    differences: new Map(),
    revisions: options.revisions ?? STEP_REVISIONS,
  });
  const isDefinedAlike = (node: NodeId): boolean => {
    const difference = differences.get(node);
    return difference !== undefined && difference !== 'new' && !difference.includes('recipe');
  };
  const stale = stages.filter(({ node, action }) => action.startsWith('execute') && isDefinedAlike(node));
  return { differences, stale: new Set(stale.map(({ node }) => node)) };
}
