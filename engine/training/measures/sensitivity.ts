import type { Episode } from '../episodes.ts';
import type { Sensitivity } from '../results.ts';
import type { ModelSpec, PredictionRow } from '../types.ts';
import { leaveOuts } from './leave-outs.ts';
import { headline } from './measures.ts';
import { rowsWithout, type ScoredRows, scoredRows } from './scored.ts';

/** Scores without the rows that touch 2020, then without each episode block. */
export function sensitivity(
  predictions: readonly PredictionRow[],
  episodes: readonly Episode[],
  spec: ModelSpec,
): readonly Sensitivity[] {
  const rows = scoredRows(predictions, episodes, spec.window);
  return leaveOuts(rows, episodes, spec.window).map(({ name, leavesOut }) =>
    scores(name, rowsWithout(rows, leavesOut), spec),
  );
}

function scores(name: string, rows: ScoredRows, spec: ModelSpec): Sensitivity {
  const { auroc, brierSkill, relativeUsefulness } = headline(rows, spec);
  return { without: name, scored: rows.labels.length, auroc, brierSkill, relativeUsefulness };
}
