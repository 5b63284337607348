import { type Problem, ProblemError } from '../../../diagnostics/index.ts';
import { first, present, Tally } from '../../../presence/index.ts';
import { type Answers, type FilePlace, question, shownText, unfit } from './answers.ts';
import { type DateStyle, dayIn, isOpen, stylesOf } from './dates.ts';
import type { TableOfText } from './text-tables.ts';

/** Where the dates of a table are: in a column, or in the names of columns. */
export type DatePlace =
  | { readonly kind: 'column'; readonly place: number; readonly style: DateStyle }
  | { readonly kind: 'names'; readonly places: readonly number[]; readonly style: DateStyle };

interface Candidate {
  readonly place: number;
  readonly styles: readonly DateStyle[];
}

/** A period of its own has a column only where others have one. */
const FEWEST_PERIODS = 2;

/** From this share of its cells on a column is one of dates, and the others are wrong. */
const MOSTLY = 0.5;

const FORMS =
  'dates are written as 2020-12-31, 31/12/2020, 12/31/2020, 31.12.2020, 20201231, ' +
  '2020Q4, 2020-Q4, 2020-12, 2020M12 or 2020';

/** Whether a table has dates at all. */
export function hasDates(table: TableOfText): boolean {
  return candidatesOf(table).length > 0 || periodsOf(table).length >= FEWEST_PERIODS;
}

/** Finds the dates of a table. ProblemError with what is wrong, or with what the file leaves open. */
export function findDate(table: TableOfText, answers: Answers): DatePlace {
  const { file } = table;
  const candidates = candidatesOf(table);
  const [strong, weak] = [
    candidates.filter(({ styles }) => styles.some(({ isWeak }) => !isWeak)),
    candidates.filter(({ styles }) => styles.every(({ isWeak }) => isWeak)),
  ];
  if (answers.dateColumn !== undefined) {
    const place = table.names.indexOf(answers.dateColumn);
    const chosen = candidates.find((candidate) => candidate.place === place);
    if (chosen === undefined) throw new ProblemError([notDates(table, place)]);
    return inColumn(table, chosen, answers);
  }
  const periods = strong.length === 0 ? periodsOf(table) : [];
  if (periods.length >= FEWEST_PERIODS) {
    const styles = stylesOf(periods.map((place) => present(table.names[place])));
    return {
      kind: 'names',
      places: periods,
      style: chosenStyle({ file }, styles, { answers, sample: present(table.names[first(periods)]) }),
    };
  }
  const found = strong.length > 0 ? strong : weak;
  const [only] = found;
  if (only === undefined || (strong.length === 0 && almostDates(table) !== undefined)) {
    throw new ProblemError([almostDates(table) ?? noDates(table)]);
  }
  if (found.length > 1) {
    const names = found.map(({ place }) => shownText(present(table.names[place])));
    const what = `columns ${names.join(', ')} all hold dates: which one says what a row is about?`;
    throw new ProblemError([question({ file }, what, `--date-column ${names[0]}`)]);
  }
  return inColumn(table, only, answers);
}

function inColumn(table: TableOfText, { place, styles }: Candidate, answers: Answers): DatePlace {
  const { file, rows } = table;
  const column = present(table.names[place]);
  const empty = rows.find(({ cells }) => cells[place] === '');
  if (empty !== undefined) {
    throw new ProblemError([unfit({ file, line: empty.line, column }, 'has no date', 'fill it, or remove the row')]);
  }
  const style = chosenStyle({ file, column }, styles, { answers, sample: present(first(rows).cells[place]) });
  if (dayIn(column, style) !== undefined) {
    const hint = 'put the names of the columns into the first line, separated as the rows are';
    throw new ProblemError([unfit({ file, line: 1 }, 'holds values, no names of columns', hint)]);
  }
  return { kind: 'column', place, style };
}

/** The style that is meant where several would do. */
function chosenStyle(
  place: FilePlace,
  styles: readonly DateStyle[],
  { answers, sample }: { readonly answers: Answers; readonly sample: string },
): DateStyle {
  const answered = answers.dates === undefined ? styles : styles.filter(({ order }) => order === answers.dates);
  const style = answered[0] ?? (isOpen(styles) ? undefined : styles[0]);
  if (style === undefined || (answers.dates === undefined && isOpen(styles))) {
    const what = `${shownText(sample)} and all other dates can be read with the day first, and with the month first`;
    throw new ProblemError([question(place, what, '--dates d/m/y, or --dates m/d/y')]);
  }
  return style;
}

/** Columns of which every cell that is filled is a date. */
function candidatesOf({ names, rows }: TableOfText): readonly Candidate[] {
  return names.flatMap((name, place) => {
    if (name.trim() === '') return [];
    const styles = stylesOf(rows.map(({ cells }) => present(cells[place])).filter((text) => text !== ''));
    return styles.length === 0 ? [] : [{ place, styles }];
  });
}

/** Columns that are called by dates of one style. */
function periodsOf({ names }: TableOfText): readonly number[] {
  const tally = new Tally<DateStyle>();
  for (const name of names) for (const style of stylesOf([name])) tally.add(style);
  const [most] = tally.entries().toSorted(([, a], [, b]) => b - a);
  if (most === undefined) return [];
  return names.flatMap((name, place) => (dayIn(name, most[0]) === undefined ? [] : [place]));
}

/** A column of which most cells are dates, with the first that is none. */
function almostDates({ file, names, rows }: TableOfText): Problem | undefined {
  for (const [place, column] of names.entries()) {
    const filled = rows.filter(({ cells }) => present(cells[place]) !== '');
    const texts = filled.map(({ cells }) => present(cells[place]));
    for (const style of [...new Set(texts.slice(0, 3).flatMap((text) => stylesOf([text])))]) {
      const wrong = filled.filter(({ cells }) => dayIn(present(cells[place]), style) === undefined);
      const [worst] = wrong;
      if (style.isWeak || worst === undefined || wrong.length / filled.length >= 1 - MOSTLY) continue;
      const what = `${shownText(present(worst.cells[place]))} is no date as the others of its column are`;
      return unfit({ file, line: worst.line, column }, what, FORMS);
    }
  }
  return undefined;
}

function noDates({ file, names, rows }: TableOfText): Problem {
  for (const { line, cells } of rows.slice(0, 1)) {
    const place = cells.findIndex((text) => /^[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2}$/.test(text));
    if (place < 0) continue;
    const what = `${shownText(present(cells[place]))} has a year of two digits`;
    return unfit({ file, line, column: present(names[place]) }, what, 'write years with four');
  }
  return unfit({ file }, 'has no column of dates', FORMS);
}

function notDates(table: TableOfText, place: number): Problem {
  const { file, names, rows } = table;
  if (place < 0)
    return unfit({ file }, 'has no column of that name', `its columns are ${names.map(shownText).join(', ')}`);
  const row = first(rows);
  const what = `${shownText(present(row.cells[place]))} and the other cells are no dates of one form`;
  return unfit({ file, line: row.line, column: present(names[place]) }, what, FORMS);
}
