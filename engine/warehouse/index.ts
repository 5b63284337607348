export { duckdbFiles } from './duckdb-files.ts';
export { parquetRows, qualifiedNames, quoteName, quoteText } from './identifiers.ts';
export { IN_PROCESS, openWarehouse } from './in-process.ts';
export { type Json, markedNumber } from './lossless-json.ts';
export { DUCKDB_PROBE } from './numerics/duckdb-numerics.ts';
export { type OverLimit, overLimit } from './over-limit.ts';
export { type WarehouseLimits, workerWarehouses } from './remote.ts';
export { ENGINE_SESSION, ENGINE_SETTINGS } from './settings.ts';
export { readCount, readText } from './single-row.ts';
export {
  bindPlan,
  type JsonObject,
  parseSql,
  type SqlOutcome,
  type SqlRefusal,
  TOO_LARGE,
  unparseSql,
  unparseSqls,
} from './sql-text.ts';
export {
  type AppendedColumn,
  type Procedure,
  type Procedures,
  type ResultColumn,
  type Row,
  type Scalar,
  type Warehouse,
  type WarehouseOptions,
  type Warehouses,
  withWarehouse,
} from './warehouse.ts';
