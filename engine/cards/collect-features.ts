import { type Day, daysBetween } from '../calendar/index.ts';
import { isPresent } from '../training/index.ts';
import type { CardInput, FeatureInput } from './card-input.ts';
import type { FeatureFigures } from './common-card-body.ts';

/** How complete, how old and how wide each feature of the model is over the frame's decision dates. */
export function featureFigures(input: CardInput): readonly FeatureFigures[] {
  return input.features.map((feature) => {
    const column = input.frame.values[input.frame.features.indexOf(feature.name)] ?? [];
    const values = column.filter(isPresent).sort((one, other) => one - other);
    const ages = valueAges(feature, input.frame.asOf);
    return {
      name: feature.name,
      series: feature.series,
      missingShare: column.length === 0 ? null : (column.length - values.length) / column.length,
      medianAgeDays: middle(ages),
      maximumAgeDays: ages.at(-1) ?? null,
      minimum: values[0] ?? null,
      median: middle(values),
      maximum: values.at(-1) ?? null,
    };
  });
}

function valueAges(feature: FeatureInput, asOf: readonly Day[]): readonly number[] {
  return (feature.dates ?? [])
    .flatMap((date, row) => {
      const decision = asOf[row];
      return date === null || decision === undefined ? [] : [daysBetween(date, decision)];
    })
    .sort((one, other) => one - other);
}

/** The median of ascending values; of an even number, the mean of the two in the middle. */
function middle(ascending: readonly number[]): number | null {
  const upper = ascending[Math.floor(ascending.length / 2)];
  const lower = ascending[Math.floor((ascending.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}
