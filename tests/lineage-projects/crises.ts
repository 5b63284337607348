import { cpSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { IN_PROCESS, quoteText, withWarehouse } from '../../engine/warehouse/index.ts';

const PROJECT = path.resolve(import.meta.dirname, '../projects/crises');
const COUNTRIES = ['AT', 'BE', 'DE', 'FR', 'IT', 'LV'] as const;
/** Months from one crisis of a country to its next. LV is seen late, and never has one. */
const PERIODS: Readonly<Record<(typeof COUNTRIES)[number], number>> = {
  AT: 52,
  BE: 41,
  DE: 66,
  FR: 48,
  IT: 37,
  LV: 1_000_000,
};
const FIRST = 1993 * 12;
const MONTHS = 204;
const SEEN_LATE = 60;
const OPEN = '9999-12-31';

/** The project of panels, exclusions and vintages, with its data. */
export async function writeCrises(root: string): Promise<void> {
  cpSync(PROJECT, root, { recursive: true });
  const folder = path.join(root, 'sources/data');
  await mkdir(folder, { recursive: true });
  for (const [name, rows] of Object.entries({ credit: creditRows(), states: stateRows(), survey: surveyRows() })) {
    await writeFile(path.join(folder, `${name}.csv`), `${rows.map((row) => row.join(',')).join('\n')}\n`);
  }
  await writeRates(path.join(folder, 'rates.parquet'));
}

type Cell = string | number;

function creditRows(): readonly (readonly Cell[])[] {
  const rows = panel().map(({ country, month, place }) => {
    const ahead = [1, 2, 3, 4, 5, 6].filter((k) => inCrisis(country, month + k)).length;
    return [country, firstDay(month), eighths(ahead / 3 + 1.2 * noise(5 * month * month + 3 * place))];
  });
  return [['country', 'date', 'gap'], ...rows];
}

function stateRows(): readonly (readonly Cell[])[] {
  const rows = panel().map(({ country, month }) => {
    // Nobody noted when the state of some months was told.
    const told = month % 29 === 0 ? '' : dayAfter(month + 3, 0);
    return [country, firstDay(month), inCrisis(country, month) ? 1 : 0, told];
  });
  return [['country', 'date', 'in_crisis', 'told_on'], ...rows];
}

function surveyRows(): readonly (readonly Cell[])[] {
  const rows = months().flatMap((month): readonly (readonly Cell[])[] => {
    const mood = eighths(50 + 7 * Math.sin(month / 9) + 2 * noise(month));
    const first = [firstDay(month), mood, dayAfter(month, 10)];
    // Every third month is revised two months later.
    if (month % 3 !== 0) return [[...first, '']];
    return [
      [...first, dayAfter(month + 2, 9)],
      [firstDay(month), mood + eighths(noise(3 * month)), dayAfter(month + 2, 10), ''],
    ];
  });
  return [['date', 'mood', 'published_on', 'superseded_on'], ...rows];
}

async function writeRates(file: string): Promise<void> {
  const series = { POLICY: (month: number) => 3 + 2 * Math.sin(month / 17), PRICES: (month: number) => 80 + month / 4 };
  const rows = Object.entries(series).flatMap(([id, value], place) =>
    months().flatMap((month) => {
      const first = eighths(value(month) + noise(7 * month + place) / 2);
      const revised = eighths(first + noise(11 * month + place) / 2);
      const [told, again] = [dayAfter(month, 5 + 10 * place), dayAfter(month + 3, 5 + 10 * place)];
      return [
        [id, firstDay(month), first, told, dayAfter(month + 3, 4 + 10 * place)],
        [id, firstDay(month), revised, again, OPEN],
      ];
    }),
  );
  const values = rows.map(
    ([id, date, value, from, to]) => `('${id}', DATE '${date}', ${value}, DATE '${from}', DATE '${to}')`,
  );
  await withWarehouse(IN_PROCESS, {}, async (warehouse) => {
    await warehouse.run(`COPY (
      SELECT * FROM (VALUES ${values.join(', ')}) AS t (series_id, date, value, realtime_start, realtime_end)
      ) TO ${quoteText(file)} (FORMAT parquet)`);
  });
}

function panel() {
  return COUNTRIES.flatMap((country, place) =>
    months()
      .filter((month) => country !== 'LV' || month >= SEEN_LATE)
      .map((month) => ({ country, month, place })),
  );
}

function inCrisis(country: (typeof COUNTRIES)[number], month: number): boolean {
  const period = PERIODS[country];
  return (month + 9 * COUNTRIES.indexOf(country)) % period >= period - 5;
}

function months(): readonly number[] {
  return Array.from({ length: MONTHS }, (_, month) => month);
}

function noise(at: number): number {
  return Math.sin(12.9898 * at) * Math.cos(4.1414 * at);
}

/** Sums of eighths are exact in every order. */
function eighths(value: number): number {
  return Math.round(8 * value) / 8 + 0;
}

function firstDay(month: number): string {
  const index = FIRST + month;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}-01`;
}

/** So many days after the last day of a month. */
function dayAfter(month: number, days: number): string {
  const next = Date.parse(`${firstDay(month + 1)}T00:00:00Z`);
  return new Date(next + (days - 1) * 86_400_000).toISOString().slice(0, 10);
}
