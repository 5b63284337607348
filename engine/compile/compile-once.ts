import { comparableParts, type Definitions, originOf } from '../project/index.ts';
import type { CompileEffects } from './compile.ts';
import type { Graph } from './graph.ts';
import { graphAsJson, graphFromJson, originIn } from './graph-json.ts';

/**
 * Definitions -> Graph, as `compile` does it, or as a command before did it of the same definitions: then nothing is
 * parsed or bound, and what does that is not loaded. Of definitions that have changed since, what changed is compiled,
 * and what hangs on it. Only graphs without an error are kept. Throws as `compile`.
 */
export async function compileOnce(definitions: Definitions, effects: CompileEffects): Promise<Graph> {
  const { kept } = effects;
  const origin = originOf(definitions);
  const comparable = comparableParts(definitions);
  if (kept === undefined || origin === undefined || comparable === undefined) {
    const { compile } = await import('./compile.ts');
    return compile(definitions, effects);
  }
  const known = kept.find('graph', comparable.context);
  if (known !== undefined && originIn(known) === origin) return graphFromJson(known, definitions);
  const [{ compile }, { compiledBefore }] = await Promise.all([import('./compile.ts'), import('./compiled-before.ts')]);
  const graph = await compile(definitions, effects, known && compiledBefore(known, definitions, comparable));
  const json = graphAsJson(graph, { origin, comparable });
  if (json !== undefined) kept.keep('graph', comparable.context, json);
  return graph;
}
