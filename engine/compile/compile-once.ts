import { type Definitions, originOf } from '../project/index.ts';
import type { CompileEffects } from './compile.ts';
import type { Graph } from './graph.ts';
import { graphAsJson, graphFromJson } from './graph-json.ts';

/**
 * Definitions -> Graph, as `compile` does it, or as a command before did it of the same definitions: then nothing is
 * parsed or bound, and what does that is not loaded. Only graphs without an error are kept. Throws as `compile`.
 */
export async function compileOnce(definitions: Definitions, effects: CompileEffects): Promise<Graph> {
  const { kept } = effects;
  const origin = originOf(definitions);
  const known = origin === undefined ? undefined : kept?.find('graph', origin);
  if (known !== undefined) return graphFromJson(known, definitions);
  const { compile } = await import('./compile.ts');
  const graph = await compile(definitions, effects);
  const json = origin === undefined || kept === undefined ? undefined : graphAsJson(graph);
  if (json !== undefined && origin !== undefined) kept?.keep('graph', origin, json);
  return graph;
}
