import {
  behindFigure,
  formatCount,
  formatDay,
  formatFixed,
  formatMeasured,
  formatMonth,
  formatPercent,
} from '../figures/index.ts';
import type { Figure, Text } from './block.ts';
import type { Cited } from './cited.ts';

type CitedNumber = Cited<number | null | undefined>;
type CitedText = Cited<string | null | undefined>;

const NOT_DEFINED = '–';

/** `21.4%` of 0.214. */
export function percent(cited: CitedNumber, digits = 1): Figure {
  return numeric(cited, (value) => formatPercent(value, digits));
}

export function fixed(cited: CitedNumber, digits = 3): Figure {
  return numeric(cited, (value) => formatFixed(value, digits));
}

/** `+0.214`: with its sign, for what raises or lowers. */
export function signed(cited: CitedNumber, digits = 3): Figure {
  return numeric(cited, (value) => `${value > 0 ? '+' : ''}${formatFixed(value, digits)}`);
}

/** Four significant digits at most: for values whose size is not known in advance. */
export function measured(cited: CitedNumber): Figure {
  return numeric(cited, formatMeasured);
}

export function count(cited: CitedNumber): Figure {
  return numeric(cited, formatCount);
}

/** `Oct 2023` of any day in it. */
export function month(cited: CitedText): Figure {
  return textual(cited, formatMonth);
}

/** `31 Oct 2022`. */
export function day(cited: CitedText): Figure {
  return textual(cited, formatDay);
}

export function verbatim(cited: CitedText): Figure {
  return textual(cited, (value) => value);
}

/** A digest in the length that people compare; the value keeps it whole. */
export function digest(cited: CitedText): Figure {
  return textual(cited, (value) => `${value.replace(/^sha256:/, '').slice(0, 12)}`);
}

/** Words for a value that is a code: `true`, `in_process`. */
export function worded<T extends string | number | boolean | null>(
  cited: Cited<T>,
  words: (value: T) => string,
): Figure {
  return { kind: 'figure', pointer: cited.pointer, value: cited.value, text: words(cited.value) };
}

/** Words for a decision about an alarm; `none`: nothing could be decided. */
export interface AlarmWords {
  readonly raised: string;
  readonly calm: string;
  readonly none: string;
}

export function alarmFigure(cited: Cited<boolean | null>, words: AlarmWords): Figure {
  return worded(cited, (alarm) => alarmWord(alarm, words));
}

export function alarmWord(alarm: boolean | null, { raised, calm, none }: AlarmWords): string {
  if (alarm === null) return none;
  return alarm ? raised : calm;
}

/** A figure with what it is counted in: `4.346%`, `3.2 bn USD`; a unit is people's word, and no part of the figure. */
export function withUnit(figure: Figure, unit: string | null | undefined): Text {
  const behind = figure.value === null ? '' : behindFigure(unit);
  return behind === '' ? [figure] : [figure, behind.replace(/^ /, '\u00a0')];
}

function numeric(cited: CitedNumber, format: (value: number) => string): Figure {
  const value = cited.value ?? null;
  return { kind: 'figure', pointer: cited.pointer, value, text: value === null ? NOT_DEFINED : format(value) };
}

function textual(cited: CitedText, format: (value: string) => string): Figure {
  const value = cited.value ?? null;
  return { kind: 'figure', pointer: cited.pointer, value, text: value === null ? NOT_DEFINED : format(value) };
}
