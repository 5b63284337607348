import { problem } from '../../diagnostics/index.ts';
import { at } from '../../presence/index.ts';
import { EpisodeBlocks } from '../episode-blocks.ts';
import { episodesOf } from '../episodes.ts';
import { ESTIMATORS, predict } from '../estimators/registry.ts';
import { frameProblems, frameRows, horizonDates, keyAt, keysUntil } from '../frame.ts';
import { frozen } from '../frozen.ts';
import { keptWith, treatedRows } from '../inputs/treated-rows.ts';
import { measuredFigures } from '../measures/measured.ts';
import { auroc, partialAuroc, ranking, rocCurve } from '../measures/roc.ts';
import type { FitSummary } from '../results.ts';
import type { EventMonth, ModelSpec, TrainingFrame } from '../types.ts';

/**
 * One fit on the whole frame, scored on the rows it was fitted to: for reference tables and inspection, not evidence of
 * skill. `y` has one label per row. Intervals need `events`.
 */
export function fitOnce(
  frame: TrainingFrame,
  y: readonly (0 | 1 | null)[],
  spec: ModelSpec,
  events: readonly EventMonth[] = [],
): FitSummary {
  const faults = frameProblems(frame, spec.features);
  const none = { value: null, interval: null };
  const unfitted = { rows: 0, positives: 0, droppedRows: y.length, model: null, auroc: none, pauroc: none };
  if (faults.length > 0) return frozen({ ...unfitted, problems: faults });

  const declared = frameRows(frame, spec.features);
  const estimator = ESTIMATORS[spec.estimator.kind];
  const treated = treatedRows({ ...declared, y }, spec, estimator.reads);
  const { rows, unreadable } = treated;
  if (unreadable !== null) return frozen({ ...unfitted, problems: [problem('EWS5004', unreadable)] });
  const neweyWestLag = horizonDates(frame, spec.window.toMonth);
  const fitted = estimator.fit(
    { ...rows, ...keysUntil(frame, rows.rows) },
    { parameters: spec.estimator, seed: spec.seed, neweyWestLag },
  );
  const problems = [...treated.notes, ...fitted.problems];
  if (fitted.model === null) return frozen({ ...unfitted, problems });

  const model = keptWith(fitted.model, treated);
  const predictions = predict(model, declared);
  const keyed = frame.asOf.map((asOf, i) => ({ asOf, ...keyAt(frame, i) }));
  const numbered = new EpisodeBlocks(episodesOf(events), keyed);
  const scored = keyed.flatMap((date, i) => {
    const [probability, label] = [at(predictions, i), at(y, i)];
    if (probability === null || label === null) return [];
    return [{ probability, label, block: numbered.of(date, spec.window.fromMonth) }];
  });
  const labels = scored.map(({ label }) => label);
  const ranked = ranking(
    scored.map(({ probability }) => probability),
    labels,
  );
  const sampling = { ...spec, blocks: scored.map(({ block }) => block) };
  const areas = measuredFigures(['auroc', 'pauroc'], sampling, (weights) => {
    const curve = rocCurve(ranked, weights);
    return { auroc: curve && auroc(curve), pauroc: curve && partialAuroc(curve) };
  });
  return frozen({
    rows: labels.length,
    positives: labels.filter((label) => label === 1).length,
    droppedRows: y.length - labels.length,
    model,
    ...areas,
    problems,
  });
}
