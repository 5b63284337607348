import { type Day, isDay } from './day.ts';
import { endOfMonth } from './month.ts';
import type { Dated } from './period.ts';

/** Periods that a text may name in place of a day. */
export const PERIOD_FORMS = ['quarter', 'month', 'year'] as const;

/** The longest that a text of a form names: a day, or a period of so many months. */
const MONTHS = { day: 0, month: 1, quarter: 3, year: 12 } as const;

export type DateUnit = keyof typeof MONTHS;

type Part = 'year' | 'quarter' | 'month' | 'day';

/** One way of writing a date: a pattern that Node and DuckDB (RE2) read alike, and what each of its groups is. */
interface Way {
  readonly pattern: string;
  readonly parts: readonly Part[];
}

/** How dates are written as text, where not as YYYY-MM-DD. */
export interface DateForm {
  readonly unit: DateUnit;
  readonly ways: readonly Way[];
  /** What a person is shown: `2020Q1 or 2020-Q1`. */
  readonly example: string;
}

/** Years of four digits, from 0001. */
const YEAR = '([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])';
const QUARTER = '([1-4])';
const MONTH = '(0[1-9]|1[0-2])';

const OF_PERIODS: Readonly<Record<(typeof PERIOD_FORMS)[number], DateForm>> = {
  quarter: {
    unit: 'quarter',
    ways: [
      { pattern: `${YEAR}[- ]?[Qq]${QUARTER}`, parts: ['year', 'quarter'] },
      { pattern: `[Qq]${QUARTER}[-/ ]${YEAR}`, parts: ['quarter', 'year'] },
    ],
    example: '2020Q1, 2020-Q1 or Q1 2020',
  },
  month: {
    unit: 'month',
    ways: [
      { pattern: `${YEAR}[-/]${MONTH}`, parts: ['year', 'month'] },
      { pattern: `${YEAR}-?[Mm](0?[1-9]|1[0-2])`, parts: ['year', 'month'] },
      { pattern: `${MONTH}/${YEAR}`, parts: ['month', 'year'] },
    ],
    example: '2020-01, 2020M01 or 01/2020',
  },
  year: { unit: 'year', ways: [{ pattern: YEAR, parts: ['year'] }], example: '2020' },
};

/** `%d`, `%m` and `%Y`, each once, with at most two signs between them. */
export const DAY_FORMS = /^(?=.*%d)(?=.*%m)(?=.*%Y)%([dmY])([-/._, ]{0,2})%([dmY])([-/._, ]{0,2})%([dmY])$/;

const PARTS: Readonly<Record<string, Part>> = { d: 'day', m: 'month', Y: 'year' };
const EXAMPLES: Readonly<Record<string, string>> = { d: '31', m: '12', Y: '2020' };

/**
 * The form that a word of YAML stands for: `quarter`, `month`, `year`, or the order of day, month and year as
 * `%d/%m/%Y`, whose days and months may lack their zero where a sign stands beside them. Undefined for any other word.
 */
export function dateForm(word: string): DateForm | undefined {
  const ofPeriods = Object.entries(OF_PERIODS).find(([name]) => name === word);
  if (ofPeriods !== undefined) return ofPeriods[1];
  const [, first = '', between = '', second = '', behind = '', third = ''] = DAY_FORMS.exec(word) ?? [];
  if (first === '') return undefined;
  const isLoose = between !== '' && behind !== '';
  const pieces: Readonly<Record<string, string>> = {
    d: isLoose ? '(0?[1-9]|[12][0-9]|3[01])' : '(0[1-9]|[12][0-9]|3[01])',
    m: isLoose ? '(0?[1-9]|1[0-2])' : MONTH,
    Y: YEAR,
  };
  const tokens = [first, second, third];
  const joined = (of: Readonly<Record<string, string>>, sign: (text: string) => string): string =>
    `${of[first]}${sign(between)}${of[second]}${sign(behind)}${of[third]}`;
  return {
    unit: 'day',
    ways: [
      {
        pattern: joined(pieces, (text) => text.replaceAll('.', '[.]')),
        parts: tokens.flatMap((token) => PARTS[token] ?? []),
      },
    ],
    example: joined(EXAMPLES, (text) => text),
  };
}

/** Months in the period that a form names; 0 of one that names days. */
export function monthsOf({ unit }: DateForm): number {
  return MONTHS[unit];
}

/** The day that a text means, of a period its first or last one; undefined where it is not written so, or is no day. */
export function dayOf(text: string, form: DateForm, dated: Dated): Day | undefined {
  for (const { pattern, parts } of form.ways) {
    const found = new RegExp(`^${pattern}$`).exec(text);
    if (found === null) continue;
    const written = new Map(parts.map((part, at) => [part, Number(found[at + 1])]));
    const quarter = written.get('quarter');
    // What a period leaves out is its first.
    const month = quarter === undefined ? (written.get('month') ?? 1) : 3 * quarter - 2;
    const day = written.get('day') ?? 1;
    const first = [pad(written.get('year'), 4), pad(month, 2), pad(day, 2)].join('-');
    if (!isDay(first)) return undefined;
    const months = monthsOf(form);
    return dated === 'end' && months > 0 ? endOfMonth(first, months - 1) : first;
  }
  return undefined;
}

function pad(part: number | undefined, length: number): string {
  return String(part).padStart(length, '0');
}
