import { readFile } from 'node:fs/promises';
import type { Store } from '../../engine/lake/index.ts';
import { IN_PROCESS, quoteText, withWarehouse } from '../../engine/warehouse/index.ts';
import { ownName } from './object-file.ts';

/** What the numbers of a stored file come to, in the order in which they stand there. */
export interface StoredNumbers {
  readonly count: number;
  /** Sum of sizes, without signs. */
  readonly size: number;
  readonly sum: number;
  /** Sum of each number by where it stands, so that two that changed places are found. */
  readonly placed: number;
}

/** `<kind>/<name>/<file>` -> its numbers, of every object in a lake. */
export async function storedNumbers(store: Store): Promise<Readonly<Record<string, StoredNumbers>>> {
  const found: Record<string, StoredNumbers> = {};
  for (const key of await store.list('objects')) {
    const [, kind, name, , file] = key.split('/');
    if (file === 'meta.json' || kind === 'numerics') continue;
    found[`${kind}/${name}/${ownName(String(file))}`] = numbersIn(await textOf(await store.localPath(key)));
  }
  return found;
}

/** Files whose numbers are not the same within `tolerance` of the file's sum of sizes, or that only one side has. */
export function differingFiles(
  one: Readonly<Record<string, StoredNumbers>>,
  other: Readonly<Record<string, StoredNumbers>>,
  tolerance: number,
): readonly string[] {
  const names = Object.keys({ ...one, ...other });
  return names.filter((name) => !isNear(one[name], other[name], tolerance));
}

function isNear(one: StoredNumbers | undefined, other: StoredNumbers | undefined, tolerance: number): boolean {
  if (one === undefined || other === undefined || one.count !== other.count) return false;
  const most = tolerance * Math.max(one.size, other.size);
  return (['size', 'sum', 'placed'] as const).every((of) => Math.abs(one[of] - other[of]) <= most);
}

async function textOf(file: string): Promise<string> {
  if (!file.endsWith('.parquet')) return readFile(file, 'utf8');
  return withWarehouse(IN_PROCESS, {}, async (warehouse) => {
    const rows = await warehouse.rows(
      `SELECT to_json(stored)::VARCHAR AS text FROM read_parquet(${quoteText(file)}) AS stored`,
    );
    return rows.map(({ text }) => String(text)).join('\n');
  });
}

/** Digests are no numbers: they change wherever a last digit does. */
function numbersIn(text: string): StoredNumbers {
  const numbers = text.replaceAll(/[0-9a-f]{64}/g, '').match(/-?\d+(\.\d+)?(e[-+]?\d+)?/gi) ?? [];
  const values = numbers.map(Number);
  const total = (of: (value: number, place: number) => number): number =>
    values.reduce((sum, value, place) => sum + of(value, place), 0);
  return {
    count: values.length,
    size: total(Math.abs),
    sum: total((value) => value),
    placed: total((value, place) => (value * ((place % 97) + 1)) / 97),
  };
}
