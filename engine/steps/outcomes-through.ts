import type { Day } from '../calendar/index.ts';
import { datesOf, type Graph, type ModelNode } from '../compile/index.ts';
import { idOf, nodeId } from '../ids/index.ts';
import { last } from '../presence/index.ts';

/**
 * The last decision date on which it was asked what became of the outcomes of a model's label: it has none that became
 * known later, and nobody may take a later date without an outcome for one where nothing happened.
 */
export function outcomesThrough(graph: Graph, { label }: Pick<ModelNode, 'label'>): Day {
  return lastDate(graph, idOf.label(label.name));
}

/** The last decision date on which the states of its event were asked for; undefined where a label names none. */
export function eventThrough(graph: Graph, { label }: Pick<ModelNode, 'label'>): Day | undefined {
  return label.event === undefined ? undefined : lastDate(graph, idOf.group(label.event.group));
}

function lastDate(graph: Graph, id: string): string {
  return last(datesOf(graph, nodeId(id)));
}
