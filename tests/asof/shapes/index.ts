import type { QueryUnderTest } from '../../../engine/feature-store/definition.fixture.ts';
import { CTES } from './ctes.ts';
import { JOINS } from './joins.ts';
import { SETS } from './sets.ts';
import { SUBQUERIES } from './subqueries.ts';
import { TIME } from './time.ts';
import { WINDOWS } from './windows.ts';

/** Hand-written queries, the ways in which people compute features and labels. */
export const SHAPES: readonly QueryUnderTest[] = [...WINDOWS, ...CTES, ...JOINS, ...SUBQUERIES, ...SETS, ...TIME];
