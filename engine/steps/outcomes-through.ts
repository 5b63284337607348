import { datesOf, type Graph, type ModelNode } from '../compile/index.ts';
import { idOf, nodeId } from '../ids/index.ts';

/**
 * The last decision date on which it was asked what became of the outcomes of a model's label: it has none that became
 * known later, and nobody may take a later date without an outcome for one where nothing happened.
 */
export function outcomesThrough(graph: Graph, { label }: Pick<ModelNode, 'label'>): string {
  return lastOf(graph, idOf.label(label.name));
}

/** The same of the states of its event; undefined where it names none. */
export function eventThrough(graph: Graph, { label }: Pick<ModelNode, 'label'>): string | undefined {
  return label.event === undefined ? undefined : lastOf(graph, idOf.group(label.event.group));
}

function lastOf(graph: Graph, id: string): string {
  return datesOf(graph, nodeId(id)).at(-1) ?? '';
}
