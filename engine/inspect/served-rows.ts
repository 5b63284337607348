import { type Day, daysBetween } from '../calendar/index.ts';
import type { FeatureNode } from '../compile/index.ts';
import type { Row } from '../warehouse/index.ts';
import { dayOf, type ServedFrom } from './shown-rows.ts';

export interface Served {
  /** The rows that give at least one of the columns its value. */
  readonly rows: ReadonlySet<Row>;
  readonly from: readonly ServedFrom[];
}

/**
 * Which of a group's rows, as known on a day, are its features on that day: per key the row with the greatest date; for
 * `last_value` columns the last one that is not NULL. The same rule as the feature store's, said of single rows.
 */
export function servedRows(node: FeatureNode, known: readonly Row[], columns: readonly string[], asOf: Day): Served {
  const { keys, ttlDays } = node.definition;
  const rows = new Set<Row>();
  const from: ServedFrom[] = [];
  for (const { name, asKnown } of node.definition.columns.filter((column) => columns.includes(column.name))) {
    const last = new Map<string, Row>();
    for (const row of known) {
      const day = dayOf(row, 'date');
      if (day === '' || day > asOf || (asKnown === 'last_value' && (row[name] ?? null) === null)) continue;
      const key = JSON.stringify(keys.map((each) => row[each]));
      const before = last.get(key);
      if (before === undefined || dayOf(before, 'date') < day) last.set(key, row);
    }
    for (const row of last.values()) rows.add(row);
    if (keys.length > 0) continue;
    const [row] = last.values();
    const date = row === undefined ? null : dayOf(row, 'date');
    const age = date === null ? 0 : daysBetween(date, asOf);
    const old = ttlDays !== undefined && age > ttlDays;
    if (old || asKnown === 'last_value') from.push({ column: name, date, ...(old ? { olderThanDays: ttlDays } : {}) });
  }
  return { rows, from };
}
