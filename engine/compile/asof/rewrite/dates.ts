import { SNAPSHOT_DATES, SNAPSHOT_SCHEMA } from '../../../bitemporal/index.ts';
import type { JsonObject } from '../../../warehouse/index.ts';
import { baseTable, columnRef, selectNode, subqueryRef } from './nodes.ts';
import { DATE } from './scope.ts';

/** The dates under evaluation, as a relation with one column. */
export function everyDate(relation: string, column: string): JsonObject {
  const date = { ...columnRef([DATE]), alias: column };
  return subqueryRef(selectNode([date], baseTable(SNAPSHOT_SCHEMA, SNAPSHOT_DATES, ''), null), relation);
}
