import { comparableParts, type Definitions, type KeptState, type KeptStates, originOf } from '../project/index.ts';
import type { CompileEffects } from './compile.ts';
import type { Graph } from './graph.ts';
import { type GraphHead, originIn } from './graph-head.ts';
import { graphAsJson, graphFromJson, type KeptGround } from './graph-json.ts';
import { type GraphSummary, summaryInHead, summaryOf } from './graph-summary.ts';

/**
 * Definitions -> Graph, as `compile` does it, or as a command before did it of the same definitions: then nothing is
 * parsed or bound, and what does that is not loaded. Of definitions that have changed since, what changed is compiled,
 * and what hangs on it. Only graphs without an error are kept. Throws as `compile`.
 */
export async function compileOnce(definitions: Definitions, effects: CompileEffects): Promise<Graph> {
  const { graph, state } = await compiled(definitions, effects);
  return graph ?? graphFromJson(state, definitions);
}

/** What can be listed of the same graph: of one that is kept no more is read. Throws as `compile`. */
export async function compileSummary(definitions: Definitions, effects: CompileEffects): Promise<GraphSummary> {
  const { graph, state } = await compiled(definitions, effects);
  return graph === undefined ? summaryInHead(state.head as GraphHead) : summaryOf(graph);
}

/** A graph as it is kept, or one that had to be compiled. */
type Compiled =
  | { readonly graph: Graph; readonly state?: undefined }
  | { readonly graph?: undefined; readonly state: KeptState };

async function compiled(definitions: Definitions, effects: CompileEffects): Promise<Compiled> {
  const { kept } = effects;
  const ground = groundOf(definitions);
  if (kept === undefined || ground === undefined) {
    const { compile } = await import('./compile.ts');
    return { graph: await compile(definitions, effects) };
  }
  const known = kept.find('graph', ground.comparable.context);
  const state = known && (await asItIsNow(known, definitions, { ...effects, kept, ground }));
  if (state !== undefined) return { state };
  const [{ compile }, { compiledBefore }] = await Promise.all([import('./compile.ts'), import('./compiled-before.ts')]);
  const graph = await compile(definitions, effects, known && compiledBefore(known, definitions, ground.comparable));
  const json = graphAsJson(graph, ground);
  if (json !== undefined) kept.keep('graph', ground.comparable.context, json);
  return { graph };
}

/** Undefined where nobody knows what definitions follow from. */
function groundOf(definitions: Definitions): KeptGround | undefined {
  const origin = originOf(definitions);
  const comparable = comparableParts(definitions);
  return origin === undefined || comparable === undefined ? undefined : { origin, comparable };
}

interface KeptMeans extends Pick<CompileEffects, 'warehouses'> {
  readonly kept: KeptStates;
  readonly ground: KeptGround;
}

/** What was kept of the graph, with what has changed of it; undefined where that is not enough. */
async function asItIsNow(
  known: KeptState,
  definitions: Definitions,
  { kept, ground, warehouses }: KeptMeans,
): Promise<KeptState | undefined> {
  if (originIn(known) === ground.origin) return known;
  const { patchedGraph } = await import('./patched-graph.ts');
  const patched = await patchedGraph(known, { ...ground, definitions, warehouses });
  if (patched !== undefined) kept.keep('graph', ground.comparable.context, patched);
  return patched?.state;
}
