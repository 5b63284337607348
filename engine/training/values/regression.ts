import { type Problem, problem, warning } from '../../diagnostics/index.ts';
import { power as raised } from '../../numerics/index.ts';
import { at, first, present } from '../../presence/index.ts';
import type { FeatureRows } from '../estimators/feature-rows.ts';
import { prepareColumn, prepared, redundantColumns } from '../estimators/preparation.ts';
import { expectFeatures, rowAt } from '../estimators/rows.ts';
import { frozen } from '../frozen.ts';
import { rowsFor } from '../inputs/prepared-rows.ts';
import { mean } from '../mean.ts';
import { isPresent } from '../present.ts';
import { isTooLarge, tooLarge } from '../too-large.ts';
import { algebra } from './algebra.ts';
import type { FittedRegression, Term, ValueParameters } from './types.ts';

export interface ValueRows extends FeatureRows {
  /** One label per row; null rows are dropped. */
  readonly y: readonly (number | null)[];
}

interface Fitted {
  readonly base: number;
  readonly terms: readonly Term[];
}

/** Fits on rows with a label and every feature; columns are standardised first, which the libraries' algebra needs. */
export function fitRegression(
  rows: ValueRows,
  parameters: ValueParameters,
): { readonly model: FittedRegression | null; readonly problems: readonly Problem[] } {
  const used = rows.y.flatMap((label, i) => {
    const values = rowAt(rows, i);
    return !isPresent(label) || values === null ? [] : [{ label, values }];
  });
  if (used.length === 0) return { model: null, problems: [noRows()] };
  const huge = used.flatMap(({ label, values }) => [label, ...values]).find(isTooLarge);
  if (huge !== undefined) return { model: null, problems: [tooLarge(`a training row has ${huge}`)] };
  const how = { standardize: true, winsorize: parameters.winsorize };
  const standardised = rows.features.map((feature, j) => {
    const values = used.map((row) => at(row.values, j));
    const preparation = prepareColumn(feature, values, how);
    return { preparation, column: values.map((value) => prepared(value, preparation)) };
  });
  const columns = standardised.map(({ column }) => column);
  const y = used.map(({ label }) => label);
  const dropped = redundantColumns(columns, true);
  const kept = columns.flatMap((values, column) => (dropped[column] === true ? [] : [{ column, values }]));
  const { base, terms } = solve(parameters, kept, y);
  const model: FittedRegression = {
    kind: parameters.kind,
    features: [...rows.features],
    base: base + 0,
    terms: terms.map((term) => ({ ...term, coefficient: term.coefficient + 0 })),
    preparation: standardised.map(({ preparation }) => preparation),
    rows: y.length,
  };
  return frozen({ model, problems: leftOut(rows.features, dropped) });
}

/** A prepared column that tells something of its own. */
interface KeptColumn {
  /** Position in the features. */
  readonly column: number;
  readonly values: readonly number[];
}

function solve(parameters: ValueParameters, kept: readonly KeptColumn[], y: readonly number[]): Fitted {
  const [only] = kept;
  if (only === undefined) return { base: mean(y), terms: [] };
  switch (parameters.kind) {
    case 'linear':
      return linear(kept, y);
    case 'theil_sen': {
      const { TheilSenRegression } = algebra.theilSen();
      const { slope, intercept } = new TheilSenRegression([...only.values], [...y]);
      return { base: intercept, terms: [{ column: only.column, power: 1, coefficient: slope }] };
    }
    case 'polynomial': {
      const [base, ...rising] = polynomial(only.values, y, Math.min(parameters.degree, distinct(only.values) - 1));
      const terms = rising.map((coefficient, k) => ({ column: only.column, power: k + 1, coefficient }));
      return { base: present(base, 'the coefficient of power 0'), terms };
    }
    default:
      return parameters satisfies never;
  }
}

function linear(kept: readonly KeptColumn[], y: readonly number[]): Fitted {
  const MultivariateLinearRegression = algebra.linear();
  const x = y.map((_, i) => kept.map(({ values }) => at(values, i)));
  const { weights } = new MultivariateLinearRegression(
    x,
    y.map((value) => [value]),
    { statistics: false },
  );
  // One row of weights a column, and then the intercept's.
  return {
    base: first(at(weights, kept.length)),
    terms: kept.map(({ column }, k) => ({ column, power: 1, coefficient: first(at(weights, k)) })),
  };
}

/**
 * Coefficients of the powers from 0 to `degree`, by the normal equations; of fewer powers where values lie so close
 * together that doubles do not tell their powers apart.
 */
function polynomial(x: readonly number[], y: readonly number[], degree: number): readonly number[] {
  const { LuDecomposition, Matrix } = algebra.matrices();
  const powers = new Matrix(x.map((value) => Array.from({ length: degree + 1 }, (_, k) => raised(value, k))));
  const transposed = powers.transpose();
  const equations = new LuDecomposition(transposed.mmul(powers));
  if (degree > 0 && equations.isSingular()) return polynomial(x, y, degree - 1);
  return equations.solve(transposed.mmul(Matrix.columnVector(y))).to1DArray();
}

/** null where a feature is missing, or so far off that the sum overflows. */
export function predictValues(model: FittedRegression, known: FeatureRows): readonly (number | null)[] {
  const rows = rowsFor(model, known);
  expectFeatures(model, rows);
  return Array.from({ length: rows.rows }, (_, i) => {
    const row = rowAt(rows, i);
    if (row === null) return null;
    const value = attributeValue(model, row).reduce((sum, part) => sum + part, model.base);
    return Number.isFinite(value) ? value : null;
  });
}

/** What each feature adds to the prediction at the training means. */
export function attributeValue(model: FittedRegression, row: readonly number[]): readonly number[] {
  const parts = model.features.map(() => 0);
  for (const { column, power, coefficient } of model.terms) {
    const how = at(model.preparation, column);
    parts[column] = at(parts, column) + coefficient * raised(prepared(at(row, column), how), power);
  }
  return parts;
}

function distinct(values: readonly number[]): number {
  return new Set(values).size;
}

function noRows(): Problem {
  const message = 'no row has a known label and every feature';
  const hint = 'drop features that start late, or move the first cut-off later';
  return problem('EWS5004', message, { hint });
}

function leftOut(features: readonly string[], dropped: readonly boolean[]): readonly Problem[] {
  const out = features.filter((_, j) => dropped[j]);
  if (out.length === 0) return [];
  const message = `left out of the regression, constant or combinations of earlier features: ${out.join(', ')}`;
  return [warning('EWS5002', message, { hint: 'remove them' })];
}
