import type { Day } from '../calendar/index.ts';
import type { NodeId } from '../compile/index.ts';
import { at } from '../presence/index.ts';
import type { Standing } from '../standing/index.ts';
import type { ResultColumn, Row, Scalar } from '../warehouse/index.ts';
import type { KnownSource } from './known-sources.ts';
import type { RowIdentity } from './shown-shape.ts';

/** What of a node's rows to show. Dates are `YYYY-MM-DD`. */
export interface ShowRequest {
  /** The day of the knowledge; undefined: the last decision date, and for stored rows no bound. */
  readonly asOf: Day | undefined;
  /** Bounds on the rows' own dates, both included. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** At most so many rows, the last ones; undefined: all. */
  readonly last: number | undefined;
  /** Only these columns, besides dates and keys; undefined: all. */
  readonly columns: readonly string[] | undefined;
  readonly stored: boolean;
  /** Beside each value the one that is known on the last decision date. */
  readonly vsLatest: boolean;
}

export interface ShownColumn {
  readonly name: string;
  /** DuckDB's name of the type. */
  readonly type: string;
  /** What it is counted in; absent: nobody declared it. */
  readonly unit?: string;
  /** The column whose value as known on the last decision date this is. */
  readonly latestOf?: string;
}

/** The date of the row that a column's value is served from on the day of the knowledge. */
export interface ServedFrom {
  readonly column: string;
  /** Null before there is a value. */
  readonly date: string | null;
  /** Days beyond which the group's ttl makes the value NULL; absent while it is young enough. */
  readonly olderThanDays?: number;
}

/** Rows of a node, and what a reader must know of them. */
export interface ShownNode {
  readonly node: NodeId;
  readonly kind: 'source' | 'feature' | 'label' | 'model';
  /** As known on this day; null where stored rows of all days are shown. */
  readonly asOf: Day | null;
  readonly stored: boolean;
  /** The day of the `<column>_latest` values. */
  readonly latest: Day | null;
  readonly columns: readonly ShownColumn[];
  readonly rows: readonly Row[];
  /** Positions in `rows` of those that serve as features on the day of the knowledge. */
  readonly marked: readonly number[];
  /** Rows between `from` and `to`, of which `rows` are the last. */
  readonly total: number;
  /** For columns that serve their last value and for values that are too old. */
  readonly served: readonly ServedFrom[];
  /** The last day on which somebody looked what became of outcomes, for predictions and stored labels; else null. */
  readonly outcomesThrough: Day | null;
  /** Whose rows these are, where they are stored; null of rows that are computed anew or of another environment. */
  readonly standing: Standing | null;
  /** The sources behind the columns, as known on that day; empty for stored predictions. */
  readonly sources: readonly KnownSource[];
}

export function resultRows(columns: readonly ResultColumn[]): readonly Row[] {
  const [leading] = columns;
  if (leading === undefined) return [];
  return Array.from(leading.values, (_, row) =>
    Object.fromEntries(columns.map(({ name, values }) => [name, at(values, row)])),
  );
}

/** By date, then keys; rows that agree in both keep their order. */
export function inOrder(rows: readonly Row[], { date, keys }: RowIdentity): readonly Row[] {
  const by = [date, ...keys];
  return rows.toSorted((a, b) => {
    const differing = by.find((name) => a[name] !== b[name]);
    return differing === undefined ? 0 : compare(a[differing] ?? null, b[differing] ?? null);
  });
}

function compare(a: Scalar, b: Scalar): number {
  if (a === null || b === null) return a === null ? -1 : 1;
  return a < b ? -1 : 1;
}

/** Rows whose date lies in the bounds. */
export function rowsBetween(rows: readonly Row[], date: string, { from, to }: ShowRequest): readonly Row[] {
  return rows.filter((row) => {
    const day = dayOf(row, date);
    return (from === undefined || day >= from) && (to === undefined || day <= to);
  });
}

/** Each row with `<column>_latest`: the value of the row of the same date and keys among `latest`, NULL without one. */
export function besideLatest(
  rows: readonly Row[],
  latest: readonly Row[],
  identity: RowIdentity,
  columns: readonly string[],
): readonly Row[] {
  const identify = (row: Row): string => JSON.stringify([identity.date, ...identity.keys].map((name) => row[name]));
  const found = new Map(latest.map((row) => [identify(row), row]));
  return rows.map((row) => {
    const other = found.get(identify(row));
    return { ...row, ...Object.fromEntries(columns.map((name) => [latestName(name), other?.[name] ?? null])) };
  });
}

export function latestName(column: string): string {
  return `${column}_latest`;
}

/** A date or the day of a timestamp, whose text sorts as time does; `''` for NULL, which is before all days. */
export function dayOf(row: Row, date: string): Day {
  const value = row[date];
  return value === null || value === undefined ? '' : String(value).slice(0, 10);
}
