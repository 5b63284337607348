import { createHash } from 'node:crypto';
import { power } from '../../numerics/index.ts';
import { at } from '../../presence/index.ts';
import { estimatorOf, isOfValues } from '../../training/estimators/index.ts';
import type { CandidateDefinition, TuningDefinition } from '../definitions.ts';
import { type EstimatorShape, estimatorSchema } from '../schemas/estimator.ts';
import type { ModelShape } from '../schemas/model.ts';

type TuningShape = NonNullable<ModelShape['tuning']>;
type Dimension = TuningShape['space'][string];
export type Setting = CandidateDefinition['set'];

/** The search as training does it: all candidates spelled out. Those that no estimator takes are left to the rules. */
export function tuningOf(tuning: TuningShape, estimator: EstimatorShape, seed: number): TuningDefinition {
  const candidates = settingsOf(tuning, seed).flatMap((set): readonly CandidateDefinition[] => {
    const parsed = withSetting(estimator, set);
    const normal = parsed && estimatorOf(parsed.kind).parametersOf(parsed);
    return normal === undefined || isOfValues(normal) ? [] : [{ set, estimator: normal }];
  });
  const { search, folds, split, every_months, score } = tuning;
  return { search, folds, split, everyMonths: every_months, score, candidates };
}

/** The declared estimator with some parameters set; undefined where it does not take them. */
export function withSetting(estimator: EstimatorShape, set: Setting): EstimatorShape | undefined {
  const parsed = estimatorSchema.safeParse({ ...estimator, ...set });
  return parsed.success && !Object.hasOwn(set, 'kind') ? parsed.data : undefined;
}

/** How many candidates a grid over the space has; the product of its lists. */
export function gridSize(space: TuningShape['space']): number {
  return Object.values(space).reduce((size, dimension) => size * (Array.isArray(dimension) ? dimension.length : 1), 1);
}

/** grid: the first `budget` combinations, the last parameter turning fastest. random: `budget` draws, each once. */
function settingsOf({ search, space, budget }: TuningShape, seed: number): readonly Setting[] {
  if (search === 'grid') return gridOf(Object.entries(space), Math.min(budget, gridSize(space)));
  const drawn = new Map<string, Setting>();
  const most = Math.min(budget, drawable(space));
  for (let draw = 0; drawn.size < most && draw < 20 * budget; draw++) {
    const setting = Object.fromEntries(
      Object.entries(space).map(([name, dimension]) => [name, drawFrom(dimension, uniform(seed, draw, name))]),
    );
    drawn.set(JSON.stringify(setting), setting);
  }
  return [...drawn.values()];
}

/** So many combinations, from the first: each is written like a number whose digits are the parameters' values. */
function gridOf(dimensions: readonly (readonly [string, Dimension])[], count: number): readonly Setting[] {
  if (dimensions.some(([, dimension]) => !Array.isArray(dimension))) return [];
  return Array.from({ length: count }, (_, index) => {
    let rest = index;
    const digits = dimensions.toReversed().map(([name, dimension]) => {
      const values = Array.isArray(dimension) ? dimension : [];
      const value = at(values, rest % values.length);
      rest = Math.floor(rest / values.length);
      return [name, value] as const;
    });
    return Object.fromEntries(digits.toReversed());
  });
}

/** How many settings can be drawn at most: there is no end of them within a range of fractions. */
function drawable(space: TuningShape['space']): number {
  return Object.values(space).reduce((size, dimension) => {
    if (Array.isArray(dimension)) return size * dimension.length;
    return size * (dimension.whole ? Math.max(1, Math.floor(dimension.high) - Math.ceil(dimension.low) + 3) : 2 ** 48);
  }, 1);
}

/** `share` in [0, 1) of the way through a list or a range. */
function drawFrom(dimension: Dimension, share: number): Setting[string] {
  if (Array.isArray(dimension)) return at(dimension, Math.floor(share * dimension.length));
  const { low, high, scale, whole } = dimension;
  const drawn = scale === 'log' ? low * power(high / low, share) : low + share * (high - low);
  return whole ? Math.min(high, Math.round(drawn)) : Number(drawn.toPrecision(6));
}

/** A uniform number in [0, 1) that follows from the seed, the draw and the parameter, and from nothing else. */
function uniform(seed: number, draw: number, parameter: string): number {
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, draw, parameter]))
    .digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}
