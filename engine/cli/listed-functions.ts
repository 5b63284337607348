import type { Graph, GraphNode } from '../compile/index.ts';
import { functionsOf } from '../plan/index.ts';
import { calledAs, libraryFunctions, parametersText, returnsText } from '../project/index.ts';

/** A function as `ews ls` tells of it. */
export interface ListedFunction {
  readonly id: string;
  readonly kind: 'function';
  readonly description: string;
  readonly path: string;
  /** `(a DOUBLE, months INTEGER := 12)`. */
  readonly parameters: string;
  /** A type, or the columns of a table with theirs. */
  readonly returns: string;
  /** Nodes in whose SQL it is written out. */
  readonly calledBy: readonly string[];
}

/**
 * The functions that SQL may call: those of features/lib, then those that come along.
 * @param among only those that these nodes call; all where nobody selects.
 */
export function listedFunctions(graph: Graph, among?: readonly GraphNode[]): readonly ListedFunction[] {
  const all = [...graph.definitions.functions, ...libraryFunctions()];
  const called = among === undefined ? undefined : new Set(among.flatMap(functionsOf));
  return all
    .filter((fn) => called?.has(calledAs(fn)) ?? true)
    .map((fn) => ({
      id: calledAs(fn),
      kind: 'function',
      description: fn.description,
      path: fn.file.path,
      parameters: parametersText(fn),
      returns: returnsText(fn),
      calledBy: [...graph.nodes.values()]
        .filter((node) => functionsOf(node).includes(calledAs(fn)))
        .map(({ id }) => id),
    }));
}
