import { AGGREGATES } from './aggregates.ts';
import { CHOICES } from './choices.ts';
import { COMPOSED } from './composed.ts';
import { CORRELATED_GROUPS } from './correlated-groups.ts';
import { EXPRESSIONS } from './expressions.ts';
import { FRAMES } from './frames.ts';
import { JOIN_KINDS } from './join-kinds.ts';
import { JOINS } from './joins.ts';
import type { LineageCase } from './lineage-case.ts';
import { NESTED } from './nested.ts';
import { PIVOTS } from './pivots.ts';
import { RELATIONS } from './relations.ts';
import { ROWS } from './rows.ts';
import { SUBQUERIES } from './subqueries.ts';
import { WINDOWS } from './windows.ts';

export const CASES: Readonly<Record<string, readonly LineageCase[]>> = {
  expressions: EXPRESSIONS,
  choices: CHOICES,
  nested: NESTED,
  rows: ROWS,
  aggregates: AGGREGATES,
  pivots: PIVOTS,
  windows: WINDOWS,
  frames: FRAMES,
  joins: JOINS,
  'kinds of joins': JOIN_KINDS,
  subqueries: SUBQUERIES,
  'groups in correlated subqueries': CORRELATED_GROUPS,
  relations: RELATIONS,
  composed: COMPOSED,
};
