import { type JsonObject, parseSql, type Warehouse } from '../../warehouse/index.ts';

/** The AST of a statement that a test is sure of: DuckDB parses it. */
export async function statementOf(warehouse: Warehouse, sql: string): Promise<JsonObject> {
  const parsed = await parseSql(warehouse, sql);
  const statement = parsed.ok ? parsed.value[0] : undefined;
  if (statement === undefined) throw new Error(parsed.ok ? 'no statement' : parsed.refusal.message);
  return statement;
}
