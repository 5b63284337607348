import { type Day, daysBetween } from '../calendar/index.ts';
import { type FeatureNode, groupNode, type ModelNode } from '../compile/index.ts';
import { at, entry } from '../presence/index.ts';
import { frameFeatures } from '../project/index.ts';
import { presentOrNull, type TrainingFrame } from '../training/index.ts';
import type { ResultColumn } from '../warehouse/index.ts';
import { columnValues } from './column-values.ts';
import type { StepContext } from './context.ts';
import type { ModelFrame } from './frame.ts';
import { finalRows } from './group-rows.ts';
import { spreadByKey } from './spread-by-key.ts';

/** What a model's features would have been with today's knowledge, on the decision dates of the known frame. */
export interface FinalFrames {
  /** Step (c): the final value of the very period whose value was known on the decision date. */
  readonly valuesFinal: TrainingFrame;
  /** Step (d): the final value of the decision date's own period, which nobody could have had then. */
  readonly lagRemoved: TrainingFrame;
}

/**
 * Steps (c) and (d) of real time against revised, from every group computed once on all that is known on its last
 * decision date. `dates` has the date of each known value, column by column as in the frame; a value that was not known
 * has none, and no final value in step (c). A frame without rows stays as it is.
 */
export async function finalFrames(
  context: StepContext,
  node: ModelNode,
  { frame, dates }: Pick<ModelFrame, 'frame' | 'dates'>,
): Promise<FinalFrames> {
  if (frame.asOf.length === 0) return { valuesFinal: frame, lagRemoved: frame };
  const groups = new Map<string, FinalGroup>();
  for (const { group } of frameFeatures(node.definition)) {
    if (!groups.has(group)) groups.set(group, await finalGroup(context, node, group));
  }
  const columns = frameFeatures(node.definition).map(({ group, column }, index) => {
    const { rows, feature } = entry(groups, group);
    const knownDates = at(dates, index);
    const spread = (work: (final: readonly FinalValue[], positions: readonly number[]) => Values): Values =>
      spreadByKey({ rows, keys: feature.definition.keys }, frame, node.label.keys, (found, positions) =>
        work(finalValues(found, column), positions),
      );
    return {
      valuesFinal: spread((final, positions) =>
        valuesOn(
          final,
          positions.map((row) => at(knownDates, row)),
        ),
      ),
      lagRemoved: spread((final, positions) =>
        valuesAt(
          final,
          positions.map((row) => at(frame.asOf, row)),
          ruleOf(feature, column),
        ),
      ),
    };
  });
  return {
    valuesFinal: { ...frame, values: columns.map(({ valuesFinal }) => valuesFinal) },
    lagRemoved: { ...frame, values: columns.map(({ lagRemoved }) => lagRemoved) },
  };
}

/** The values of a feature, one a row; null is missing. */
type Values = readonly (number | null)[];

/** A value of a group for one date, by all that is known on the last decision date. */
interface FinalValue {
  readonly date: Day;
  readonly isNull: boolean;
  /** null also where it is not finite, which is missing in the frame as well. */
  readonly value: number | null;
}

/** The final values of a column in the rows of a group. */
function finalValues(rows: readonly ResultColumn[], column: string): readonly FinalValue[] {
  const values = columnValues(rows, column);
  return columnValues(rows, 'date').map((date, row) => {
    const value = at(values, row);
    return { date: String(date), isNull: value === null, value: value === null ? null : presentOrNull(Number(value)) };
  });
}

interface FinalGroup {
  readonly feature: FeatureNode;
  readonly rows: readonly ResultColumn[];
}

async function finalGroup(context: StepContext, node: ModelNode, group: string): Promise<FinalGroup> {
  const feature = groupNode(context.graph, group);
  if (feature === undefined) throw new Error(`${node.id} reads no group ${group}`);
  return { feature, rows: await finalRows(context, feature) };
}

/** The final value of each date; null where a date is null, or has no row any more. */
function valuesOn(final: readonly FinalValue[], dates: readonly (Day | null)[]): Values {
  const values = new Map(final.map(({ date, value }) => [date, value]));
  return dates.map((date) => (date === null ? null : (values.get(date) ?? null)));
}

/** How a column's values serve decision dates. */
interface ServingRule {
  /** Whether a NULL is passed over for an earlier value. */
  readonly lastValue: boolean;
  /** The age in days beyond which a value serves no more. */
  readonly ttlDays: number | undefined;
}

function ruleOf({ definition }: FeatureNode, column: string): ServingRule {
  const declared = definition.columns.find(({ name }) => name === column);
  return { lastValue: declared?.asKnown === 'last_value', ttlDays: definition.ttlDays };
}

/** Per date, ascending, the value of the greatest row not after it, by the column's own rule. */
function valuesAt(final: readonly FinalValue[], asOf: readonly Day[], { lastValue, ttlDays }: ServingRule): Values {
  const rows = final.filter(({ isNull }) => !lastValue || !isNull).toSorted((a, b) => (a.date < b.date ? -1 : 1));
  const upcoming = rows.values();
  let next = upcoming.next();
  let newest: FinalValue | undefined;
  return asOf.map((day) => {
    while (next.done !== true && next.value.date <= day) {
      newest = next.value;
      next = upcoming.next();
    }
    if (newest === undefined) return null;
    const isStale = ttlDays !== undefined && daysBetween(newest.date, day) > ttlDays;
    return isStale ? null : newest.value;
  });
}
