import { unitOfDifference } from '../../figures/index.ts';
import type { CardEnvelope } from '../card-envelope.ts';
import type { Cited } from '../cited.ts';

/** What features are counted in, by name; those of which nobody says it are not in it. */
export type FeatureUnits = ReadonlyMap<string, string>;

export function featureUnits({ value }: Cited<WithProse>): FeatureUnits {
  const { features } = value.envelope.prose;
  return new Map(features.flatMap(({ name, unit }) => (unit === null ? [] : [[name, unit] as const])));
}

/** What the values of a card's label are counted in; null where nobody says it. */
export function labelUnitOf({ value }: Cited<{ readonly envelope: { readonly prose: LabelProse } }>): string | null {
  return value.envelope.prose.labelUnit ?? null;
}

type WithProse = { readonly envelope: Pick<CardEnvelope, 'prose'> };
type LabelProse = Pick<CardEnvelope['prose'], 'labelUnit'>;

/** `RMSE, percentage points`: a title with what its figures are counted in, where that is declared. */
export function titleWithUnit(title: string, unit: string | null): string {
  return unit === null ? title : `${title}, ${unit}`;
}

/** What errors of such values are counted in, in a sentence: `percentage points`, `the unit of the outcome`. */
export function errorUnitWords(unit: string | null): string {
  return unitOfDifference(unit) ?? 'the unit of the outcome';
}
