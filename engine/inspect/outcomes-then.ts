import type { Day } from '../calendar/index.ts';
import type { Row } from '../warehouse/index.ts';

/** A label's stored versions, and a day from which to look at them. */
export interface OutcomesThen {
  readonly versions: readonly Row[];
  readonly keys: readonly string[];
  readonly day: Day;
}

/**
 * A model's rows with their outcomes as they were known on a day: the label's version of that day, NULL where there
 * was none. Whether a date was excluded is said only where its outcome was known, for it follows from the same events.
 */
export function withOutcomesThen(rows: readonly Row[], { versions, keys, day }: OutcomesThen): readonly Row[] {
  const nameOf = (row: Row, date: string): string => JSON.stringify([date, ...keys].map((name) => String(row[name])));
  const known = versions.filter((row) => String(row['known_from']) <= day && day < String(row['known_to']));
  const outcomes = new Map(known.map((row) => [nameOf(row, 'date'), row['y'] ?? null]));
  return rows.map((row) => {
    const y = outcomes.get(nameOf(row, 'as_of')) ?? null;
    return { ...row, y, ...(y === null ? { excluded: null } : {}) };
  });
}
