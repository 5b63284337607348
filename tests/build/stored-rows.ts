import type { Manifest } from '../../engine/plan/index.ts';
import { openWarehouse, parquetRows, type Scalar } from '../../engine/warehouse/index.ts';
import { storedFile } from './object-file.ts';
import type { TestProject } from './small-project.ts';

/** How the stored rows of two runs differ, by looking every row up in the other table. */
export interface SlowDifference {
  /** `features.slope.slope` -> how many values of rows of both are not the same. */
  readonly values: Readonly<Record<string, number>>;
  /** Nodes of which one run has rows that the other has not. */
  readonly rows: readonly string[];
}

const TABLES = { feature: 'feature', label: 'label', model: 'prediction' } as const;
/** What tells rows apart, of whatever a table has. */
const IDENTITY = { feature: ['as_of', 'bank'], label: ['date', 'known_from'], model: ['as_of'] } as const;

type Row = Readonly<Record<string, Scalar>>;

/** Compares what two manifests of one lake name, without anything that `ews diff` uses but the reading of parquet. */
export async function slowDifference(project: TestProject, before: Manifest, after: Manifest): Promise<SlowDifference> {
  const values: Record<string, number> = {};
  const rows: string[] = [];
  for (const [id, node] of Object.entries(after.nodes)) {
    const kind = node.kind;
    const other = (before.nodes as Readonly<Record<string, Manifest['nodes'][keyof Manifest['nodes']]>>)[id];
    if (other === undefined || (kind !== 'feature' && kind !== 'label' && kind !== 'model')) continue;
    const file = (of: typeof node) => of.objects.find((object) => object.kind === TABLES[kind]);
    const [old, young] = [await rowsOf(project, file(other)), await rowsOf(project, file(node))];
    const key = (row: Row): string => JSON.stringify(IDENTITY[kind].map((name) => row[name] ?? null));
    const known = new Map(old.map((row) => [key(row), row]));
    const here = new Set(young.map(key));
    if (old.some((row) => !here.has(key(row))) || young.some((row) => !known.has(key(row)))) rows.push(id);
    for (const row of young) {
      const earlier = known.get(key(row));
      for (const [column, value] of Object.entries(row)) {
        if (earlier === undefined || !(column in earlier) || Object.is(earlier[column], value)) continue;
        const name = `${id}.${column}`;
        values[name] = (values[name] ?? NONE) + 1;
      }
    }
  }
  return { values, rows };
}

const NONE = 0;

async function rowsOf(
  { lake }: TestProject,
  object: { readonly kind: string; readonly name: string; readonly fingerprint: string } | undefined,
): Promise<readonly Row[]> {
  if (object === undefined) return [];
  const file = await storedFile(lake, `${object.kind}/${object.name}/${object.fingerprint}/data.parquet`);
  const warehouse = await openWarehouse({});
  try {
    return await warehouse.rows(`SELECT * FROM ${parquetRows(file)}`);
  } finally {
    warehouse.close();
  }
}
