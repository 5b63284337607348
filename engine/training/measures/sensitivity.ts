import type { Episode } from '../episodes.ts';
import { monthIndex, monthStart } from '../months.ts';
import type { Sensitivity } from '../results.ts';
import type { ModelSpec, PredictionRow } from '../types.ts';
import { headline } from './measures.ts';
import { type ScoredRows, scoredRows, without } from './scored.ts';

/** Scores without the rows that touch 2020, then without each episode block. */
export function sensitivity(
  predictions: readonly PredictionRow[],
  episodes: readonly Episode[],
  spec: ModelSpec,
): readonly Sensitivity[] {
  const rows = scoredRows(predictions, episodes, spec.window);
  const january = monthIndex('2020-01-01');
  const touches2020 = (i: number): boolean => {
    const month = monthIndex(rows.asOf[i] ?? '');
    return month <= january + 11 && month + spec.window.toMonth >= january;
  };
  const found: Sensitivity[] = [];
  if (rows.asOf.some((_, i) => touches2020(i))) found.push(scores('2020', without(rows, touches2020), spec));
  const blocks = [...new Set(rows.blocks)];
  if (blocks.length < 2) return found;
  const troughs = episodes.flatMap(({ trough }) => (trough === null ? [] : [trough]));
  for (const block of blocks) {
    const left = without(rows, (i) => rows.blocks[i] === block);
    found.push(scores(blockName(block, troughs), left, spec));
  }
  return found;
}

function scores(name: string, rows: ScoredRows, spec: ModelSpec): Sensitivity {
  const { auroc, brierSkill, relativeUsefulness } = headline(rows, spec);
  return { without: name, scored: rows.labels.length, auroc, brierSkill, relativeUsefulness };
}

/** Such as '2001-12..2009-06': from the month after one trough through the next. */
function blockName(block: number, troughs: readonly number[]): string {
  const before = troughs[block - 1];
  const end = troughs[block];
  const month = (index: number): string => monthStart(index).slice(0, 7);
  return `${before === undefined ? '' : month(before + 1)}..${end === undefined ? '' : month(end)}`;
}
