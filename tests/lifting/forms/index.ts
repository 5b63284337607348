import { AGGREGATES } from './aggregates.ts';
import { DATED } from './dated.ts';
import type { Form } from './form.ts';
import { JOINS } from './joins.ts';
import { LEAVES } from './leaves.ts';
import { NAMES } from './names.ts';
import { RARE } from './rare.ts';
import { ROWS } from './rows.ts';
import { CTES, SETS } from './sets.ts';
import { SUBQUERIES } from './subqueries.ts';
import { TOPS } from './tops.ts';
import { WINDOWS } from './windows.ts';

export { AGGREGATE_CALLS } from './aggregate-calls.ts';
export { type Form, type Hand, noisy } from './form.ts';
export { LEAVES } from './leaves.ts';
export { WINDOWS } from './windows.ts';

/** Forms that are made from others, by kind: each kind is as likely as any other. */
export const KINDS: readonly (readonly Form[])[] = [
  ROWS,
  TOPS,
  WINDOWS,
  AGGREGATES,
  JOINS,
  SUBQUERIES,
  SETS,
  CTES,
  DATED,
  NAMES,
  RARE,
];

export const FORMS: readonly Form[] = [...LEAVES, ...KINDS.flat()];
