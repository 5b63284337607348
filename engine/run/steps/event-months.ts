import type { ModelNode } from '../../compile/index.ts';
import { evaluateAt, stateVersions } from '../../feature-store/index.ts';
import type { EventMonth, LabelVersion } from '../../training/index.ts';
import type { StepContext } from '../context.ts';
import { keyOf, keyTexts } from '../panel-key.ts';
import { evaluate } from './evaluate.ts';
import { eventGroup } from './frame.ts';
import { openSources } from './open-sources.ts';

/** The state of every month (and key) as known on the last decision date; empty when the label declares no event. */
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
    const keys = keyTexts(columns, node.label.keys);
    return months
      .map((month, row) => ({ month: String(month), ...keyOf(keys, row), state: stateOf(states[row]) }))
      .toSorted((a, b) => (sortedBy(a) < sortedBy(b) ? -1 : 1));
  } finally {
    warehouse.close();
  }
}

/** By key, then month. */
function sortedBy({ key = '', month }: EventMonth): string {
  return `${key} ${month}`;
}

/** What was known of every month's state when; undefined where the protocol excludes nothing, so that nobody asks. */
export async function eventVersions(
  context: StepContext,
  node: ModelNode,
): Promise<readonly LabelVersion[] | undefined> {
  const { excludeInEvent, excludeAfterEventMonths } = node.definition.protocol;
  const event = node.label.event;
  const group = context.graph.nodes.get(eventGroup(node) ?? node.id);
  if (!excludeInEvent && excludeAfterEventMonths === undefined) return undefined;
  if (event === undefined || group?.kind !== 'feature') return undefined;
  const warehouse = await openSources(context, group.query.sources);
  try {
    const { evaluated } = await evaluate(warehouse, group, context.graph.calendar.dates);
    const { keys } = group.definition;
    const columns = await stateVersions(warehouse, evaluated, { keys, column: event.column });
    const texts = keyTexts(columns, node.label.keys);
    const of = (name: string): readonly unknown[] => columns.find((each) => each.name === name)?.values ?? [];
    const [states, from, to] = [of(event.column), of('known_from'), of('known_to')];
    return of('date').map((date, row) => ({
      date: String(date),
      ...keyOf(texts, row),
      y: stateOf(states[row]),
      knownFrom: String(from[row]),
      knownTo: String(to[row]),
    }));
  } finally {
    warehouse.close();
  }
}

function stateOf(value: unknown): EventMonth['state'] {
  if (value === 1 || value === true) return 1;
  return value === 0 || value === false ? 0 : null;
}
