import { type Dated, type DateForm, type Day, dateForm, dayOf, isDay, PERIOD_FORMS } from '../../../calendar/index.ts';
import { present } from '../../../presence/index.ts';
import type { DateOrder } from './answers.ts';

/** A way in which all dates of a column, or the names of columns, can be read. */
export interface DateStyle {
  /** As YAML has it; undefined for YYYY-MM-DD. */
  readonly format?: string;
  readonly form?: DateForm;
  /** Where both orders of day and month would do, which of the two this is. */
  readonly order?: DateOrder;
  /** Whole numbers of four or eight digits: they may as well be something else. */
  readonly isWeak: boolean;
}

const SIGNS = ['/', '.', '-', '. ', ' '] as const;

const STYLES: readonly DateStyle[] = [
  { isWeak: false },
  ...PERIOD_FORMS.map((word) => styleOf(word)),
  ...SIGNS.flatMap((sign) => [
    styleOf(`%d${sign}%m${sign}%Y`, 'd/m/y'),
    styleOf(`%m${sign}%d${sign}%Y`, 'm/d/y'),
    styleOf(`%Y${sign}%m${sign}%d`),
  ]),
  styleOf('%Y%m%d'),
];

function styleOf(format: string, order?: DateOrder): DateStyle {
  const isWeak = format === 'year' || format === '%Y%m%d';
  const style = { format, form: present(dateForm(format)), isWeak };
  return order === undefined ? style : { ...style, order };
}

/** A day, perhaps with a time that is midnight, as sources take it. */
const MIDNIGHT = /^([0-9]{4}-[0-9]{2}-[0-9]{2})([ T]00:00(:00([.]0+)?)?)?$/;

/** Years that are years, and no counts. */
const [FIRST_YEAR, LAST_YEAR] = [1700, 2200];

/** The day that a text means in a style; undefined where it is not written so. */
export function dayIn(text: string, { form, isWeak }: DateStyle, dated: Dated = 'start'): Day | undefined {
  if (form === undefined) {
    const day = MIDNIGHT.exec(text)?.[1];
    return isDay(day) && day >= '0001' ? day : undefined;
  }
  const day = dayOf(text, form, dated);
  if (day === undefined || !isWeak) return day;
  const year = Number(day.slice(0, 4));
  return year >= FIRST_YEAR && year <= LAST_YEAR ? day : undefined;
}

/** The styles in which every text is a date; none where there is no text. */
export function stylesOf(texts: readonly string[]): readonly DateStyle[] {
  const [sample] = texts;
  if (sample === undefined) return [];
  const first = STYLES.filter((style) => dayIn(sample, style) !== undefined);
  const all = first.filter((style) => texts.every((text) => dayIn(text, style) !== undefined));
  // A day of four, two and two digits is ISO's, whatever else it could be.
  return all.some(({ form }) => form === undefined) ? all.filter(({ form }) => form === undefined) : all;
}

/** Whether the order of day and month is left open. */
export function isOpen(styles: readonly DateStyle[]): boolean {
  return new Set(styles.map(({ order }) => order)).size > 1;
}
