import { daysBetween } from '../calendar/index.ts';
import { type FeatureNode, groupNode, type ModelNode } from '../compile/index.ts';
import { evaluateAt } from '../feature-store/index.ts';
import { frameFeatures } from '../project/index.ts';
import { presentOrNull, type TrainingFrame } from '../training/index.ts';
import type { ResultColumn } from '../warehouse/index.ts';
import type { StepContext } from './context.ts';
import type { ModelFrame } from './frame.ts';
import { withSources } from './open-sources.ts';
import { spreadByKey } from './spread-by-key.ts';

/** What a model's features would have been with today's knowledge: two frames on the decision dates of the known one. */
export interface FinalFrames {
  /** Step (c): the final value of the very period whose value was known on the decision date. */
  readonly valuesFinal: TrainingFrame;
  /** Step (d): the final value of the decision date's own period, which nobody could have had then. */
  readonly lagRemoved: TrainingFrame;
}

/**
 * Steps (c) and (d) of real time against revised, from every group computed once on all that is known on the last
 * decision date. `dates` has the date of each known value, column by column as in the frame; a value that was not known
 * has none, and no final value in step (c).
 */
export async function finalFrames(
  context: StepContext,
  node: ModelNode,
  { frame, dates }: Pick<ModelFrame, 'frame' | 'dates'>,
): Promise<FinalFrames> {
  const groups = new Map<string, FinalGroup>();
  for (const { group } of frameFeatures(node.definition)) {
    if (!groups.has(group)) groups.set(group, await finalGroup(context, node, group, frame.asOf.at(-1) ?? ''));
  }
  const columns = frameFeatures(node.definition).map(({ group, column }, index) => {
    const final = groups.get(group);
    if (final === undefined) throw new Error(`${group} was not computed`);
    const known = dates[index] ?? [];
    const { rows, feature } = final;
    const keyed = { rows, keys: feature.definition.keys };
    return {
      valuesFinal: spreadByKey(keyed, frame, node.label.keys, (own, at) =>
        valuesOn(
          column,
          own,
          at.map((row) => known[row] ?? null),
        ),
      ),
      lagRemoved: spreadByKey(keyed, frame, node.label.keys, (own, at) =>
        valuesAt(
          feature,
          column,
          own,
          at.map((row) => frame.asOf[row] ?? ''),
        ),
      ),
    };
  });
  const withValues = (values: TrainingFrame['values']): TrainingFrame => ({ ...frame, values });
  return {
    valuesFinal: withValues(columns.map((each) => each.valuesFinal)),
    lagRemoved: withValues(columns.map((each) => each.lagRemoved)),
  };
}

interface FinalGroup {
  readonly feature: FeatureNode;
  readonly rows: readonly ResultColumn[];
}

async function finalGroup(context: StepContext, node: ModelNode, group: string, last: string): Promise<FinalGroup> {
  const feature = groupNode(context.graph, group);
  if (feature === undefined) throw new Error(`${node.id} reads no group ${group}`);
  return { feature, rows: await finalRows(context, feature, last) };
}

/** The final value of each date; null where a date is null, or has no row any more. */
function valuesOn(
  column: string,
  result: readonly ResultColumn[],
  dates: readonly (string | null)[],
): readonly (number | null)[] {
  const values = result.find(({ name }) => name === column)?.values ?? [];
  const rows = result.find(({ name }) => name === 'date')?.values ?? [];
  const final = new Map(rows.map((date, row) => [String(date), numeric(values[row])]));
  return dates.map((date) => (date === null ? null : (final.get(date) ?? null)));
}

async function finalRows(context: StepContext, group: FeatureNode, last: string): Promise<readonly ResultColumn[]> {
  return withSources(context, group.query.sources, {}, async (warehouse) => {
    return await evaluateAt(warehouse, { ...group.query, name: group.id }, last);
  });
}

/** Per date the value of the greatest row not after it, by the column's own rule for missing values and age. */
function valuesAt(
  group: FeatureNode,
  column: string,
  result: readonly ResultColumn[],
  asOf: readonly string[],
): readonly (number | null)[] {
  const declared = group.definition.columns.find(({ name }) => name === column);
  const dates = result.find(({ name }) => name === 'date')?.values ?? [];
  const values = result.find(({ name }) => name === column)?.values ?? [];
  const rows = dates
    .map((date, row) => ({ date: String(date), isNull: (values[row] ?? null) === null, value: numeric(values[row]) }))
    .filter(({ isNull }) => declared?.asKnown !== 'last_value' || !isNull)
    .toSorted((a, b) => (a.date < b.date ? -1 : 1));
  const ttl = group.definition.ttlDays;
  let next = 0;
  return asOf.map((day) => {
    while (next < rows.length && (rows[next]?.date ?? '') <= day) next += 1;
    const row = rows[next - 1];
    if (row === undefined) return null;
    const age = daysBetween(row.date, day);
    return ttl !== undefined && age > ttl ? null : row.value;
  });
}

/** What is not finite is missing, as in the frame. */
function numeric(value: unknown): number | null {
  return value === null || value === undefined ? null : presentOrNull(Number(value));
}
