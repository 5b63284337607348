import { AGGREGATES } from './aggregates.ts';
import { EXPRESSIONS } from './expressions.ts';
import { JOINS } from './joins.ts';
import type { LineageCase } from './lineage-case.ts';
import { RELATIONS } from './relations.ts';
import { ROWS } from './rows.ts';
import { SUBQUERIES } from './subqueries.ts';
import { WINDOWS } from './windows.ts';

export const CASES: Readonly<Record<string, readonly LineageCase[]>> = {
  expressions: EXPRESSIONS,
  rows: ROWS,
  aggregates: AGGREGATES,
  windows: WINDOWS,
  joins: JOINS,
  subqueries: SUBQUERIES,
  relations: RELATIONS,
};
