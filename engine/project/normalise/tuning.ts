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

/** grid: all combinations, the last parameter turning fastest. random: `budget` draws, each combination once. */
function settingsOf({ search, space, budget }: TuningShape, seed: number): readonly Setting[] {
  if (search === 'grid') return gridOf(Object.entries(space)).slice(0, budget);
  const drawn = new Map<string, Setting>();
  for (let draw = 0; drawn.size < budget && draw < 20 * budget; draw++) {
    const setting = Object.fromEntries(
      Object.entries(space).map(([name, dimension]) => [name, drawFrom(dimension, uniform(seed, draw, name))]),
    );
    drawn.set(JSON.stringify(setting), setting);
  }
  return [...drawn.values()];
}

function gridOf(dimensions: readonly (readonly [string, Dimension])[]): readonly Setting[] {
  return dimensions.reduce<readonly Setting[]>(
    (settings, [name, dimension]) =>
      settings.flatMap((setting) =>
        Array.isArray(dimension) ? dimension.map((value) => ({ ...setting, [name]: value })) : [],
      ),
    [{}],
  );
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
