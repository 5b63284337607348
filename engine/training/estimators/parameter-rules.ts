import { grouped, LIMITS } from '../../limits/index.ts';

/** Rules of parameters that several estimators take. */
const AT_LEAST_0 = 'a number, at least 0';
const DEPTH = `a whole number from 1 to ${LIMITS.treeDepth.most}, or none`;
const OF_FEATURES = 'sqrt, all, or a number of features';
const TAIL = 'a share from 0 up to, but not including, 0.5';

/** The weight of a penalty. */
export const WEIGHT = { takes: 'number', words: AT_LEAST_0, from: 0 } as const;

export const CLASS_WEIGHT = { takes: 'one_of', values: ['balanced', 'none'], default: 'none' } as const;

/** Share of each tail that is clipped. */
export const SHARE_OF_TAIL = { takes: 'number', words: TAIL, from: 0, below: 0.5, default: 0 } as const;

export const TREES = {
  takes: 'whole_number',
  words: `a whole number of trees from 1 to ${grouped(LIMITS.trees.most)}`,
  from: 1,
  to: LIMITS.trees.most,
} as const;

export const TREE_DEPTH = {
  takes: 'whole_number',
  words: DEPTH,
  from: 1,
  to: LIMITS.treeDepth.most,
  or: ['none'],
} as const;

export const ROWS = {
  takes: 'whole_number',
  words: 'a whole number of rows, at least 1',
  from: 1,
  to: LIMITS.rows.most,
} as const;

/** How many features are tried. */
export const FEATURES_TRIED = { takes: 'whole_number', words: OF_FEATURES, from: 1, or: ['sqrt', 'all'] } as const;

/** null: as deep as the rows allow. */
export function depthOf(written: 'none' | number): number | null {
  return written === 'none' ? null : written;
}
