import { featureDrift } from '../../training/index.ts';
import type { EventCardInput } from '../card-input.ts';
import type { Drift } from './event-card-body.ts';

/**
 * The inputs of the model in use against those that it learned from: its training rows, and the decision dates after
 * the last of them. null where no model was fitted or no date came after.
 */
export function driftFigures({ frame, spec, steps }: Pick<EventCardInput, 'frame' | 'spec' | 'steps'>): Drift | null {
  const refit = steps.realTime.refits.at(-1);
  if (refit === undefined) return null;
  const { asOf } = frame;
  const first = asOf.indexOf(refit.firstRow);
  const after = asOf.lastIndexOf(refit.lastRow) + 1;
  const [from, to] = [asOf[after], asOf.at(-1)];
  if (from === undefined || to === undefined) return null;
  return {
    recent: { from, to },
    training: { from: refit.firstRow, to: refit.lastRow },
    features: spec.features.map((feature) => {
      const column = frame.values[frame.features.indexOf(feature)] ?? [];
      return featureDrift(feature, column.slice(first, after), column.slice(after));
    }),
  };
}
