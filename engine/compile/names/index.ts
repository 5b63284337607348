export { type KnownColumns, UNKNOWN_COLUMNS } from './name-scope.ts';
export { type QueryNames, queryNames, type UnknownName } from './unknown-names.ts';
