import type { NotFinite } from '../cards/index.ts';
import { datesOf, type ModelNode } from '../compile/index.ts';
import { ProblemError } from '../diagnostics/index.ts';
import { stateVersions } from '../feature-store/index.ts';
import { at, present } from '../presence/index.ts';
import { type EventMonth, type LabelVersion, rowName } from '../training/index.ts';
import type { Scalar } from '../warehouse/index.ts';
import { columnValues } from './column-values.ts';
import type { StepContext } from './context.ts';
import { evaluate } from './evaluate.ts';
import { eventGroup } from './frame.ts';
import { finalRows } from './group-rows.ts';
import { notBinary } from './label-values.ts';
import { withSources } from './open-sources.ts';
import { keyOfRow, keyTexts } from './panel-key.ts';

export interface EventHistory {
  readonly months: readonly EventMonth[];
  /** States that are not finite, and so unknown. */
  readonly notFinite: readonly NotFinite[];
}

const NO_EVENT: EventHistory = { months: [], notFinite: [] };

/**
 * The state of every month (and key) as known on the last decision date of the event's group; empty when the label
 * declares no event. Throws ProblemError EWS3019 for a state that is neither 0, 1 nor NULL.
 */
export async function eventMonths(context: StepContext, node: ModelNode): Promise<EventHistory> {
  const event = node.label.event;
  const group = context.graph.nodes.get(eventGroup(node) ?? node.id);
  if (event === undefined || group?.kind !== 'feature') return NO_EVENT;
  const columns = await finalRows(context, group);
  const states = columnValues(columns, event.column);
  const keys = keyTexts(columns, node.label.keys);
  const read = columnValues(columns, 'date')
    .map((month, row) => ({ month: String(month), ...keyOfRow(keys, row), value: numberOf(at(states, row)) }))
    .toSorted((a, b) => (sortedBy(a) < sortedBy(b) ? -1 : 1));
  const odd = read.filter(({ value }) => value !== null && !Number.isFinite(value));
  const first = odd.map(({ month }) => month).toSorted()[0];
  return {
    months: read.map(({ value, ...month }) => ({ ...month, state: stateOf(value, month, node) })),
    notFinite: first === undefined ? [] : [{ column: `${group.id}.${event.column}`, count: odd.length, first }],
  };
}

/** Sorts by key, then month. */
function sortedBy({ key = '', month }: Omit<EventMonth, 'state'>): string {
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
  const dates = datesOf(context.graph, group.id);
  return withSources(context, group.query.sources, { dates }, async (warehouse) => {
    const { evaluated } = await evaluate(warehouse, { graph: context.graph, node: group }, dates);
    const { keys } = group.definition;
    const columns = await stateVersions(warehouse, evaluated, { keys, column: event.column });
    const texts = keyTexts(columns, node.label.keys);
    const states = columnValues(columns, event.column);
    const from = columnValues(columns, 'known_from');
    const to = columnValues(columns, 'known_to');
    return columnValues(columns, 'date').map((date, row) => ({
      date: String(date),
      ...keyOfRow(texts, row),
      y: stateOf(numberOf(at(states, row)), { month: String(date), ...keyOfRow(texts, row) }, node),
      knownFrom: String(at(from, row)),
      knownTo: String(at(to, row)),
    }));
  });
}

/** A state as a number: DuckDB gives a DECIMAL as text. */
function numberOf(value: Scalar): number | null {
  return value === null ? null : Number(value);
}

function stateOf(
  value: number | null,
  { month, key }: Omit<EventMonth, 'state'>,
  { label }: ModelNode,
): EventMonth['state'] {
  if (value === null || !Number.isFinite(value)) return null;
  if (value === 0 || value === 1) return value;
  const { group, column } = present(label.event, `the event of ${label.name}`);
  const problem = notBinary(`${group}.${column} is ${value} in ${rowName(month, key)}, the event of ${label.name}`);
  throw new ProblemError([{ ...problem, span: label.yaml.spanOf(['event']) }]);
}
