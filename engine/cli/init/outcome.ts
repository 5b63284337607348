import { addDays, type Day, endOfMonth, monthIndex } from '../../calendar/index.ts';
import { assumedKnownFrom, monthsInPeriod } from './assumed-lag.ts';
import type { FoundColumn, FoundTable } from './look/found-table.ts';

/** What a label is made of, as far as the data carry one; else what is missing. */
export type Outcome =
  | ({ readonly kind: 'event' } & Carried)
  | ({ readonly kind: 'value' } & Carried)
  | { readonly kind: 'missing'; readonly what: string };

interface Carried {
  readonly column: FoundColumn;
  /** What a model learns from. */
  readonly features: readonly FoundColumn[];
  /** The first date up to which a model learns; absent where none could. */
  readonly firstCutoff?: Day;
  /** What a model lacks. */
  readonly noModel?: string;
  /** Of an event how many episodes are known at the first date. */
  readonly episodes?: number;
}

/** Months ahead that a label looks. */
export const HORIZON_MONTHS = 12;

/** Labels that a model needs, of an event some of each kind. */
const FEWEST_LABELS = 60;

/** A feature with fewer values leaves too few rows to learn from. */
const LEAST_SHARE = 0.8;

/** More inputs than these are no first model. */
const MOST_FEATURES = 5;

/** How far the data carry: a label of the first column of 0 and 1, or else of the first value; and a model of it. */
export function outcomeOf(table: FoundTable): Outcome {
  const months = monthsInPeriod(table.frequency);
  const missing = (what: string): Outcome => ({ kind: 'missing', what });
  const values = table.columns.filter((column) => column.role === 'value' && isExact(table, column));
  const event = table.columns.find(({ role }) => role === 'event');
  if (months === undefined) {
    return missing(`a row a month: of ${table.frequency} rows say what stands for a month (last, mean, highest)`);
  }
  if (months > 12) return missing('a label of rows that are five years apart');
  if (event !== undefined) return ofEvent(table, event, values);
  if (table.columns.some(({ role }) => role === 'key')) {
    return missing('a column of 0 and 1, an event: what is predicted of several keys is an event');
  }
  if (months > 3) return missing('a column of 0 and 1, or rows of months or quarters');
  const [value] = values;
  return value === undefined ? missing('a column of numbers') : ofValue(table, value, values);
}

/** Whether a double has every value as it stands: models compute with doubles. */
export function isExact({ rows }: Pick<FoundTable, 'rows'>, { name, type }: FoundColumn): boolean {
  if (type !== 'BIGINT') return true;
  return rows.every(({ values }) => {
    const value = values.get(name);
    return value === undefined || Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  });
}

function ofEvent(table: FoundTable, column: FoundColumn, values: readonly FoundColumn[]): Outcome {
  const count = (wanted: number): number =>
    table.rows.filter(({ values: of }) => of.get(column.name) === wanted).length;
  const [ones, zeros] = [count(1), count(0)];
  const features = usable(values);
  const noModel = whyNoModel({ labels: ones + zeros, features, ones, zeros });
  const begun = beginnings(table, column);
  const episodes = Math.min(2, begun.length);
  const found = { kind: 'event', column, features, episodes } as const;
  if (noModel !== undefined) return { ...found, noModel };
  return withCutoff(found, table, begun[episodes - 1]);
}

/** The days on which a run of 1 begins, of all keys. */
function beginnings(table: FoundTable, column: FoundColumn): readonly Day[] {
  const last = new Map<string, number | undefined>();
  return table.rows
    .toSorted((a, b) => (a.day < b.day ? -1 : 1))
    .flatMap(({ day, key, values }) => {
      const state = values.get(column.name);
      const isFirst = state === 1 && last.get(key) !== 1;
      last.set(key, state);
      return isFirst ? [day] : [];
    });
}

/** The same with the first date up to which a model learns, where that lies within the data. */
function withCutoff<T extends Carried>(found: T, table: FoundTable, seen: Day | undefined): T {
  const firstCutoff = cutoffAfter(table, seen);
  const newest = table.rows
    .map(({ day }) => day)
    .toSorted()
    .at(-1);
  if (newest !== undefined && firstCutoff < newest) return { ...found, firstCutoff };
  return { ...found, noModel: 'outcomes that were known long before the data end' };
}

function ofValue(table: FoundTable, column: FoundColumn, values: readonly FoundColumn[]): Outcome {
  const features = usable(values);
  const labels = table.rows.filter(({ values: of }) => of.has(column.name)).length - horizonInRows(table);
  const noModel = whyNoModel({ labels, features });
  const found = { kind: 'value', column, features } as const;
  return noModel === undefined ? withCutoff(found, table, undefined) : { ...found, noModel };
}

function usable(values: readonly FoundColumn[]): readonly FoundColumn[] {
  return values.filter(({ share }) => share >= LEAST_SHARE).slice(0, MOST_FEATURES);
}

interface Counts {
  readonly labels: number;
  readonly features: readonly FoundColumn[];
  readonly ones?: number;
  readonly zeros?: number;
}

function whyNoModel({ labels, features, ones = 1, zeros = 1 }: Counts): string | undefined {
  if (ones === 0 || zeros === 0) return `an event of each kind: all of its rows are ${ones === 0 ? 0 : 1}`;
  if (labels < FEWEST_LABELS) return `${FEWEST_LABELS} outcomes: there are ${Math.max(0, labels)}`;
  if (features.length === 0) return 'a column of numbers to predict with, filled in four rows of five';
  return undefined;
}

function horizonInRows({ frequency }: FoundTable): number {
  const months = monthsInPeriod(frequency);
  return months === undefined ? 0 : HORIZON_MONTHS / months;
}

/** The end of the month halfway through the data, or after an event was seen, once that and its outcome are known. */
function cutoffAfter(table: FoundTable, seen: Day | undefined): Day {
  const days = table.rows.map(({ day }) => day).toSorted();
  const half = days[Math.floor(days.length / 2)];
  const start = [half, seen]
    .flatMap((day) => (day === undefined ? [] : [day]))
    .toSorted()
    .at(-1);
  if (start === undefined) throw new Error('a table without rows');
  return periodEnd(endOfMonth(assumedKnownFrom(start, table), HORIZON_MONTHS), table);
}

/** The last day of the month, or of the quarter, in which a day lies: a decision date. */
export function periodEnd(day: Day, { frequency }: Pick<FoundTable, 'frequency'>): Day {
  const months = monthsInPeriod(frequency);
  if (months === undefined || months < 3) return endOfMonth(day);
  return endOfMonth(day, 2 - (monthIndex(day) % 3));
}

/** The last day of which the file may be taken to know all, not after yesterday. */
export function completeThrough(table: FoundTable, today: Day): Day {
  const newest = table.rows
    .map(({ day }) => day)
    .toSorted()
    .at(-1);
  if (newest === undefined) throw new Error('a table without rows');
  const known = assumedKnownFrom(newest, table);
  const yesterday = addDays(today, -1);
  return known < yesterday ? known : yesterday;
}
