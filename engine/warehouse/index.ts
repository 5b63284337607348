export {
  type AppendedColumn,
  ENGINE_SESSION,
  ENGINE_SETTINGS,
  openWarehouse,
  type ResultColumn,
  type Row,
  type Scalar,
  type Warehouse,
  type WarehouseOptions,
  withWarehouse,
} from './connection.ts';
export { duckdbFiles } from './duckdb-files.ts';
export { parquetRows, qualifiedNames, quoteName, quoteText } from './identifiers.ts';
export { type Json, markedNumber } from './lossless-json.ts';
export { DUCKDB_PROBE } from './numerics/duckdb-numerics.ts';
export { openRemoteWarehouse } from './remote.ts';
export {
  bindPlan,
  type JsonObject,
  parseSql,
  type SqlOutcome,
  type SqlRefusal,
  unparseSql,
} from './sql-text.ts';
