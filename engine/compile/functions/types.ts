import { parseSql } from '../../warehouse/index.ts';
import { objectAt, objectsAt } from '../ast.ts';
import type { ShadowCatalogue } from '../shadow-catalogue.ts';

/** DuckDB's own name of a type as somebody wrote it; undefined where it is none. Nothing but a type is let through. */
export async function typeNamed({ warehouse }: ShadowCatalogue, written: string): Promise<string | undefined> {
  const text = `SELECT CAST(NULL AS ${written}) AS given`;
  const answer = await parseSql(warehouse, text);
  if (!answer.ok || answer.value.length !== 1) return undefined;
  const node = objectAt(answer.value[0] ?? {}, 'node') ?? {};
  const [item, second] = objectsAt(node, 'select_list');
  const isCast = item?.['class'] === 'CAST' && objectAt(item, 'child')?.['class'] === 'CONSTANT';
  const isAlone =
    second === undefined && objectAt(node, 'from_table')?.['type'] === 'EMPTY' && item?.['alias'] === 'given';
  if (!isCast || !isAlone) return undefined;
  try {
    const [column] = await warehouse.rows(`DESCRIBE ${text}`);
    return String(column?.['column_type']);
  } catch {
    return undefined;
  }
}
