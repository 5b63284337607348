import { type Problem, warning } from '../../../diagnostics/index.ts';
import { at, first } from '../../../presence/index.ts';
import { frozen } from '../../frozen.ts';
import { isTooLarge, tooLarge } from '../../too-large.ts';
import { classWeights } from '../class-weights.ts';
import { baseRateModel } from '../climatology/climatology.ts';
import type { Attribution, Estimator, FitOptions, FitResult } from '../estimator.ts';
import type { FeatureRows, LabelledRows } from '../feature-rows.ts';
import { type Preparation, prepareColumn, prepared, redundantColumns } from '../preparation.ts';
import { completeRows, expectFeatures, noRows, oneClass, rowAt } from '../rows.ts';
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
  expectFeatures(model, rows);
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
      const { low, high } = at(model.preparation, j);
      return { contribution, low, high };
    }),
  };
}

/** Weight times deviation from the training mean, per feature. */
function contributions(model: FittedGlm, row: readonly number[]): readonly number[] {
  return model.preparation.map((how, j) => at(model.weights, j) * prepared(at(row, j), how));
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
  if (huge >= 0)
    return { model: null, problems: [tooLarge(`${at(rows.features, huge)} has ${largest(at(columns, huge))}`)] };

  const { ridge = 0, lasso = 0, classWeight = 'none', standardize = true, winsorize = 0 } = parameters;
  const preparation = rows.features.map((feature, j) =>
    prepareColumn(feature, at(columns, j), { standardize, winsorize }),
  );
  const centred = preparation.map((how, j) => at(columns, j).map((value) => prepared(value, how)));
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
    baseMargin: first(result.theta),
    weights: positions.map((position) => (position === null ? 0 : at(result.theta, position))),
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
  const intercept: number[] = result.theta.map((_, k) => (k === 0 ? 1 : 0));
  const slopes = preparation.map(({ feature, mean, scale }, j) => {
    const row = result.theta.map(() => 0);
    const position = at(positions, j);
    if (position !== null) {
      row[position] = 1 / scale;
      intercept[position] = -mean / scale;
    }
    return { name: feature, dropped: position === null, row };
  });
  const rows = [{ name: '(intercept)', dropped: false, row: intercept }, ...slopes];
  const a = rows.map(({ row }) => row);
  const classical = estimated?.classical ? transformed(estimated.classical, a) : null;
  const neweyWest = estimated && transformed(estimated.neweyWest, a);
  return rows.map(({ name, dropped, row }, i) => {
    const estimate = row.reduce((sum, value, k) => sum + value * at(result.theta, k), 0);
    const error = classical && !dropped ? standardError(classical, i) : null;
    const robust = neweyWest && !dropped ? standardError(neweyWest, i) : null;
    return {
      name,
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

function largest(column: readonly number[]): number {
  return column.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
}
