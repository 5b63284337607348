import type { JsonObject } from '../../../warehouse/index.ts';
import { baseTable, columnRef, selectNode, subqueryRef } from './nodes.ts';
import { DATE, DATES, SNAPSHOTS } from './scope.ts';

/** The dates under evaluation, as a relation with one column. */
export function everyDate(relation: string, column: string): JsonObject {
  const date = { ...columnRef([DATE]), alias: column };
  return subqueryRef(selectNode([date], baseTable(SNAPSHOTS, DATES, ''), null), relation);
}
