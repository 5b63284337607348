import type { Calibration } from '../training/index.ts';
import type { Gap } from './gap.ts';

export type NotCalibrated = Extract<Calibration, { readonly method: 'none' }>['reason'];

/** What the engine itself noticed. */
export type EngineLimitation =
  | Gap
  | { readonly kind: 'pseudo_real_time' }
  | { readonly kind: 'assumed_knowledge'; readonly share: number }
  /** Decision dates after `through` are predicted by models that learnt nothing newer, and are not scored. */
  | { readonly kind: 'outcomes_end'; readonly through: string }
  /** Nobody could compare the window with what the label's SQL looks at. */
  | { readonly kind: 'window_not_compared' }
  /** Keys may share their events, and no interval or error knows it. */
  | { readonly kind: 'panel'; readonly keys: number }
  /** Parameters were chosen by random cross-validation, which the definition allows. */
  | { readonly kind: 'random_cv'; readonly folds: number }
  | { readonly kind: 'few_episodes'; readonly episodes: number }
  | { readonly kind: 'below_baseline'; readonly skill: number }
  | { readonly kind: 'skill_not_shown'; readonly low: number; readonly high: number }
  | { readonly kind: 'useless_alarm'; readonly relativeUsefulness: number }
  | { readonly kind: 'missed_episodes'; readonly missed: number; readonly scored: number }
  /** The model in use gives raw probabilities. */
  | { readonly kind: 'uncalibrated'; readonly reason: NotCalibrated }
  /** The Brier score of step (a) would be better without calibration. */
  | { readonly kind: 'calibration_costs'; readonly brier: number; readonly rawBrier: number }
  /** Of a continuous label: the errors are no smaller than those of the mean known then. */
  | { readonly kind: 'no_better_than_mean'; readonly skill: number }
  | { readonly kind: 'skill_over_mean_not_shown'; readonly low: number; readonly high: number }
  /** The same against the rival that what was last known stays. */
  | { readonly kind: 'no_better_than_persistence'; readonly feature: string; readonly skill: number }
  | {
      readonly kind: 'skill_over_persistence_not_shown';
      readonly feature: string;
      readonly low: number;
      readonly high: number;
    }
  | { readonly kind: 'missing_values'; readonly feature: string; readonly share: number }
  /** NaN or infinite values, which count as missing. */
  | { readonly kind: 'not_finite'; readonly column: string; readonly count: number; readonly first: string }
  | { readonly kind: 'outside_training'; readonly feature: string; readonly value: number | null }
  /** The stability index of their recent values is high, even for so few. */
  | { readonly kind: 'drift'; readonly features: readonly string[]; readonly count: number; readonly of: number }
  /** Coefficients that had another sign than now in at least one earlier refit. */
  | {
      readonly kind: 'sign_change';
      readonly coefficients: readonly string[];
      readonly count: number;
      readonly of: number;
    }
  /** Newey-West z below 1.96 in size. */
  | {
      readonly kind: 'insignificant';
      readonly coefficients: readonly string[];
      readonly count: number;
      readonly of: number;
    }
  | { readonly kind: 'break_in_series'; readonly series: string; readonly date: string; readonly reason: string }
  | { readonly kind: 'reported'; readonly code: string; readonly message: string };
