import path from 'node:path';
import { addDays, type Day, startOfMonth } from '../../../engine/calendar/index.ts';
import type { Definitions } from '../../../engine/project/index.ts';
import { IN_PROCESS, quoteText, withWarehouse } from '../../../engine/warehouse/index.ts';
import { REPOSITORY } from '../../integration/product.ts';
import { dayAfter, type FredSeries, fredSeries, LAST_DAY, type VintageRow } from './fred-series.ts';

/** Before it nobody kept vintages: all that was known then is one. */
const FIRST_VINTAGE = '2015-01-15';
/** Days until a value that is revised is. */
const REVISED_AFTER = 30;
/** Months of the bundled values that are told again, as far above where they stood as the last ones are. */
const REPEATED = 48;

/** The units of a series of which the project declares none: whoever reads it compares nothing with them. */
const NO_UNITS = '';

type Declared = Extract<Definitions['sources'][number], { connector: 'fred' }>['series'][number];
type Values = ReadonlyMap<string, number>;

/**
 * The series of the reference project as ALFRED would have them on a day: the bundled values, and from where these end
 * the last four years of them again, so that a day of any year can be tried. A period is published when the project
 * expects it, every third one first with another value. What is known on a day does not depend on the day that is asked
 * for.
 */
export async function continuedSeries({ sources }: Definitions, day: Day): Promise<ReadonlyMap<string, FredSeries>> {
  const bundled = await bundledValues();
  const found = new Map<string, FredSeries>();
  for (const source of sources) {
    if (source.connector !== 'fred') continue;
    for (const series of source.series) {
      const rows = vintagesOf(series, bundled.get(series.seriesId) ?? new Map(), day);
      const frequencyShort = series.frequency === 'quarterly' ? 'Q' : 'M';
      const release = { id: 100 + found.size, name: `Release of ${series.seriesId}`, dates: releaseDays(rows) };
      const { seriesId: id, units = NO_UNITS } = series;
      found.set(id, fredSeries({ id, rows, units, frequencyShort, release }));
    }
  }
  return found;
}

/** series_id -> date -> its last bundled value. */
async function bundledValues(): Promise<ReadonlyMap<string, Values>> {
  return withWarehouse(IN_PROCESS, {}, async (warehouse) => {
    const file = `read_parquet(${quoteText(path.join(REPOSITORY, 'sources/snapshot/fred.parquet'))})`;
    const names = (await warehouse.columns(`SELECT * FROM ${file} LIMIT 0`)).map(({ name }) => name);
    const newest = names.includes('realtime_start') ? 'arg_max(value, realtime_start)' : 'max(value)';
    const rows = await warehouse.rows(
      `SELECT series_id, date::VARCHAR AS date, ${newest} AS value FROM ${file}
       WHERE value IS NOT NULL GROUP BY ALL ORDER BY ALL`,
    );
    const values = new Map<string, Map<string, number>>();
    for (const row of rows) {
      const id = String(row['series_id']);
      const own = values.get(id) ?? new Map<string, number>();
      values.set(id, own.set(String(row['date']), Number(row['value'])));
    }
    return values;
  });
}

function vintagesOf({ frequency, units, publicationLagDays: lag }: Declared, bundled: Values, day: Day): VintageRow[] {
  const step = frequency === 'quarterly' ? 3 : 1;
  const values = new Map(bundled);
  const rows: VintageRow[] = [];
  let date = [...bundled.keys()][0] ?? day;
  for (let at = 0; addDays(startOfMonth(date, step), lag - 1) <= day; at += 1) {
    const value = values.get(date) ?? continued(values, date, units);
    values.set(date, value);
    const published = addDays(startOfMonth(date, step), lag - 1);
    rows.push(...versionsOf({ date, value, published, isRevised: at % 3 === 1 }, day));
    date = startOfMonth(date, step);
  }
  return rows;
}

/** A percentage moves by what it moved by four years ago, anything else in the same proportion. */
function continued(values: Values, date: string, units: string | undefined): number {
  const before = levelOf(values.get(startOfMonth(date, -REPEATED)));
  const [last, then] = [lastBefore(values, date), lastBefore(values, startOfMonth(date, -REPEATED))];
  const value = units === '%' || then <= 0 || last <= 0 ? last + before - then : (last * before) / then;
  return Math.round(value * 1e4) / 1e4;
}

function lastBefore(values: Values, date: string): number {
  return levelOf(values.get(startOfMonth(date, -1)) ?? values.get(startOfMonth(date, -3)));
}

/** Before its first value a series stood at 0. */
function levelOf(known: number | undefined): number {
  return known === undefined ? 0 : known;
}

function versionsOf(
  { date, value, published, isRevised }: { date: string; value: number; published: Day; isRevised: boolean },
  day: Day,
): readonly VintageRow[] {
  if (published <= FIRST_VINTAGE || !isRevised) {
    const realtimeStart = published < FIRST_VINTAGE ? FIRST_VINTAGE : published;
    return [{ date, value, realtimeStart, realtimeEnd: LAST_DAY }];
  }
  const lastDay = addDays(published, REVISED_AFTER);
  const first = { date, value: Math.round(value * 1.001 * 1e4) / 1e4, realtimeStart: published };
  const revised = dayAfter(lastDay);
  if (revised > day) return [{ ...first, realtimeEnd: LAST_DAY }];
  return [
    { ...first, realtimeEnd: lastDay },
    { date, value, realtimeStart: revised, realtimeEnd: LAST_DAY },
  ];
}

function releaseDays(rows: readonly VintageRow[]): readonly Day[] {
  return [...new Set(rows.map(({ realtimeStart }) => realtimeStart))].toSorted();
}
