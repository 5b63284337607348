import { type DateForm, monthsOf } from '../calendar/index.ts';
import { present } from '../presence/index.ts';
import { monthEndSql } from './calendar-period.ts';
import type { Dated } from './request.ts';

/** A text that files write for a day: SQL for the day, and SQL that is true where it is none. */
export interface DayOfText {
  readonly value: string;
  readonly unlike: string;
}

/**
 * How a column of text becomes days, as `dayOf` reads one of them; of a period its first or last day.
 * @param text SQL of type VARCHAR.
 */
export function dayOfTextSql(text: string, form: DateForm, dated: Dated): DayOfText {
  const branches = form.ways.map((way) => {
    const part = (name: (typeof way.parts)[number]): string | undefined => {
      const place = way.parts.indexOf(name);
      return place < 0 ? undefined : `regexp_extract(${text}, '^${way.pattern}$', ${place + 1})`;
    };
    const quarter = part('quarter');
    const month = quarter === undefined ? part('month') : `(3 * CAST(${quarter} AS INTEGER) - 2)`;
    const pieces = [present(part('year')), ...[month, part('day')].map(twoDigits)];
    return `WHEN regexp_full_match(${text}, '${way.pattern}') THEN ${pieces.join(` || '-' || `)}`;
  });
  const first = `TRY_CAST(CASE ${branches.join(' ')} END AS DATE)`;
  const months = monthsOf(form);
  return {
    value: dated === 'end' && months > 0 ? monthEndSql(first, months - 1) : first,
    unlike: `(${text} IS NOT NULL AND ${first} IS NULL)`,
  };
}

/** A part of a date in two digits; what a period leaves out is its first. */
function twoDigits(part: string | undefined): string {
  return part === undefined ? `'01'` : `lpad(CAST(${part} AS VARCHAR), 2, '0')`;
}
