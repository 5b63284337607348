import type { Day } from '../../engine/calendar/index.ts';
import { at, Tally } from '../../engine/presence/index.ts';
import type { Scalar } from '../../engine/warehouse/index.ts';

/** The rows of a query on one date, in any order. */
export type Bag = readonly (readonly Scalar[])[];

/** A query's whole result on many dates. */
export interface Results {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly byDate: ReadonlyMap<string, Bag>;
}

export interface ResultDifference {
  readonly reason: string;
  readonly date?: Day;
  /** Rows that only one of the two has. */
  readonly expected?: Bag;
  readonly actual?: Bag;
}

/**
 * The first date on which two results are not the same bag of rows; undefined when there is none.
 * @param tolerance a share of the largest absolute value of a DOUBLE column; 0 asks for equality to the bit (but 0 and
 * -0 are one value, as they are to GROUP BY).
 */
export function differenceBetween(expected: Results, actual: Results, tolerance: number): ResultDifference | undefined {
  const columns = ({ columns: list }: Results): string => list.map(({ name, type }) => `${name} ${type}`).join(', ');
  if (columns(expected) !== columns(actual)) {
    return { reason: `columns are ${columns(actual)} instead of ${columns(expected)}` };
  }
  const allowed = expected.columns.map(({ type }, column) =>
    type === 'DOUBLE' || type === 'FLOAT' ? tolerance * largest(expected, column) : 0,
  );
  for (const [date, rows] of expected.byDate) {
    const [missing, extra] = withoutCommon(rows, actual.byDate.get(date) ?? []);
    const [apart, unmatched] = tolerance === 0 ? [missing, extra] : withoutNear(missing, extra, allowed);
    if (apart.length > 0 || unmatched.length > 0) {
      return { reason: 'rows differ', date, expected: apart, actual: unmatched };
    }
  }
  const stray = [...actual.byDate].find(([date, rows]) => rows.length > 0 && !expected.byDate.has(date));
  return stray && { reason: 'rows on a date that was not asked for', date: stray[0], actual: stray[1] };
}

function largest({ byDate }: Results, column: number): number {
  let most = 0;
  for (const rows of byDate.values()) {
    for (const row of rows) {
      const value = row[column];
      if (typeof value === 'number' && Number.isFinite(value)) most = Math.max(most, Math.abs(value));
    }
  }
  return most;
}

/** Two bags without the rows that they share. */
function withoutCommon(one: Bag, other: Bag): readonly [Bag, Bag] {
  const counts = Tally.of(other.map(keyOf));
  const missing = one.filter((row) => !takeOne(counts, keyOf(row)));
  const extra = other.filter((row) => takeOne(counts, keyOf(row)));
  return [missing, extra];
}

function takeOne(counts: Tally<string>, key: string): boolean {
  if (counts.count(key) === 0) return false;
  counts.add(key, -1);
  return true;
}

function keyOf(row: readonly Scalar[]): string {
  return row.map((value) => `${typeof value}:${value === 0 ? 0 : value}`).join('\u0001');
}

/** Each row takes the first of the other bag that differs only by what its columns allow. */
function withoutNear(one: Bag, other: Bag, allowed: readonly number[]): readonly [Bag, Bag] {
  const free = [...other];
  const apart = one.filter((row) => {
    const near = free.findIndex((candidate) => row.every((value, i) => isNear(value, candidate[i], at(allowed, i))));
    if (near >= 0) free.splice(near, 1);
    return near < 0;
  });
  return [apart, free];
}

function isNear(one: Scalar, other: Scalar | undefined, allowed: number): boolean {
  if (Object.is(one, other) || one === other) return true;
  return typeof one === 'number' && typeof other === 'number' && Math.abs(one - other) <= allowed;
}
