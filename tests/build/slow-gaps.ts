import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Gap, SomeKeys } from '../../engine/cards/index.ts';
import { present } from '../../engine/presence/index.ts';
import { IN_PROCESS, quoteText, type Row, withWarehouse } from '../../engine/warehouse/index.ts';
import type { Damage } from './damaged-panel.ts';
import { objectFile } from './object-file.ts';
import { COUNTRIES, LAG_DAYS } from './panel-project.ts';
import type { TestProject } from './small-project.ts';

const LAST = '2009-12-31';
const DAY_MS = 86_400_000;

/**
 * The gaps of a damaged panel, counted again: from the lines of its files and the rows of what is stored, by nothing
 * that the engine counts with.
 */
export async function slowGaps({ root, lake }: TestProject, damage: Damage): Promise<readonly Gap[]> {
  const stored = async (kind: string, name: string): Promise<readonly Row[]> => {
    const folder = path.join(lake, 'objects', kind, name);
    const file = await objectFile(path.join(folder, present(readdirSync(folder)[0])));
    const sql = `SELECT * FROM read_parquet(${quoteText(file)})`;
    return withWarehouse(IN_PROCESS, { tempDirectory: root }, (warehouse) => warehouse.rows(sql));
  };
  const frame = await stored('frame', 'crisis_logit');
  const label = await stored('label', 'crisis_6m');
  const countries = (rows: readonly Row[]): ReadonlySet<string> => new Set(rows.map(({ country }) => String(country)));
  const world = countries(await stored('feature', 'world'));
  const has = [
    ['features.credit', countries(await stored('feature', 'credit'))],
    ['features.world', world],
    ['labels.crisis_6m', countries(label)],
    ['features.crisis', countries(await stored('feature', 'crisis'))],
  ] as const;
  const all = [...new Set([...countries(label), ...countries(frame)])].toSorted();
  const lines = readFileSync(path.join(root, 'sources/data/credit.csv'), 'utf8').trimEnd().split('\n').slice(1);
  const gaps: readonly (Gap | null)[] = [
    unpredicted(frame, await stored('prediction', 'crisis_logit'), damage.firstCutoff),
    ...has.map(([relation, those]): Gap | null => {
      const keys = all.filter((country) => !those.has(country));
      return keys.length === 0 ? null : { kind: 'keys_without_rows', relation, keys: some(keys, all.length) };
    }),
    late(lines),
    damage.chosen ? null : unjoined(lines, world),
    unlearnt(frame, label),
  ];
  return gaps.filter((gap) => gap !== null);
}

const isWhole = (row: Row): boolean => row['credit.gap'] !== null && row['world.mean_gap'] !== null;

function unpredicted(frame: readonly Row[], predictions: readonly Row[], from: string): Gap | null {
  const dates = monthEnds().filter((date) => date >= from);
  const later = frame.filter((row) => String(row['as_of']) >= from);
  const firstPrediction = predictions.map((row) => String(row['as_of'])).toSorted()[0] ?? '9';
  const none: { date: string; why: string; missing: readonly string[] }[] = dates
    .filter((date) => !later.some((row) => row['as_of'] === date))
    .map((date) => ({ date, why: 'no_row', missing: [] }));
  for (const row of later) {
    const date = String(row['as_of']);
    const said = predictions.find((each) => each['as_of'] === date && each['country'] === row['country']);
    if (said === undefined || said['probability'] === null) {
      const missing = ['credit.gap', 'world.mean_gap'].filter((name) => row[name] === null);
      none.push({ date, why: date < firstPrediction ? 'not_trained' : 'missing', missing });
    }
  }
  if (none.length === 0) return null;
  const days = none.map(({ date }) => date).toSorted();
  const reasons = ['no_row', 'not_trained', 'missing'].flatMap((why) => {
    const those = none.filter((each) => each.why === why);
    const found = those.map(({ date }) => date).toSorted();
    if (those.length === 0) return [];
    const names = ['credit.gap', 'world.mean_gap'].filter((name) =>
      those.some(({ missing }) => missing.includes(name)),
    );
    return [
      {
        why,
        rows: those.length,
        from: String(found[0]),
        through: String(found.at(-1)),
        ...(why === 'missing' ? { features: names } : {}),
      },
    ];
  });
  return {
    kind: 'not_predicted',
    dates: new Set(days).size,
    ofDates: dates.length,
    rows: none.length,
    ofRows: later.length + none.filter(({ why }) => why === 'no_row').length,
    from: String(days[0]),
    through: String(days.at(-1)),
    reasons: reasons as Extract<Gap, { kind: 'not_predicted' }>['reasons'],
  };
}

function late(lines: readonly string[]): Gap | null {
  const newest = COUNTRIES.flatMap((country) => {
    const told = lines.map((line) => line.split(',')).filter(([code, , gap]) => code === country && gap !== '');
    const known = told.map(([, date]) => String(date)).filter((date) => plus(endAfter(date, 0), LAG_DAYS) <= LAST);
    const date = known.toSorted().at(-1);
    return date === undefined ? [] : [{ country, date, due: plus(endAfter(date, 1), LAG_DAYS) }];
  });
  const ended = newest.filter(({ due }) => LAST > plus(due, 15));
  const [first] = ended.toSorted((a, b) => (a.date + a.country < b.date + b.country ? -1 : 1));
  if (first === undefined) return null;
  return {
    kind: 'late_input',
    relation: 'macro.credit',
    column: 'gap',
    usedFor: 'features',
    frequency: 'monthly',
    on: LAST,
    newest: first.date,
    due: first.due,
    lateDays: (Date.parse(LAST) - Date.parse(first.due)) / DAY_MS,
    dates: monthEnds().filter((date) => date > plus(first.due, 15)).length,
    keys: some(
      ended.toSorted((a, b) => (a.date + a.country < b.date + b.country ? -1 : 1)).map(({ country }) => country),
      newest.length,
    ),
  };
}

function unjoined(lines: readonly string[], world: ReadonlySet<string>): Gap | null {
  const known = lines
    .map((line) => line.split(','))
    .filter(([, date]) => plus(endAfter(String(date), 0), LAG_DAYS) <= LAST)
    .map(([country]) => String(country));
  const lost = known.filter((country) => !world.has(country));
  if (lost.length === 0) return null;
  return {
    kind: 'lost_rows',
    relation: 'macro.credit',
    into: 'features.world',
    rows: lost.length,
    of: known.length,
    withoutKey: 0,
    keys: some([...new Set(lost)].toSorted(), new Set(known).size),
  };
}

function unlearnt(frame: readonly Row[], label: readonly Row[]): Gap | null {
  const known = label.filter(
    ({ y, known_from, known_to }) => y !== null && String(known_from) <= LAST && LAST < String(known_to),
  );
  const rows = known.map(({ date, country }) =>
    frame.find((row) => row['as_of'] === date && row['country'] === country),
  );
  const without = rows.filter((row) => row === undefined).length;
  const holed = rows.filter((row) => row !== undefined && !isWhole(row));
  if (without + holed.length === 0) return null;
  const features = ['credit.gap', 'world.mean_gap'].filter((name) => holed.some((row) => row?.[name] === null));
  return {
    kind: 'lost_outcomes',
    relation: 'labels.crisis_6m',
    rows: without + holed.length,
    of: known.length,
    reasons: [
      ...(without === 0 ? [] : [{ why: 'no_row', rows: without } as const]),
      ...(holed.length === 0 ? [] : [{ why: 'missing', rows: holed.length, features } as const]),
    ],
  };
}

function some(keys: readonly string[], of: number): SomeKeys {
  return { shown: keys.slice(0, 5), count: keys.length, of };
}

/** The decision dates: ends of months from February 1990 on. */
function monthEnds(): readonly string[] {
  return Array.from({ length: 239 }, (_, i) => endAfter('1990-02-01', i));
}

/** The last day of the month so many months after that of a day. */
function endAfter(day: string, months: number): string {
  const month = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) + months;
  const next = `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`;
  return plus(next, -1);
}

function plus(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}
