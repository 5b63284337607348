import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  diskFiles,
  type FileTable,
  type FredSource,
  readProject,
  type SeriesDefinition,
} from '../../engine/project/index.ts';
import { IN_PROCESS, quoteName, quoteText, withWarehouse } from '../../engine/warehouse/index.ts';
import { type Roll, rollOf } from '../lifting/roll.ts';
import type { Perturbation, RawChange, SettingChange } from './perturbation.ts';

/** Perturbations of a project that nobody chose. Not every one builds: data may be refused, and a test may fail. */
export async function randomPerturbations(root: string, seed: number, count: number): Promise<readonly Perturbation[]> {
  const { definitions } = await readProject(root, diskFiles(root));
  if (definitions === undefined) throw new Error(`${root} does not read`);
  const raw: Draw[] = [];
  for (const source of definitions.sources) {
    if (source.connector === 'fred') raw.push(...(await ofSource(root, source)));
    else raw.push(...source.tables.flatMap((table) => ofTable(source.name, table)));
  }
  const numbers = await numbersIn(root);
  const roll = rollOf(seed);
  return Array.from({ length: count }, () =>
    roll.chance(0.7) ? roll.pick(raw)(roll) : changedNumber(roll, roll.pick(numbers)),
  );
}

type Draw = (roll: Roll) => RawChange;

/** Changes of every series of a source: each is read from the one of vintages and snapshot that holds it. */
async function ofSource(root: string, { name, data, series }: FredSource): Promise<readonly Draw[]> {
  if (data.kind === 'live') return [];
  const { kind, file } = data;
  if (data.kind === 'snapshot' || data.snapshot === undefined) {
    return series.flatMap((each) => ofSeries(name, each, { raw: `raw.${name}`, kind, file }));
  }
  const vintages = { raw: `raw.${name}.vintages`, kind, file };
  const snapshot = { raw: `raw.${name}.snapshot`, kind: 'snapshot', file: data.snapshot.file } as const;
  const held = await withWarehouse(IN_PROCESS, {}, (warehouse) =>
    warehouse.rows(`SELECT DISTINCT series_id FROM read_parquet(${quoteText(path.join(root, file))})`),
  );
  const ids = new Set(held.map((row) => String(row['series_id'])));
  return series.flatMap((each) => ofSeries(name, each, ids.has(each.seriesId) ? vintages : snapshot));
}

interface ReadFrom extends Pick<RawChange, 'raw' | 'file'> {
  readonly kind: 'snapshot' | 'vintages';
}

function ofSeries(name: string, { name: own, seriesId }: SeriesDefinition, from: ReadFrom): readonly Draw[] {
  const { kind, raw, file } = from;
  const relation = `${name}.${own}`;
  const rows = `series_id = ${quoteText(seriesId)}`;
  const draw = (column: string, to: (roll: Roll) => string, all = false): Draw => {
    const change = { kind: 'raw', raw, relation, file, column } as const;
    return (roll) => named({ ...change, to: to(roll), where: all ? rows : `${rows} AND ${some(roll)}` });
  };
  const dates = ['realtime_start', 'realtime_end'].map((column) => draw(column, (roll) => `${column} + ${days(roll)}`));
  return [
    draw('value', (roll) => roll.pick(['value * 1.07', 'value + 0.5', 'NULL', 'lag(value) OVER (ORDER BY __row)'])),
    draw('date', () => '(date - INTERVAL 3 MONTHS)::DATE', true),
    ...(kind === 'vintages' ? dates : []),
  ];
}

function ofTable(source: string, { name, file, columns, dateColumn }: FileTable): readonly Draw[] {
  const relation = `${source}.${name}`;
  return columns.map(({ name: column, type }): Draw => {
    const own = quoteName(column);
    const text = (sql: string): string => (file.endsWith('.csv') ? `(${sql})::VARCHAR` : sql);
    const end = (by: 'min' | 'max'): string => `(SELECT ${by}(${own}) FROM old)`;
    const to = (roll: Roll): string => {
      if (column === dateColumn) return text(`(${own}::DATE - INTERVAL 3 MONTHS)::DATE`);
      if (type === 'DATE') return text(`${own}::DATE + ${days(roll)}`);
      if (type === 'DOUBLE') return text(roll.pick([`${own}::DOUBLE * 1.07`, `${own}::DOUBLE + 0.5`, 'NULL']));
      return `CASE ${own} WHEN ${end('min')} THEN ${end('max')} WHEN ${end('max')} THEN ${end('min')} ELSE ${own} END`;
    };
    const change = { kind: 'raw', raw: `raw.${relation}`, relation, file, column } as const;
    const all = column === dateColumn || type === 'VARCHAR';
    return (roll) => named({ ...change, to: to(roll), where: all ? 'true' : some(roll) });
  });
}

function named(change: Omit<RawChange, 'name'>): RawChange {
  return { ...change, name: `${change.relation} ${change.column} = ${change.to} WHERE ${change.where}` };
}

const days = (roll: Roll): number => roll.pick([-40, -9, 11, 33, 70]);
const some = (roll: Roll): string => `hash(__row + ${roll.below(1000)}) % ${roll.pick([1, 2, 7, 40])} = 0`;

/** A number in a definition, with so much before it that it is there once. */
interface NumberPlace {
  readonly file: string;
  readonly before: string;
  readonly number: string;
}

async function numbersIn(root: string): Promise<readonly NumberPlace[]> {
  const files = await readdir(root, { recursive: true });
  const found: NumberPlace[] = [];
  for (const file of files.filter((name) => name.endsWith('.yaml') && !name.startsWith('targets')).toSorted()) {
    const text = await readFile(path.join(root, file), 'utf8');
    for (const { index, 0: match, 1: number = '' } of text.matchAll(/[a-z_]+: (\d+)(?=[\s,}])/g)) {
      const at = index + match.length - number.length;
      let from = index;
      while (from > 0 && text.split(text.slice(from, at + number.length)).length > 2) from -= 1;
      found.push({ file, before: text.slice(from, at), number });
    }
  }
  return found;
}

function changedNumber(roll: Roll, { file, before, number }: NumberPlace): SettingChange {
  const to = String(Math.max(0, Number(number) + roll.pick([-1, 1, 2, 7])));
  const name = `${file}: ${before.slice(before.lastIndexOf('\n') + 1).trim()} ${number} -> ${to}`;
  return { kind: 'setting', name, file, from: before + number, to: before + to };
}
