import { monthIndex } from '../../calendar/index.ts';
import { at } from '../../presence/index.ts';
import { ESTIMATORS, predict } from '../estimators/registry.ts';
import { frameRows, keyAt } from '../frame.ts';
import { frozen } from '../frozen.ts';
import { keptWith, treatedRows } from '../inputs/treated-rows.ts';
import { mean } from '../mean.ts';
import { measuredFigures } from '../measures/measured.ts';
import { auroc, ranking, rocCurve } from '../measures/roc.ts';
import { pickedRows } from '../picked-rows.ts';
import { readsRow } from '../reads-row.ts';
import type { BacktestResult } from '../results.ts';
import type { BacktestInput, EstimatorParameters } from '../types.ts';
import { type DealtGroups, type DealtRow, dealtGroups } from './dealt-groups.ts';
import type { Validation, ValidationFold } from './types.ts';

/**
 * Fits a model once for each fold, on the rows of all others, and ranks what it says of the rows held out. Features are
 * as they were known on their date, labels as they are known today, parameters those of the newest refit. Beside the
 * fold itself, training leaves out rows whose outcome window overlaps one that is held out, unless whole keys are.
 * Undefined where nothing is declared, or no refit says with which parameters.
 */
export function validate(input: BacktestInput, { refits }: Pick<BacktestResult, 'refits'>): Validation | undefined {
  const { frame, spec } = input;
  const newest = refits.at(-1);
  if (spec.validate === undefined || newest === undefined) return undefined;
  const dealt = dealtGroups(input, spec.validate);
  const folds = dealt.folds.map((_, fold) => heldOut(input, dealt, { fold, parameters: newest.parameters }));
  const scored = folds.flatMap((fold) => fold.scored);
  const ranked = ranking(
    scored.map(({ probability }) => probability),
    scored.map(({ y }) => y),
  );
  const sampling = { bootstrap: spec.bootstrap, seed: spec.seed, blocks: scored.map(({ group }) => group) };
  const measured = measuredFigures(['auroc'], sampling, (weights) => ({ auroc: areaOf(ranked, weights) }));
  const own = folds.flatMap(({ part }) => (part.auroc === null ? [] : [part.auroc]));
  const probabilities = new Map(scored.map(({ row, probability }) => [row, probability]));
  return frozen({
    ...spec.validate,
    groups: dealt.folds.flat().length,
    rows: dealt.rows.length,
    positives: positivesOf(dealt.rows),
    scored: scored.length,
    labelsThrough: dealt.labelsThrough,
    parameters: newest.parameters,
    cutoff: newest.cutoff,
    auroc: measured.auroc,
    meanAuroc: own.length === 0 ? null : mean(own),
    parts: folds.map(({ part }) => part),
    predictions: dealt.rows.map(({ row, fold, y }) => ({
      asOf: at(frame.asOf, row),
      ...keyAt(frame, row),
      fold: fold + 1,
      probability: probabilities.get(row) ?? null,
      y,
    })),
  });
}

interface HeldOut {
  readonly part: ValidationFold;
  /** Rows that were predicted. */
  readonly scored: readonly (DealtRow & { readonly probability: number })[];
}

function heldOut(
  input: BacktestInput,
  dealt: DealtGroups,
  { fold, parameters }: { readonly fold: number; readonly parameters: EstimatorParameters },
): HeldOut {
  const held = dealt.rows.filter((row) => row.fold === fold);
  const others = dealt.rows.filter((row) => row.fold !== fold);
  const overlaps = overlapping(input, held);
  const rest = others.filter(({ row }) => !overlaps(row));
  const learnt = trainedOn(input, rest, parameters);
  const said = learnt.predict(held);
  const scored = held.flatMap((row, i) => {
    const probability = at(said, i);
    return probability === null ? [] : [{ ...row, probability }];
  });
  const area = areaOf(
    ranking(
      scored.map(({ probability }) => probability),
      scored.map(({ y }) => y),
    ),
  );
  const part: ValidationFold = {
    number: fold + 1,
    groups: at(dealt.folds, fold),
    rows: held.length,
    positives: positivesOf(held),
    trained: learnt.rows.length,
    trainedPositives: positivesOf(learnt.rows),
    overlapping: others.length - rest.length,
    scored: scored.length,
    auroc: area,
    without: area === null ? whyNot(learnt, scored) : null,
  };
  return { part, scored };
}

function whyNot(learnt: Learnt, scored: HeldOut['scored']): ValidationFold['without'] {
  if (learnt.oneClass) return 'one_class_trained_on';
  return scored.length === 0 ? 'nothing_predicted' : 'one_class_held_out';
}

/** Whether a row's outcome window has a month in common with that of a held-out row, of whatever key. */
function overlapping({ frame, spec }: BacktestInput, held: readonly DealtRow[]): (row: number) => boolean {
  if (spec.validate?.by === 'key') return () => false;
  const months = new Set(held.map(({ row }) => monthIndex(at(frame.asOf, row))));
  const reach = spec.window.toMonth - spec.window.fromMonth;
  const shifts = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach);
  return (row) => shifts.some((shift) => months.has(monthIndex(at(frame.asOf, row)) + shift));
}

/** A model fitted to the rows that are left. */
interface Learnt {
  /** Those that it was trained on. */
  readonly rows: readonly DealtRow[];
  /** The rows have one class only: nothing can be learnt of what parts them, and nothing is predicted. */
  readonly oneClass: boolean;
  readonly predict: (rows: readonly DealtRow[]) => readonly (number | null)[];
}

function trainedOn({ frame, spec }: BacktestInput, rest: readonly DealtRow[], parameters: EstimatorParameters): Learnt {
  const declared = frameRows(frame, spec.features);
  const picked = (rows: readonly DealtRow[]) =>
    pickedRows(
      declared,
      rows.map(({ row }) => row),
    );
  const estimator = ESTIMATORS[parameters.kind];
  const treated = treatedRows({ ...picked(rest), y: rest.map(({ y }) => y) }, spec, estimator.reads);
  const nothing = (rows: readonly DealtRow[]): readonly null[] => rows.map(() => null);
  if (treated.unreadable !== null) return { rows: [], oneClass: false, predict: nothing };
  const rows = rest.filter((_, i) =>
    readsRow(
      estimator.reads,
      treated.rows.values.map((column) => column[i]),
    ),
  );
  const positives = positivesOf(rows);
  const oneClass = rows.length > 0 && (positives === 0 || positives === rows.length);
  if (rows.length === 0 || oneClass) return { rows, oneClass, predict: nothing };
  // No coefficient is read, so that errors and their lag are nobody's business.
  const { model } = estimator.fit(treated.rows, {
    parameters,
    seed: spec.seed,
    neweyWestLag: 0,
    standardErrors: false,
  });
  if (model === null) return { rows, oneClass, predict: nothing };
  const kept = keptWith(model, treated);
  return { rows, oneClass, predict: (asked) => predict(kept, picked(asked)) };
}

function positivesOf(rows: readonly DealtRow[]): number {
  return rows.filter(({ y }) => y === 1).length;
}

function areaOf(ranked: ReturnType<typeof ranking>, weights?: ArrayLike<number>): number | null {
  const curve = rocCurve(ranked, weights);
  return curve && auroc(curve);
}
