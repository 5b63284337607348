import type { ColumnEdge } from '../../../lineage/index.ts';

/**
 * The rules by which stages get edges that no query of the project tells: the steps of the engine decide by these
 * columns too. What each is for stands in docs/decisions/0022-edges-of-steps-written-by-hand.md.
 */
export const STAGE_RULES = [
  'later_ingest',
  'knowledge',
  'prehistory',
  'decision_dates',
  'last_row',
  'label_versions',
  'frame_join',
  'training',
  'exclusion',
  'baselines',
  'episodes',
  'walk_forward',
  'explanation',
  'test_scope',
] as const;

export type StageRule = (typeof STAGE_RULES)[number];

/** The edges that a rule gives. */
export type Ruled = (rule: StageRule, ...edges: readonly ColumnEdge[]) => readonly ColumnEdge[];

/** All rules but some: lineage that an oracle has to find wanting. */
export function rulesWithout(missing: readonly StageRule[]): Ruled {
  return (rule, ...edges) => (missing.includes(rule) ? [] : edges);
}
