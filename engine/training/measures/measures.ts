import type { Episode } from '../episodes.ts';
import { predicts } from '../estimators/kinds.ts';
import { falseAlarms } from '../events/episode-table.ts';
import type { AlarmMeasures, Measured, Measures, ProbabilityScores } from '../results.ts';
import type { ModelSpec, PredictionRow } from '../types.ts';
import { measuredFigures } from './measured.ts';
import { brier, brierDecomposition, calibrationCurve, logScore, skill } from './probability-scores.ts';
import { auroc, partialAuroc, precisionRecallArea, type Ranking, ranking, rocCurve } from './roc.ts';
import { type ScoredRows, scoredRows } from './scored.ts';
import { confusion, falseAlarmShare, missedShare, noiseToSignal, usefulness } from './usefulness.ts';

/** The measures that get an interval, in one pass over weighted rows. */
export interface HeadlineMeasures {
  readonly auroc: number | null;
  readonly pauroc: number | null;
  readonly prAuc: number | null;
  readonly brierSkill: number | null;
  readonly relativeUsefulness: number | null;
}

const HEADLINE = ['auroc', 'pauroc', 'prAuc', 'brierSkill', 'relativeUsefulness'] as const;

export function headline(
  rows: ScoredRows,
  { loss, estimator }: ModelSpec,
  ranked: Ranking = ranking(rows.probabilities, rows.labels),
  weights?: ArrayLike<number>,
): HeadlineMeasures {
  const curve = rocCurve(ranked, weights);
  const score = predicts(estimator) === 'probability' ? brier(rows.probabilities, rows.labels, weights) : null;
  return {
    auroc: curve && auroc(curve),
    pauroc: curve && partialAuroc(curve),
    prAuc: curve && precisionRecallArea(curve),
    brierSkill: skill(score, brier(rows.baselines, rows.labels, weights)),
    relativeUsefulness: usefulness(confusion(rows.alarms, rows.labels, weights), loss)?.relative ?? null,
  };
}

/** Every score of a walk-forward's predictions, with intervals by episode. */
export function measure(
  predictions: readonly PredictionRow[],
  episodes: readonly Episode[],
  spec: ModelSpec,
): Measures {
  const rows = scoredRows(predictions, episodes, spec.window);
  const ranked = ranking(rows.probabilities, rows.labels);
  const measured = measuredFigures(HEADLINE, { ...spec, blocks: rows.blocks }, (weights) =>
    headline(rows, spec, ranked, weights),
  );
  const baselineCurve = rocCurve(ranking(rows.baselines, rows.labels));
  const noProbability = predictions.filter(({ probability }) => probability === null).length;
  const noLabel = predictions.filter(({ probability, y }) => probability !== null && y === null).length;
  return {
    scored: rows.labels.length,
    positives: rows.labels.filter((label) => label === 1).length,
    unscored: { noProbability, noLabel, excluded: predictions.length - rows.labels.length - noProbability - noLabel },
    auroc: measured.auroc,
    pauroc: measured.pauroc,
    prAuc: measured.prAuc,
    baselineAuroc: baselineCurve && auroc(baselineCurve),
    probability: predicts(spec.estimator) === 'probability' ? probabilityScores(rows, measured.brierSkill) : null,
    alarms: alarmMeasures(predictions, rows, spec, measured.relativeUsefulness),
  };
}

function probabilityScores(rows: ScoredRows, brierSkill: Measured): ProbabilityScores | null {
  const score = brier(rows.probabilities, rows.labels);
  const baselineBrier = brier(rows.baselines, rows.labels);
  const rawBrier = brier(rows.raw, rows.labels);
  if (score === null || baselineBrier === null || rawBrier === null) return null;
  return {
    brier: score,
    baselineBrier,
    brierSkill,
    decomposition: brierDecomposition(rows.probabilities, rows.labels),
    logScore: logScore(rows.probabilities, rows.labels),
    baselineLogScore: logScore(rows.baselines, rows.labels),
    rawBrier,
    rawLogScore: logScore(rows.raw, rows.labels),
    calibration: calibrationCurve(rows.probabilities, rows.labels),
  };
}

function alarmMeasures(
  predictions: readonly PredictionRow[],
  rows: ScoredRows,
  { loss }: ModelSpec,
  relativeUsefulness: Measured,
): AlarmMeasures {
  const counts = confusion(rows.alarms, rows.labels);
  const wrong = falseAlarms(predictions);
  return {
    ...counts,
    t1: missedShare(counts),
    t2: falseAlarmShare(counts),
    noiseToSignal: noiseToSignal(counts),
    declared: { ...loss },
    alessiDetken: usefulness(counts, { ...loss, kind: 'alessi_detken' }),
    sarlin: usefulness(counts, { ...loss, kind: 'sarlin' }),
    relativeUsefulness,
    falseAlarmMonths: wrong.months,
    falseAlarmSpells: wrong.spells,
  };
}
