import type { ModelNode } from '../../compile/index.ts';
import { evaluateAt } from '../../feature-store/index.ts';
import type { EventMonth } from '../../training/index.ts';
import type { StepContext } from '../context.ts';
import { eventGroup } from './frame.ts';
import { openSources } from './open-sources.ts';

/** The state of every month as known on the last decision date; empty when the label declares no event. */
export async function eventMonths(context: StepContext, node: ModelNode): Promise<readonly EventMonth[]> {
  const event = node.label.event;
  const group = context.graph.nodes.get(eventGroup(node) ?? node.id);
  const last = context.graph.calendar.dates.at(-1);
  if (event === undefined || group?.kind !== 'feature' || last === undefined) return [];
  const warehouse = await openSources(context, group.query.sources);
  try {
    const columns = await evaluateAt(warehouse, { ...group.query, name: group.id }, last);
    const months = columns.find(({ name }) => name === 'date')?.values ?? [];
    const states = columns.find(({ name }) => name === event.column)?.values ?? [];
    return months
      .map((month, row) => ({ month: String(month), state: stateOf(states[row]) }))
      .toSorted((a, b) => (a.month < b.month ? -1 : 1));
  } finally {
    warehouse.close();
  }
}

function stateOf(value: unknown): EventMonth['state'] {
  if (value === 1 || value === true) return 1;
  return value === 0 || value === false ? 0 : null;
}
