import { type Problem, warning } from '../../../diagnostics/index.ts';
import { frozen } from '../../frozen.ts';
import { isTooLarge, tooLarge } from '../../too-large.ts';
import { classWeights } from '../class-weights.ts';
import { baseRateModel } from '../climatology/climatology.ts';
import type { Attribution, Estimator, FitOptions, FitResult } from '../estimator.ts';
import type { FeatureRows, LabelledRows } from '../feature-rows.ts';
import { type Preparation, prepare, prepared, redundantColumns } from '../preparation.ts';
import { completeRows, noRows, oneClass, rowAt } from '../rows.ts';
import { type Covariances, covariances, standardError, transformed } from './covariance.ts';
import { elasticNet } from './elastic-net.ts';
import { type Link, LOGIT, PROBIT } from './link.ts';
import { type Design, type NewtonFit, newton } from './newton.ts';
import { fitStatistics } from './statistics.ts';
import type { Coefficient, FittedGlm, GlmParameters } from './types.ts';

export const probit: Estimator<GlmParameters, FittedGlm> = generalisedLinear('probit', PROBIT);
export const logit: Estimator<GlmParameters, FittedGlm> = generalisedLinear('logit', LOGIT);

function generalisedLinear(kind: 'probit' | 'logit', link: Link): Estimator<GlmParameters, FittedGlm> {
  return {
    reads: 'complete_rows',
    fit: (rows, options) => frozen(estimate(kind, link, rows, options)),
    predict: (model, rows) => margins(model, rows).map((margin) => (margin === null ? null : link.probability(margin))),
    attribute: (model) => (row) => attribute(model, row),
  };
}

export function isGlm<Model extends { readonly kind: string }>(model: Model): model is Extract<Model, FittedGlm> {
  return model.kind === 'probit' || model.kind === 'logit';
}

/** The linear predictor of each row; null where a feature is missing, or so far off that it overflows. */
export function margins(model: FittedGlm, rows: FeatureRows): readonly (number | null)[] {
  if (model.features.join('\n') !== rows.features.join('\n'))
    throw new Error('rows do not have the features of the model');
  return Array.from({ length: rows.rows }, (_, i) => {
    const row = rowAt(rows, i);
    if (row === null) return null;
    const margin = contributions(model, row).reduce((sum, part) => sum + part, model.baseMargin);
    return Number.isFinite(margin) ? margin : null;
  });
}

function attribute(model: FittedGlm, row: readonly (number | null)[]): Attribution | null {
  const complete = rowAt({ features: model.features, values: row.map((value) => [value]), rows: 1 }, 0);
  if (complete === null) return null;
  const added = contributions(model, complete);
  if (!Number.isFinite(added.reduce((sum, part) => sum + part, model.baseMargin))) return null;
  return {
    scale: model.kind === 'logit' ? 'log_odds' : 'probit',
    baseMargin: model.baseMargin,
    parts: added.map((contribution, j) => {
      const { low, high } = nth(model.preparation, j);
      return { contribution, low, high };
    }),
  };
}

/** Weight times deviation from the training mean, per feature. */
function contributions(model: FittedGlm, row: readonly number[]): readonly number[] {
  return model.preparation.map((how, j) => (model.weights[j] ?? 0) * prepared(row[j] ?? Number.NaN, how));
}

function estimate(
  kind: 'probit' | 'logit',
  link: Link,
  rows: LabelledRows,
  options: FitOptions<GlmParameters>,
): FitResult<FittedGlm> {
  const { parameters } = options;
  if (parameters.kind !== kind) throw new Error(`${kind} was given the parameters of ${parameters.kind}`);
  const { columns, y, ...panel } = completeRows(rows);
  if (y.length === 0) return { model: null, problems: [noRows(rows)] };
  if (y.every((label) => label === y[0])) return { model: baseRateModel(y), problems: [oneClass(y)] };
  const huge = columns.findIndex((column) => column.some(isTooLarge));
  if (huge >= 0) return { model: null, problems: [tooLarge(`${rows.features[huge]} has ${largest(columns[huge])}`)] };

  const { ridge = 0, lasso = 0, classWeight = 'none' } = parameters;
  const how = { standardize: parameters.standardize ?? true, winsorize: parameters.winsorize ?? 0 };
  const preparation = columns.map((column, j) => prepare(rows.features[j] ?? '', column, how));
  const centred = columns.map((column, j) => column.map((value) => prepared(value, nth(preparation, j))));
  const dropped = redundantColumns(centred, ridge === 0 && lasso === 0);
  const kept = centred.filter((_, j) => dropped[j] !== true);
  const [negative, positive] = classWeights(y, classWeight);
  const weights = classWeight === 'none' ? {} : { weights: y.map((label) => (label === 1 ? positive : negative)) };
  const design: Design = { columns: [y.map(() => 1), ...kept], y, ...weights, ...panel };

  const result = lasso > 0 ? elasticNet(design, link, { ridge, lasso }) : newton(design, link, ridge);
  // An estimate that the kink of a lasso holds at 0 has no curvature to take an error from.
  const isEstimated = result.converged && lasso === 0 && options.standardErrors !== false;
  const estimated = isEstimated ? covariances(design, result.point, link, options.neweyWestLag) : null;
  const positions = positionsInTheta(dropped);
  const model: FittedGlm = {
    kind,
    features: [...rows.features],
    baseMargin: result.theta[0] ?? 0,
    weights: positions.map((position) => (position === null ? 0 : (result.theta[position] ?? 0))),
    preparation,
    coefficients: coefficients(result, estimated, preparation, positions),
    statistics: fitStatistics(design, result, options.neweyWestLag),
  };
  return { model, problems: problemsOf(kind, rows.features, dropped, result) };
}

/** Where each feature's weight stands in theta; null when its column was left out. */
function positionsInTheta(dropped: readonly boolean[]): readonly (number | null)[] {
  let next = 1;
  return dropped.map((out) => (out ? null : next++));
}

/** Estimates and errors per unit of the original features: alpha = a - sum b*mean/scale, beta = b/scale. */
function coefficients(
  result: NewtonFit,
  estimated: Covariances | null,
  preparation: readonly Preparation[],
  positions: readonly (number | null)[],
): readonly Coefficient[] {
  const rowsOfA: number[][] = [result.theta.map((_, k) => (k === 0 ? 1 : 0))];
  for (const [j, how] of preparation.entries()) {
    const row = result.theta.map(() => 0);
    const position = positions[j] ?? null;
    if (position !== null) {
      row[position] = 1 / how.scale;
      nth(rowsOfA, 0)[position] = -how.mean / how.scale;
    }
    rowsOfA.push(row);
  }
  const classical = estimated?.classical ? transformed(estimated.classical, rowsOfA) : null;
  const neweyWest = estimated && transformed(estimated.neweyWest, rowsOfA);
  return rowsOfA.map((row, i) => {
    const estimate = row.reduce((sum, value, k) => sum + value * (result.theta[k] ?? 0), 0);
    const dropped = i > 0 && (positions[i - 1] ?? null) === null;
    const error = classical && !dropped ? standardError(classical, i) : null;
    const robust = neweyWest && !dropped ? standardError(neweyWest, i) : null;
    return {
      name: i === 0 ? '(intercept)' : nth(preparation, i - 1).feature,
      estimate,
      standardError: error,
      z: error ? estimate / error : null,
      neweyWestError: robust,
      neweyWestZ: robust ? estimate / robust : null,
      dropped,
    };
  });
}

function problemsOf(
  kind: string,
  features: readonly string[],
  dropped: readonly boolean[],
  result: NewtonFit,
): readonly Problem[] {
  const problems: Problem[] = [];
  const out = features.filter((_, j) => dropped[j]);
  if (out.length > 0) {
    problems.push(
      warning('EWS5002', `left out of the ${kind}, constant or combinations of earlier features: ${out.join(', ')}`, {
        hint: 'remove them, or set ridge to keep collinear features',
      }),
    );
  }
  if (result.separated) {
    problems.push(
      warning(
        'EWS5002',
        `the features part the classes: the ${kind} has no finite maximum, and its coefficients are where it stopped`,
        { hint: 'set ridge, use fewer features, or start with more episodes' },
      ),
    );
  } else if (!result.converged) {
    problems.push(
      warning('EWS5002', `the ${kind} did not converge in ${result.iterations} iterations`, {
        hint: 'set ridge or use fewer features',
      }),
    );
  }
  return problems;
}

function largest(column: readonly number[] = []): number {
  return column.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
}

function nth<T>(values: readonly T[], index: number): T {
  const value = values[index];
  if (value === undefined) throw new Error(`no element ${index}`);
  return value;
}
