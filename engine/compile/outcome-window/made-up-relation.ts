import { monthStart } from '../../calendar/index.ts';
import type { Frequency } from '../../project/index.ts';
import { quoteName, quoteText } from '../../warehouse/index.ts';
import type { TypedColumn } from '../typed-column.ts';
import type { OutcomeCalendar } from './outcome-calendar.ts';

/** A relation that a label reads: what made-up rows of it have to look like. */
export interface ReadRelation {
  /** `features.business_cycle`, `fred.unrate`. */
  readonly name: string;
  readonly columns: readonly TypedColumn[];
  readonly dateColumn: string;
  readonly keys: readonly string[];
  /** A group's is `unknown`: it is taken for monthly unless the label asks for the first months of longer periods. */
  readonly frequency: Frequency | 'unknown';
}

/** A relation whose rows have one frequency. */
export type DatedRelation = ReadRelation & { readonly frequency: Frequency };

/** A relation with the frequencies that its rows may have, likeliest first. */
export function dated({ frequency, ...relation }: ReadRelation): readonly DatedRelation[] {
  if (frequency !== 'unknown') return [{ ...relation, frequency }];
  return (['monthly', 'quarterly', 'annual'] as const).map((likely) => ({ ...relation, frequency: likely }));
}

/** The numbers of a relation in one period, and those in all others. */
export interface Impulse {
  readonly base: number;
  readonly positive: number;
}

/** A relation of its own frequency, or, where nobody says it, of the other's. */
export function datedLike(relation: ReadRelation, other?: DatedRelation): DatedRelation {
  const frequency = relation.frequency === 'unknown' ? (other?.frequency ?? 'monthly') : relation.frequency;
  return { ...relation, frequency };
}

/** The period in which the positive month lies, in months. */
export interface PositivePeriod {
  readonly from: number;
  readonly length: number;
}

const MONTHS: Readonly<Record<Frequency, number>> = {
  daily: 1,
  weekly: 1,
  biweekly: 1,
  monthly: 1,
  quarterly: 3,
  semiannual: 6,
  annual: 12,
  '5-year': 60,
};
const STRIDE: Readonly<Record<Frequency, string>> = {
  daily: 'INTERVAL 1 DAY',
  weekly: 'INTERVAL 7 DAYS',
  biweekly: 'INTERVAL 14 DAYS',
  monthly: 'INTERVAL 1 MONTH',
  quarterly: 'INTERVAL 3 MONTHS',
  semiannual: 'INTERVAL 6 MONTHS',
  annual: 'INTERVAL 12 MONTHS',
  '5-year': 'INTERVAL 60 MONTHS',
};

export function periodOf({ frequency }: DatedRelation, month: number): PositivePeriod {
  const length = MONTHS[frequency];
  return { from: month - (month % length), length };
}

/** The columns that may carry an outcome. */
export function numberColumns({ columns, keys }: ReadRelation): readonly string[] {
  return columns.filter(({ name, type }) => isNumber(type) && !keys.includes(name)).map(({ name }) => name);
}

function isNumber(type: string): boolean {
  return /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL\(.*\)|BOOLEAN)$/.test(type);
}

/** What the made-up rows hold. */
interface Filling {
  /** The columns that the impulse moves. */
  readonly carriers: readonly string[];
  readonly impulse: Impulse;
  /** Values that keys of a text type take. */
  readonly texts: readonly string[];
}

/**
 * The relation as a query: a row a period and key, the numbers of `carriers` as the impulse says, the others at its
 * base, no text.
 */
export function madeUpRelation(
  relation: DatedRelation,
  calendar: OutcomeCalendar,
  period: PositivePeriod,
  { carriers, impulse, texts }: Filling,
): string {
  const start = monthStart(calendar.first - (calendar.first % MONTHS[relation.frequency]));
  const inPeriod = `d >= DATE '${monthStart(period.from)}' AND d < DATE '${monthStart(period.from + period.length)}'`;
  const value = ({ name, type }: TypedColumn): string => {
    if (name === relation.dateColumn) return `d`;
    if (relation.keys.includes(name)) return quoteName(`k_${name}`);
    if (carriers.includes(name)) return `CASE WHEN ${inPeriod} THEN ${impulse.positive} ELSE ${impulse.base} END`;
    if (isNumber(type)) return String(impulse.base);
    return type === 'DATE' ? 'd' : 'NULL';
  };
  const selected = relation.columns.map(
    (column) => `CAST(${value(column)} AS ${column.type}) AS ${quoteName(column.name)}`,
  );
  const keys = relation.keys.map((key) => {
    const type = relation.columns.find(({ name }) => name === key)?.type ?? 'VARCHAR';
    const values = type === 'VARCHAR' ? texts.map(quoteText) : ['1'];
    return `(SELECT unnest([${values.join(', ')}]) AS ${quoteName(`k_${key}`)})`;
  });
  const series = `generate_series(DATE '${start}', DATE '${calendar.knownOn}', ${STRIDE[relation.frequency]})`;
  const days = `(SELECT CAST(unnest(${series}) AS DATE) AS d)`;
  return `SELECT ${selected.join(', ')} FROM ${[days, ...keys].join(' CROSS JOIN ')}`;
}
