import { findObject, type ObjectId, readObjectJson, type Store } from '../lake/index.ts';
import { at } from '../presence/index.ts';
import {
  type BacktestResult,
  type FeatureImportance,
  type FittedGlm,
  type FittedRegression,
  featureOf,
  isGlm,
  type ValueBacktest,
} from '../training/index.ts';

/** Share of each feature, by its name; they add up to 1. */
type Shares = Readonly<Record<string, number>>;

/** What of `model.json` weights follow from. */
interface StoredModel {
  readonly realTime: BacktestResult | ValueBacktest;
  /** Only models of events have it. */
  readonly importance?: readonly FeatureImportance[];
}

/**
 * Shares of the features of a stored model: of a linear one by the coefficients of its newest fit, where those are
 * comparable, of others by permutation importance out of sample. Undefined where nothing was fitted or nothing matters.
 */
export async function modelWeights(store: Store, id: ObjectId): Promise<Shares | undefined> {
  const meta = await findObject(store, id);
  if (meta === undefined) return undefined;
  const { realTime, importance = [] } = await readObjectJson<StoredModel>(store, meta, 'model.json');
  const model = realTime.refits.at(-1)?.model;
  if (model === undefined || model.kind === 'climatology') return undefined;
  if ('terms' in model) return termShares(model);
  const [only, ...others] = model.features;
  if (only !== undefined && others.length === 0) return { [only]: 1 };
  return (isGlm(model) ? coefficientShares(model) : undefined) ?? importanceShares(importance);
}

/**
 * Share of each feature in the sum of |coefficient x standard deviation|: what the features' units do not change. A fit
 * on unstandardised features does not know their deviations, so its coefficients are not comparable.
 */
export function coefficientShares(model: FittedGlm): Shares | undefined {
  const { features, weights, preparation } = model;
  // Without standardisation every scale is 1; with it, 0 marks a constant that was left out.
  const standardised = preparation.some(({ scale }) => scale !== 1 && scale !== 0);
  return standardised
    ? shares(features.map((column, index) => [featureOf(model, column), Math.abs(at(weights, index))]))
    : undefined;
}

/** The shares of a regression, whose columns are all standardised, over the powers of each feature. */
function termShares(model: FittedRegression): Shares | undefined {
  const { features, terms } = model;
  return shares(
    features.map((feature, index) => [
      featureOf(model, feature),
      terms.reduce((sum, { column, coefficient }) => sum + (column === index ? Math.abs(coefficient) : 0), 0),
    ]),
  );
}

/** Share of each feature in what the Brier score loses without it; a feature whose loss is none or a gain has none. */
export function importanceShares(importance: readonly FeatureImportance[]): Shares | undefined {
  return shares(importance.map(({ feature, brierIncrease }) => [feature, Math.max(0, brierIncrease)]));
}

function shares(parts: readonly (readonly [feature: string, size: number])[]): Shares | undefined {
  const total = parts.reduce((sum, [, size]) => sum + size, 0);
  if (total === 0) return undefined;
  // A feature and its indicator are one.
  const byFeature = new Map<string, number>();
  for (const [feature, size] of parts) {
    const before = byFeature.get(feature);
    byFeature.set(feature, before === undefined ? size / total : before + size / total);
  }
  return Object.fromEntries(byFeature);
}
