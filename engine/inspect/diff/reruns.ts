import type { NodeId } from '../../compile/index.ts';
import { ifChanged, inputNamed, whyChanged } from '../../plan/index.ts';
import type { Causes } from './causes.ts';
import type { Cause, DataDiff, Rerun } from './project-diff.ts';
import type { ComparedState } from './project-state.ts';

interface Sides {
  readonly from: ComparedState;
  readonly to: ComparedState;
}

/**
 * The nodes that the second state makes otherwise, and those of which the data behind them differ: these are made anew
 * once their sources are ingested.
 */
export function rerunsOf({ from, to }: Sides, causes: Causes, data: readonly DataDiff[]): readonly Rerun[] {
  const others = relationsWithOtherData(data);
  return [...to.nodes].flatMap(([node, { kind }]): readonly Rerun[] => {
    if (kind === 'source') return [];
    const behind = relationsBehind(to, node).filter((relation) => others.has(relation));
    const found = [...causes.of(node), ...behind.map((relation): Cause => ({ kind: 'data', node: relation }))];
    if (found.length === 0) return [];
    return [{ node, kind, causes: unique(found), reason: reasonOf({ from, to }, node) }];
  });
}

/** In the words of a plan of the second state over the first. */
function reasonOf({ from, to }: Sides, node: NodeId): string {
  const before = from.nodes.get(node);
  if (before === undefined) return 'it is new';
  const [old, young] = [before.made, to.nodes.get(node)?.made];
  if (old === undefined) return 'it was not built';
  if (young === undefined || young.fingerprint === old.fingerprint) return 'the data behind it differ';
  // Rows that nobody made yet may come out as they were.
  const awaits = new Set(to.nodes.get(node)?.awaits);
  const open = Object.keys({ ...old.components.inputs, ...young.components.inputs }).filter(isOf(awaits));
  const settled = Object.fromEntries(open.map((name) => [name, old.components.inputs[name]]));
  const rest = Object.entries(young.components.inputs).filter(([name]) => !isOf(awaits)(name));
  const inputs = { ...Object.fromEntries(rest), ...settled } as typeof young.components.inputs;
  const { text } = whyChanged(old.components, { ...young.components, inputs }, new Map());
  const names = open.filter((name) => name in old.components.inputs);
  return text === '' ? ifChanged(names).text : text;
}

function isOf(nodes: ReadonlySet<NodeId>): (name: string) => boolean {
  return (name) => nodes.has(inputNamed(name));
}

function unique(causes: readonly Cause[]): readonly Cause[] {
  return [...new Map(causes.map((cause) => [`${cause.kind} ${cause.node}`, cause])).values()];
}

/** Whether the fingerprints of a node differ, or one of them is not known. */
export function isMadeOtherwise({ from, to }: Sides, node: NodeId): boolean {
  const [before, after] = [from.nodes.get(node)?.made, to.nodes.get(node)?.made];
  return before === undefined || before.fingerprint !== after?.fingerprint;
}

/** Those of which the lake cannot hold what both states say. */
export function relationsWithOtherData(data: readonly DataDiff[]): ReadonlySet<NodeId> {
  return new Set(data.flatMap(({ how, relation }) => (how === 'observations' ? [] : [relation])));
}

/** The relations of sources that a node is made of, its own inputs' among them. */
export function relationsBehind(state: ComparedState, node: NodeId): readonly NodeId[] {
  const seen = new Set<NodeId>();
  const open: NodeId[] = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const inputs = state.nodes.get(next)?.made?.components.inputs ?? {};
    open.push(...Object.keys(inputs).map(inputNamed));
  }
  return [...seen].filter((id) => state.nodes.get(id)?.kind === 'source').toSorted();
}
