import type { BacktestResult, Calibration } from '../training/index.ts';
import type { CardInput, EventCardInput, ValueCardInput } from './card-input.ts';
import { dataFigures } from './collect-data.ts';
import { featureFigures } from './collect-features.ts';
import type { EngineLimitation } from './engine-limitation.ts';
import { driftFigures } from './events/collect-drift.ts';
import { modelInUse, stability } from './events/stability.ts';

/** Fewer episodes than this and no interval deserves much trust. */
const FEW_EPISODES = 10;
/** Share of missing values above which a column is named; the build warns at one half. */
const MANY_MISSING = 0.1;
/** A stability index this far above what chance makes of so few values is called a shift by custom. */
const SHIFTED = 0.25;
/** Two-sided 5% point of the normal distribution. */
const SIGNIFICANT = 1.96;

/** What the engine itself noticed, in the order in which a reader should hear it. */
export function engineLimitations(input: CardInput): readonly EngineLimitation[] {
  return [
    ...knowledgeLimits(input),
    ...outcomeLimits(input),
    ...input.gaps,
    ...(input.windowCompared ? [] : [{ kind: 'window_not_compared' } as const]),
    ...(input.task === 'value' ? valueLimits(input) : eventLimits(input)),
    ...featureLimits(input),
    ...input.notFinite.map((each): EngineLimitation => ({ kind: 'not_finite', ...each })),
    ...breaksInSeries(input),
    ...reportedProblems(input),
  ];
}

function eventLimits(input: EventCardInput): readonly EngineLimitation[] {
  return [
    ...panelLimits(input),
    ...leakLimits(input),
    ...evidenceLimits(input),
    ...alarmLimits(input),
    ...coefficientLimits(input),
    ...driftLimits(input),
  ];
}

function valueLimits({ steps, rivals }: ValueCardInput): readonly EngineLimitation[] {
  const skill = steps.realTime.measures?.skill;
  if (skill === undefined || skill.value === null) return [];
  const { value, interval } = skill;
  return [
    ...(interval !== null && interval.episodes < FEW_EPISODES
      ? [{ kind: 'few_episodes', episodes: interval.episodes } as const]
      : []),
    ...(value <= 0 ? [{ kind: 'no_better_than_mean', skill: value } as const] : []),
    ...(value > 0 && interval !== null && interval.low <= 0
      ? [{ kind: 'skill_over_mean_not_shown', low: interval.low, high: interval.high } as const]
      : []),
    ...rivals.flatMap(persistenceLimit),
  ];
}

function persistenceLimit({ feature, skill }: ValueCardInput['rivals'][number]): readonly EngineLimitation[] {
  const { value, interval } = skill;
  if (value === null) return [];
  if (value <= 0) return [{ kind: 'no_better_than_persistence', feature, skill: value }];
  if (interval === null || interval.low > 0) return [];
  return [{ kind: 'skill_over_persistence_not_shown', feature, low: interval.low, high: interval.high }];
}

function knowledgeLimits(input: CardInput): readonly EngineLimitation[] {
  const { basis, features } = dataFigures(input);
  if (basis === 'pseudo_real_time') return [{ kind: 'pseudo_real_time' }];
  return features.assumed > 0 ? [{ kind: 'assumed_knowledge', share: features.assumed }] : [];
}

function outcomeLimits({ outcomesThrough: through, frame }: CardInput): readonly EngineLimitation[] {
  const last = frame.asOf.at(-1);
  return last !== undefined && through < last ? [{ kind: 'outcomes_end', through }] : [];
}

function panelLimits({ frame }: EventCardInput): readonly EngineLimitation[] {
  const keys = new Set(frame.keys).size;
  return keys > 1 ? [{ kind: 'panel', keys }] : [];
}

function leakLimits({ spec }: EventCardInput): readonly EngineLimitation[] {
  return spec.tuning?.split === 'random' ? [{ kind: 'random_cv', folds: spec.tuning.folds }] : [];
}

function evidenceLimits({ steps }: EventCardInput): readonly EngineLimitation[] {
  const measures = steps.realTime.measures;
  if (measures === null) return [];
  const limits: EngineLimitation[] = [];
  const episodes = measures.auroc.interval?.episodes;
  if (episodes !== undefined && episodes < FEW_EPISODES) limits.push({ kind: 'few_episodes', episodes });
  const skill = measures.probability?.brierSkill;
  if (skill?.value !== null && skill?.value !== undefined && skill.value <= 0) {
    limits.push({ kind: 'below_baseline', skill: skill.value });
  } else if (skill?.interval && skill.interval.low <= 0) {
    limits.push({ kind: 'skill_not_shown', low: skill.interval.low, high: skill.interval.high });
  }
  return [...limits, ...calibrationLimits(steps.realTime)];
}

/** A base rate is a frequency, and a rule no probability. */
function calibrationLimits({ refits, measures }: BacktestResult): readonly EngineLimitation[] {
  const own = uncalibrated(refits.at(-1)?.calibration);
  const scores = measures?.probability;
  if (!scores || scores.brier <= scores.rawBrier) return own;
  const { brier, rawBrier } = scores;
  return [{ kind: 'calibration_costs', brier, rawBrier }, ...own];
}

function uncalibrated(calibration: Calibration | undefined): readonly EngineLimitation[] {
  if (calibration?.method !== 'none') return [];
  const { reason } = calibration;
  return reason === 'base_rate' || reason === 'no_probability' ? [] : [{ kind: 'uncalibrated', reason }];
}

function alarmLimits({ steps }: EventCardInput): readonly EngineLimitation[] {
  const limits: EngineLimitation[] = [];
  const usefulness = steps.realTime.measures?.alarms.relativeUsefulness.value ?? null;
  if (usefulness !== null && usefulness <= 0) limits.push({ kind: 'useless_alarm', relativeUsefulness: usefulness });
  const scored = steps.realTime.episodes.filter(({ outcome }) => outcome !== 'unscored');
  const missed = scored.filter(({ outcome }) => outcome === 'missed').length;
  if (missed > 0) limits.push({ kind: 'missed_episodes', missed, scored: scored.length });
  return limits;
}

function coefficientLimits({ steps, alarms }: EventCardInput): readonly EngineLimitation[] {
  const { names, refits } = stability(steps.realTime.refits, alarms);
  const newest = modelInUse(steps.realTime.refits)?.coefficients ?? [];
  const slopes = names.slice(1);
  const named = (
    kind: 'sign_change' | 'insignificant',
    coefficients: readonly string[],
  ): readonly EngineLimitation[] =>
    coefficients.length === 0 ? [] : [{ kind, coefficients, count: coefficients.length, of: slopes.length }];
  const turned = slopes.filter((_, index) => {
    // A refit that knew one class only has no coefficients.
    const signs = refits.flatMap(({ coefficients }) => coefficients.slice(index + 1, index + 2).map(Math.sign));
    const now = signs.at(-1);
    return now !== undefined && now !== 0 && signs.includes(-now);
  });
  const weak = slopes.filter((_, index) => {
    const z = newest[index + 1]?.neweyWestZ ?? null;
    return z !== null && Math.abs(z) < SIGNIFICANT;
  });
  return [...named('sign_change', turned), ...named('insignificant', weak)];
}

function featureLimits(input: CardInput): readonly EngineLimitation[] {
  const missing = featureFigures(input).flatMap(({ name, missingShare }): readonly EngineLimitation[] =>
    missingShare !== null && missingShare > MANY_MISSING
      ? [{ kind: 'missing_values', feature: name, share: missingShare }]
      : [],
  );
  const outside = (input.steps.realTime.latest?.explanation?.contributions ?? [])
    .filter(({ outsideTraining }) => outsideTraining)
    .map(({ feature, value }): EngineLimitation => ({ kind: 'outside_training', feature, value }));
  return [...missing, ...outside];
}

function driftLimits(input: EventCardInput): readonly EngineLimitation[] {
  const features = driftFigures(input)?.features ?? [];
  const shifted = features.filter(({ psi, psiByChance }) => psi !== null && psi > psiByChance + SHIFTED);
  const names = shifted.map(({ feature }) => feature);
  return names.length === 0 ? [] : [{ kind: 'drift', features: names, count: names.length, of: features.length }];
}

function breaksInSeries({ sources }: CardInput): readonly EngineLimitation[] {
  return sources.flatMap((source) =>
    source.series
      .filter(({ usedFor }) => usedFor === 'features')
      .flatMap(({ name, breaks }) =>
        breaks.map(({ date, reason }): EngineLimitation => ({ kind: 'break_in_series', series: name, date, reason })),
      ),
  );
}

/** Problems of the backtest and of its refits, each message once. */
function reportedProblems({ steps }: CardInput): readonly EngineLimitation[] {
  const problems = [...steps.realTime.problems, ...steps.realTime.refits.flatMap(({ notes }) => notes)];
  const messages = new Map(problems.map(({ code, message }) => [`${code} ${message}`, { code, message }]));
  return [...messages.values()].map(({ code, message }) => ({ kind: 'reported', code, message }));
}
