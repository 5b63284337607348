import { monthStart } from '../../calendar/index.ts';
import { quoteName, quoteText } from '../../warehouse/index.ts';
import type { TypedColumn } from '../typed-column.ts';
import type { ReadRelation } from './made-up-relation.ts';
import type { OutcomeCalendar } from './outcome-calendar.ts';

/** Months from the positive one to the row that opens it and to the row that closes it. */
const CONVENTIONS = [
  { opens: -1, closes: 0 },
  { opens: 0, closes: 1 },
  { opens: 0, closes: 0 },
] as const;

/** One way to say that a single month, by its index, was positive: the rows that say it, as a query. */
export type TurningPoints = (month: number) => string;

/**
 * The ways in which a relation of turning points may say that a month was positive: a row that opens it and a row that
 * closes it, in the words that the SQL asks for. Whether it was said so is told by the label's event.
 */
export function turningPoints(
  relation: ReadRelation,
  calendar: OutcomeCalendar,
  words: readonly string[],
): readonly TurningPoints[] {
  const texts = relation.columns.filter(({ name, type }) => type === 'VARCHAR' && !relation.keys.includes(name));
  if (texts.length !== 1 || relation.keys.length > 0) return [];
  const pairs = words.flatMap((opening) =>
    words.filter((word) => word !== opening).map((closing) => [opening, closing] as const),
  );
  return pairs.flatMap(([opening, closing]) =>
    CONVENTIONS.map(({ opens, closes }) => (month: number) => {
      const before = { month: calendar.first, word: closing };
      const opened = { month: month + opens, word: opening };
      const closed = { month: month + closes, word: closing };
      return rowsOf(relation, [before, opened, closed], calendar);
    }),
  );
}

function rowsOf(
  { columns, dateColumn }: ReadRelation,
  rows: readonly { readonly month: number; readonly word: string }[],
  { first, knownOn }: OutcomeCalendar,
): string {
  const value = ({ name, type }: TypedColumn, month: number, word: string): string => {
    if (type === 'VARCHAR') return quoteText(word);
    if (type !== 'DATE') return 'NULL';
    // The news of it comes a year later, and before the day on which all is known.
    return name === dateColumn || month === first
      ? `DATE '${monthStart(month)}'`
      : `least(DATE '${monthStart(month + 12)}', DATE '${knownOn}')`;
  };
  return rows
    .map(({ month, word }) => {
      const selected = columns.map(
        (column) => `CAST(${value(column, month, word)} AS ${column.type}) AS ${quoteName(column.name)}`,
      );
      return `SELECT ${selected.join(', ')}`;
    })
    .join(' UNION ALL ');
}
