export {
  ENGINE_SESSION,
  ENGINE_SETTINGS,
  openWarehouse,
  type ResultColumn,
  type Row,
  type Scalar,
  type Warehouse,
  type WarehouseOptions,
} from './connection.ts';
export { quoteName, quoteText } from './identifiers.ts';
export { type Json, markedNumber } from './lossless-json.ts';
export {
  bindPlan,
  type JsonObject,
  parseSql,
  type SqlFault,
  type SqlOutcome,
  unparseSql,
} from './sql-text.ts';
