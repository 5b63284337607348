import { findObject, type ObjectId, readObjectFile, type Store } from '../lake/index.ts';
import type { BacktestResult, FittedModel } from '../training/index.ts';

/** Shares of a stored model's newest fit; undefined where nothing was fitted or the shares are not comparable. */
export async function modelWeights(store: Store, id: ObjectId): Promise<Readonly<Record<string, number>> | undefined> {
  const meta = await findObject(store, id.kind, id.name, id.fingerprint);
  if (meta === undefined) return undefined;
  const bytes = await readObjectFile(store, meta, 'model.json');
  const { realTime } = JSON.parse(Buffer.from(bytes).toString('utf8')) as { readonly realTime: BacktestResult };
  const model = realTime.refits.at(-1)?.model;
  return model === undefined ? undefined : weightsOf(model);
}

/**
 * Share of each feature in the sum of |coefficient x standard deviation|, adding up to 1: what the features' units do
 * not change. A fit on unstandardised features does not know their deviations; its shares are known only for one feature.
 */
export function weightsOf(model: FittedModel): Readonly<Record<string, number>> | undefined {
  if (model.kind === 'climatology') return undefined;
  const { features, weights, preparation } = model;
  // Without standardisation every scale is 1; with it, 0 marks a constant that was left out.
  const standardised = preparation.some(({ scale }) => scale !== 1 && scale !== 0);
  if (!standardised && features.length > 1) return undefined;
  const total = weights.reduce((sum, weight) => sum + Math.abs(weight), 0);
  if (total === 0) return undefined;
  return Object.fromEntries(features.map((feature, index) => [feature, Math.abs(weights[index] ?? 0) / total]));
}
