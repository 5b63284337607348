import type { Roll } from '../roll.ts';

/** What a form writes with: choices, and how a computed figure is kept exact. */
export interface Hand {
  readonly roll: Roll;
  /** A figure that is the same in every order of the rows, as eighths where the data are eighths. */
  eighths(sql: string): string;
  /** A figure whose last bits depend on that order: cut above them where the data are eighths. */
  rounded(sql: string): string;
}

/**
 * One way to make a query of the columns `date DATE, k VARCHAR, v DOUBLE` from others with the same columns. Each has
 * one right answer on any data: every ORDER BY that matters is total up to equal rows, and what adds floats in an order
 * that nothing fixes says so.
 */
export interface Form {
  readonly name: string;
  /** How many queries it is made from. */
  readonly inputs: number;
  /** The last bits depend on the order of the rows, unless the values are eighths. */
  readonly sums?: true;
  /** It may have as many rows as the product of its inputs. */
  readonly multiplies?: true;
  /** It has at most so many rows. */
  readonly most?: number;
  readonly write: (inputs: readonly [string, string, string], hand: Hand) => string;
}

/** A form of one input. */
export function unary(name: string, write: (x: string, hand: Hand) => string, more: Partial<Form> = {}): Form {
  return { name, inputs: 1, write: ([x], hand) => write(x, hand), ...more };
}

export function binary(
  name: string,
  write: (x: string, y: string, hand: Hand) => string,
  more: Partial<Form> = {},
): Form {
  return { name, inputs: 2, write: ([x, y], hand) => write(x, y, hand), ...more };
}

export function ternary(
  name: string,
  write: (x: string, y: string, z: string, hand: Hand) => string,
  more: Partial<Form> = {},
): Form {
  return { name, inputs: 3, write: ([x, y, z], hand) => write(x, y, z, hand), ...more };
}

/**
 * A figure whose last bits are noise (a variance, a correlation), cut well above the noise; the shift keeps what is
 * likely (halves, whole numbers) away from where rounding turns.
 */
export function noisy(sql: string): string {
  return `round(8 * (${sql}) + 0.137) / 8`;
}

/** All three columns in some order and direction: rows that tie are equal. */
export function totalOrder({ roll }: Hand, columns: readonly string[] = ['date', 'k', 'v']): string {
  return roll
    .shuffled(columns)
    .map((name) => `${name}${roll.pick(['', ' DESC', ' NULLS FIRST', ' DESC NULLS LAST'])}`)
    .join(', ');
}

/** A condition on the rows of a canonical query. */
export function predicate({ roll }: Hand): string {
  return roll.pick([
    `v > ${roll.below(40)}`,
    `v <= ${roll.below(60)} OR v IS NULL`,
    `NOT (v > ${roll.below(50)})`,
    `k = 'de'`,
    `k IS NULL OR v > 10`,
    `k IS DISTINCT FROM 'fr'`,
    `date >= as_of() - INTERVAL ${30 + roll.below(300)} DAYS`,
    `date < as_of() - ${30 + roll.below(200)}`,
    `date BETWEEN DATE '2000-03-01' AND DATE '2001-04-01'`,
    `month(date) % 3 = 1`,
    `v IS NOT NULL`,
  ]);
}

/** A query whose named columns are never NULL, as an ASOF join demands; now and then as it is, which may be refused. */
export function filled(query: string, columns: readonly string[], { roll }: Hand): string {
  if (roll.chance(0.15)) return query;
  return `SELECT * FROM (${query}) WHERE ${columns.map((name) => `${name} IS NOT NULL`).join(' AND ')}`;
}
