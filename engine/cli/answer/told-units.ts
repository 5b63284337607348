import type { ModelUnits } from '../../compile/index.ts';
import { unitOfDifference } from '../../figures/index.ts';

/** What the figures of a model's answer are counted in, as definitions say it. */
export interface ToldUnits {
  /** Of what it predicts; null of an event, and where nobody declared it. */
  readonly label: string | null;
  /**
   * Of its errors and contributions: of percentages, percentage points. Null as above; the contributions of an event
   * are parts of its margin, which is counted in nothing.
   */
  readonly differences: string | null;
}

export interface ToldInputUnits extends ToldUnits {
  /** Of its inputs by their names, as `labor.unrate`; those of which nobody declared it are not there. */
  readonly features: Readonly<Record<string, string>>;
}

export function toldUnits(label: string | null): ToldUnits {
  return { label, differences: unitOfDifference(label) };
}

export function toldInputUnits({ label, features }: ModelUnits): ToldInputUnits {
  return { ...toldUnits(label), features: Object.fromEntries(features) };
}
