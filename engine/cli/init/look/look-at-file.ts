import type { Day } from '../../../calendar/index.ts';
import { type Problem, ProblemError } from '../../../diagnostics/index.ts';
import { present } from '../../../presence/index.ts';
import { type Answers, question, shownText, unfit } from './answers.ts';
import { type Cells, type ColumnJudgement, isMostlyNumbers, judgeColumn } from './column-kinds.ts';
import { type DateStyle, dayIn } from './dates.ts';
import { type Decimal, decimalOf } from './decimal.ts';
import { type DatePlace, findDate, hasDates } from './find-date.ts';
import type { FoundColumn, FoundRow, FoundTable } from './found-table.ts';
import { type Rhythm, rhythmOf } from './frequency.ts';
import { identityBy, smallestKeys } from './keys.ts';
import { plainNames } from './names.ts';
import { onlyTable, type TableOfText, textTables } from './text-tables.ts';

/** The file that is looked at. */
export interface LookedAt {
  readonly path: string;
  /** How messages call it. */
  readonly shownAs: string;
  readonly answers: Answers;
  readonly today: Day;
}

/** A column that is judged, with its cells. */
type Judged = ColumnJudgement & { readonly cells: Cells };

/** Columns that are written out; a file may have thousands. */
const MOST_COLUMNS = 40;

/**
 * Looks at every cell of a CSV file and says how a source declares it. Nothing is guessed that changes a number:
 * ProblemError with all that is wrong (EWS3049) or that the file leaves open, each with the flag that answers it
 * (EWS3048).
 */
export async function lookAtFile({ path, shownAs, answers, today }: LookedAt): Promise<FoundTable> {
  const table = onlyTable(await textTables(path, shownAs, answers), hasDates);
  throwAll([...headerFaults(table), ...unknownColumns(table, answers)]);
  const date = findDate(table, answers);
  const groups = cellsOf(table, date);
  const numbers = groups.filter((cells) => isMostlyNumbers(table.rows, cells, answers));
  const decimal = decimalOf(
    table,
    numbers.flatMap(({ places }) => places),
    answers,
  );
  const judged = groups.map((cells) => ({ cells, ...judgeColumn(table, cells, { decimal, answers }) }));
  throwAll(judged.flatMap(({ problems }) => problems));
  const keys = keysOf(table, date, { judged, answers });
  const nulls = [...new Set([...answers.nulls, ...judged.flatMap((each) => each.nulls)])].toSorted();
  throwAll(keyFaults(table, keys, nulls));
  const { columns, kept } = columnsOf(judged, keys);
  const _name = plainNames(
    ['date'],
    columns.map((column) => column.name),
  )[0];
  const rows = rowsOf(table, date, { keys, kept: kept.filter(({ column }) => column.role !== 'key'), decimal });
  const rhythm = rhythmFrom(table, rows, { date, answers });
  throwAll(futureFaults(table, rows, { answers, today }));
  const { format } = date.style;
  const header = date.kind === 'names' ? undefined : present(table.names[date.place]);
  return {
    ...rhythm,
    encoding: table.encoding,
    delimiter: table.delimiter,
    decimal,
    nulls,
    date: {
      // No other column is called so: `plainName` gives the name to none.
      name: 'date',
      ...(header === undefined ? {} : { header }),
      ...(format === undefined ? {} : { format }),
      dated: rhythm.dated,
    },
    columns,
    isWide: date.kind === 'names',
    rows,
    projections: answers.projections,
    notes: notesOf(table, { judged, columns, nulls, date, rhythm }),
  };
}

function throwAll(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new ProblemError(problems);
}

/** Names that stand twice: nobody can tell which of the two is meant. */
function headerFaults({ file, names }: TableOfText): readonly Problem[] {
  const seen = new Map<string, number>();
  return names.flatMap((name, place) => {
    if (name.trim() === '') return [];
    const first = seen.get(name.toLowerCase());
    seen.set(name.toLowerCase(), place);
    if (first === undefined) return [];
    const what = `columns ${first + 1} and ${place + 1} are both called ${shownText(name)}`;
    return [unfit({ file, line: 1 }, what, 'rename one of the two')];
  });
}

function unknownColumns({ file, names }: TableOfText, { keys = [], text }: Answers): readonly Problem[] {
  return [...keys, ...text]
    .filter((name) => !names.includes(name))
    .map((name) => unfit({ file }, `has no column ${shownText(name)}`, `it has ${names.map(shownText).join(', ')}`));
}

/** The columns besides the date, those of periods as one. */
function cellsOf({ names, rows }: TableOfText, date: DatePlace): readonly Cells[] {
  const dates = date.kind === 'names' ? date.places : [date.place];
  const others = names.flatMap((name, place) =>
    name.trim() === '' || dates.includes(place) ? [] : [{ name, places: [place] }],
  );
  return date.kind === 'names' && rows.length > 0 ? [...others, { name: 'value', places: date.places }] : others;
}

/** The places of the columns that tell rows of one date apart. */
function keysOf(
  table: TableOfText,
  date: DatePlace,
  { judged, answers }: { readonly judged: readonly Judged[]; readonly answers: Answers },
): readonly number[] {
  const always = date.kind === 'names' ? [] : [date.place];
  const named = answers.keys?.map((name) => table.names.indexOf(name));
  const texts = judged.filter(({ kind }) => kind.kind === 'text').flatMap(({ cells }) => cells.places);
  const keys = named ?? smallestKeys(table.rows, always, texts);
  const identity = identityBy(table.rows, [...always, ...(keys ?? texts)]);
  if (keys !== undefined && identity.kind === 'unique') return keys;
  if (identity.kind === 'unique') throw new Error('a larger set of keys was not tried');
  const { first, second } = identity;
  const what = `has the same ${date.kind === 'names' ? 'keys' : 'date'} as line ${first.line}`;
  const numbers = judged.filter(({ kind }) => kind.kind === 'number' && !isWide(date)).map(({ cells }) => cells.name);
  const told = texts.length === 0 ? '' : ', and no columns of text tell them apart';
  const place = { file: table.file, line: second.line };
  throw new ProblemError([
    numbers.length > 1
      ? question(place, `${what}${told}`, `--keys COLUMN,... with the columns that tell them apart; else remove one`)
      : unfit(place, `${what}${told}`, 'remove one of the two, or add a column that tells them apart'),
  ]);
}

function isWide({ kind }: DatePlace): boolean {
  return kind === 'names';
}

/** Keys that are missing, or would be taken for it. */
function keyFaults({ file, rows, names }: TableOfText, keys: readonly number[], nulls: readonly string[]) {
  return keys.flatMap((place) => {
    const column = present(names[place]);
    const wrong = rows.find(({ cells }) => cells[place] === '' || nulls.includes(present(cells[place])));
    if (wrong === undefined) return [];
    const text = present(wrong.cells[place]);
    const what = text === '' ? 'is empty' : `is ${shownText(text)}, which means missing elsewhere in the file`;
    const hint = 'a key tells whose row it is: fill it, or write what is missing in another way';
    return [unfit({ file, line: wrong.line, column }, `a key ${what}`, hint)];
  });
}

interface Kept {
  readonly column: FoundColumn;
  readonly cells: Cells;
}

/** The columns as they are declared, keys first. */
function columnsOf(judged: readonly Judged[], keys: readonly number[]) {
  const isKey = ({ cells }: Judged): boolean => cells.places.length === 1 && keys.includes(present(cells.places[0]));
  const filled = judged.filter((each) => isKey(each) || each.kind.kind !== 'empty');
  const sorted = [...filled.filter(isKey), ...filled.filter((each) => !isKey(each)).slice(0, MOST_COLUMNS)];
  const names = plainNames(sorted.map(({ cells }) => cells.name));
  let hasEvent = false;
  const kept = sorted.map((each, i): Kept => {
    const { kind, cells } = each;
    const type = typeOf(each, isKey(each));
    const isEvent = !hasEvent && !isKey(each) && kind.kind === 'number' && kind.isFlag;
    hasEvent ||= isEvent;
    const role = isKey(each) ? 'key' : roleOf(kind.kind, isEvent);
    const share = kind.kind === 'number' ? kind.share : 1;
    const header = cells.places.length === 1 ? { header: cells.name } : {};
    return { column: { name: present(names[i]), ...header, type, role, share }, cells };
  });
  return { kept, columns: kept.map(({ column }) => column) };
}

function roleOf(kind: Judged['kind']['kind'], isEvent: boolean): FoundColumn['role'] {
  if (kind !== 'number') return 'other';
  return isEvent ? 'event' : 'value';
}

function typeOf({ kind }: Judged, isKey: boolean): FoundColumn['type'] {
  if (isKey || kind.kind === 'text' || kind.kind === 'empty') return 'VARCHAR';
  if (kind.kind === 'boolean') return 'BOOLEAN';
  if (kind.isFlag) return 'INTEGER';
  return kind.isLong ? 'BIGINT' : 'DOUBLE';
}

/** Every row with its day, its key and its numbers; of columns of periods one for each cell that is filled. */
function rowsOf(
  { rows, names }: TableOfText,
  date: DatePlace,
  {
    keys,
    kept,
    decimal,
  }: { readonly keys: readonly number[]; readonly kept: readonly Kept[]; readonly decimal: Decimal },
): readonly FoundRow[] {
  const numberIn = (text: string): number => Number(decimal === ',' ? text.replace(',', '.') : text);
  return rows.flatMap(({ cells }) => {
    const key = keys.map((place) => present(cells[place])).join(', ');
    const valuesAt = (place?: number): ReadonlyMap<string, number> =>
      new Map(
        kept.flatMap(({ column, cells: of }) => {
          const text = present(cells[of.places.length === 1 ? present(of.places[0]) : present(place)]);
          const value = text === '' ? Number.NaN : numberIn(text);
          return Number.isNaN(value) ? [] : [[column.name, value] as const];
        }),
      );
    if (date.kind === 'column') {
      return [{ day: dayOfCell(present(cells[date.place]), date.style), key, values: valuesAt() }];
    }
    return date.places
      .filter((place) => cells[place] !== '')
      .map((place) => ({ day: dayOfCell(present(names[place]), date.style), key, values: valuesAt(place) }));
  });
}

function dayOfCell(text: string, style: DateStyle): Day {
  return present(dayIn(text, style));
}

function rhythmFrom(
  { file }: TableOfText,
  rows: readonly FoundRow[],
  { date, answers }: { readonly date: DatePlace; readonly answers: Answers },
): Rhythm {
  const series = new Map<string, Day[]>();
  for (const { key, day } of rows) {
    const days = series.get(key);
    if (days === undefined) series.set(key, [day]);
    else days.push(day);
  }
  const found = rhythmOf(series);
  if (answers.frequency !== undefined) {
    return { frequency: answers.frequency, dated: found.kind === 'found' ? found.dated : 'start' };
  }
  if (found.kind === 'found') return { frequency: found.frequency, dated: found.dated };
  if (found.kind === 'two') {
    const what = `most of its rows are ${found.most}, and those of ${shownText(found.key)} are ${found.other}`;
    throw new ProblemError([unfit({ file }, what, 'these are two tables: write two files')]);
  }
  const unit = date.style.form?.unit;
  if (unit !== undefined && unit !== 'day') return { frequency: OF_UNITS[unit], dated: 'start' };
  const what = 'its dates do not tell how long a period is';
  throw new ProblemError([question({ file }, what, '--frequency daily, weekly, monthly, quarterly or annual')]);
}

const OF_UNITS = { month: 'monthly', quarter: 'quarterly', year: 'annual' } as const;

function futureFaults(
  { file }: TableOfText,
  rows: readonly FoundRow[],
  { answers, today }: { readonly answers: Answers; readonly today: Day },
): readonly Problem[] {
  const future = answers.projections ? undefined : rows.find(({ day }) => day > today);
  if (future === undefined) return [];
  const what = `${future.day} has not begun yet`;
  return [question({ file }, what, '--projections, if such rows are forecasts and wanted; else remove them')];
}

interface Findings extends Pick<FoundTable, 'columns' | 'nulls'> {
  readonly judged: readonly Judged[];
  readonly date: DatePlace;
  readonly rhythm: Rhythm;
}

function notesOf(table: TableOfText, { judged, columns, nulls, date, rhythm }: Findings): readonly string[] {
  const empty = judged.filter(({ kind }) => kind.kind === 'empty').map(({ cells }) => shownText(cells.name));
  const declared = judged.length - empty.length;
  const unnamed = table.names.filter(
    (name, place) => name.trim() === '' && table.rows.some(({ cells }) => cells[place] !== ''),
  );
  const isUtf = table.encoding.startsWith('utf');
  const sentences: readonly (readonly [boolean, string])[] = [
    [!isUtf, `it is not UTF-8, and read as ${table.encoding}: look at names with accents`],
    [nulls.length > 0, `taken as missing: ${nulls.map(shownText).join(', ')}`],
    [date.style.isWeak && date.kind === 'column', `taken as the date: whole numbers that look like years or days`],
    [empty.length > 0, `left out, because they are empty: ${empty.join(', ')}`],
    [unnamed.length > 0, `left out: ${unnamed.length} filled columns without a name`],
    [declared > columns.length, `left out: ${declared - columns.length} columns after the first ${MOST_COLUMNS}`],
    [
      (rhythm.frequency === 'weekly' || rhythm.frequency === 'biweekly') && rhythm.dated === 'start',
      'its dates are taken for the first days of their periods; if they are the last ones, write dated: end',
    ],
  ];
  return sentences.filter(([holds]) => holds).map(([, text]) => text);
}
