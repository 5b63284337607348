import { parquetRows, quoteName, type Warehouse } from '../../engine/warehouse/index.ts';
import { readStoredFile, type StoredFile, type StoredLake } from './stored-lake.ts';
import { partsOf, type StoredPart } from './stored-parts.ts';

/** A stored part that is not what it was. */
export interface PartChange {
  readonly part: StoredPart;
  readonly file: string;
}

/** Parts of the files of a baseline, read once. */
export type Baseline = ReadonlyMap<string, ReadonlyMap<string, StoredPart>>;

export async function baselineOf(warehouse: Warehouse, lake: StoredLake): Promise<Baseline> {
  const parts = new Map<string, ReadonlyMap<string, StoredPart>>();
  for (const file of comparable(lake)) parts.set(file.key, await partsOf(warehouse, file, lake.stages));
  return parts;
}

/**
 * What differs between a lake and the baseline, which has `before` stored; an object that only one has differs as a
 * whole.
 */
export async function changesIn(
  warehouse: Warehouse,
  { before, baseline, after }: { readonly before: StoredLake; readonly baseline: Baseline; readonly after: StoredLake },
): Promise<readonly PartChange[]> {
  const changes: PartChange[] = [];
  for (const key of new Set([...baseline.keys(), ...comparable(after).map((file) => file.key)])) {
    const [old, file] = [before.files.get(key), after.files.get(key)];
    if (old?.sha256 === file?.sha256) continue;
    const were = baseline.get(key) ?? new Map<string, StoredPart>();
    const are = file === undefined ? new Map<string, StoredPart>() : await partsOf(warehouse, file, before.stages);
    for (const name of new Set([...were.keys(), ...are.keys()])) {
      const part = were.get(name) ?? are.get(name);
      if (part !== undefined && were.get(name)?.digest !== are.get(name)?.digest) changes.push({ part, file: key });
    }
  }
  return changes;
}

/** A probe says nothing of the data. */
function comparable({ files }: StoredLake): readonly StoredFile[] {
  return [...files.values()].filter(({ kind }) => kind !== 'numerics');
}

/** The first row, or figure, in which a changed part differs, in words. */
export async function firstDifferentRow(
  warehouse: Warehouse,
  change: PartChange,
  before: StoredLake,
  after: StoredLake,
): Promise<string> {
  const [old, file] = [before.files.get(change.file), after.files.get(change.file)];
  if (old === undefined || file === undefined) return `only ${old === undefined ? 'now' : 'before'}`;
  if (!file.path.endsWith('.parquet')) {
    const [was, is] = [await readStoredFile(old), await readStoredFile(file)];
    const path = change.part.name.slice(change.part.name.indexOf(': ') + 2).split('.');
    return firstLeaf(path.reduce(inside, was), path.reduce(inside, is), '') ?? 'nothing that is a figure';
  }
  const column = change.part.name.slice(change.part.name.lastIndexOf('.') + 1);
  return firstRow(
    warehouse,
    old,
    file,
    change.part.name.startsWith('frames.') ? frameColumn(change.part.name) : column,
  );
}

/** `labor.sahm_gap` of `frames.x.labor.sahm_gap`. */
function frameColumn(name: string): string {
  return name.split('.').slice(2).join('.');
}

async function firstRow(warehouse: Warehouse, old: StoredFile, file: StoredFile, column: string): Promise<string> {
  const name = quoteName(column);
  const rows = ({ path }: StoredFile): string => parquetRows(path).replace(/\)$/, ', file_row_number = true)');
  const [row] = await warehouse.rows(`
    SELECT file_row_number AS row, was.${name}::VARCHAR AS was, is_.${name}::VARCHAR AS now
    FROM ${rows(old)} AS was FULL JOIN ${rows(file)} AS is_ USING (file_row_number)
    WHERE was.${name} IS DISTINCT FROM is_.${name} ORDER BY 1 LIMIT 1`);
  return row === undefined ? 'the order of rows' : `row ${row['row']}: ${shown(row['was'])} -> ${shown(row['now'])}`;
}

function inside(value: unknown, key: string): unknown {
  return key === 'all' || typeof value !== 'object' || value === null ? value : Reflect.get(value, key);
}

function firstLeaf(was: unknown, is: unknown, path: string): string | undefined {
  if (typeof was !== 'object' || typeof is !== 'object' || was === null || is === null) {
    return was === is ? undefined : `${path}: ${shown(was)} -> ${shown(is)}`;
  }
  for (const key of new Set([...Object.keys(was), ...Object.keys(is)])) {
    const found = firstLeaf(Reflect.get(was, key), Reflect.get(is, key), `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
