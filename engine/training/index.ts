export type { Calibration, CalibrationChoice } from './calibration/types.ts';
export { type Episode, episodesOf } from './episodes.ts';
export type { ClimatologyParameters } from './estimators/climatology/types.ts';
export { isGlm } from './estimators/glm/glm.ts';
export type { Coefficient, FitStatistics, FittedGlm, GlmParameters } from './estimators/glm/types.ts';
export type { EstimatorParameters, FittedModel, Predicts } from './estimators/kinds.ts';
export { isOfValues, predicts } from './estimators/kinds.ts';
export type { Preparation } from './estimators/preparation.ts';
export type { ThresholdParameters } from './estimators/threshold/types.ts';
export type { BoostingParameters, ForestParameters, MlForestParameters } from './estimators/trees/types.ts';
export type { AlarmDate, SpellOutcome } from './events/alarm-history.ts';
export { fitOnce } from './events/fit-once.ts';
export { backtest } from './events/walk-forward.ts';
export { rowName } from './frame.ts';
export { featureOf } from './inputs/prepared-rows.ts';
export type { FittedInputs, InputColumn } from './inputs/types.ts';
export {
  ISOLATION_CHECKS,
  type Isolation,
  type IsolationCheck,
  TRAINING_BARRIERS,
  type TrainingBarrier,
} from './job/isolation.ts';
export type { FitInput, TrainingAnswer, TrainingJob, TrainingResults } from './job/messages.ts';
export { type ComparedModel, compareModels } from './measures/compare.ts';
export { usefulnessTogether } from './measures/compare-usefulness.ts';
export { featureDrift } from './measures/drift.ts';
export type { RocBandPoint } from './measures/roc-band.ts';
export { isPresent, presentOrNull } from './present.ts';
export { rowReader } from './reads-row.ts';
export type {
  AlarmMeasures,
  BacktestResult,
  CalibrationBin,
  ComparedMeasure,
  Comparison,
  EpisodeOutcome,
  EventMeasure,
  FeatureDrift,
  FeatureImportance,
  FitSummary,
  Interval,
  Measured,
  Measures,
  ProbabilityScores,
  RivalScores,
  Sensitivity,
  TuningTrace,
  Usefulness,
  UsefulnessPoint,
  ValueComparison,
} from './results.ts';
export { isTooLarge, tooLarge } from './too-large.ts';
export type {
  BacktestInput,
  Contribution,
  EventMonth,
  LabelKnowledge,
  LabelVersion,
  Latest,
  Loss,
  ModelSpec,
  PredictionRow,
  Protocol,
  Refit,
  Rival,
  SkippedCutoff,
  TrainingFrame,
  Tuning,
  WalkInput,
  WalkSpec,
} from './types.ts';
export { validationProblems } from './validation/dealt-groups.ts';
export type { Validation, ValidationFold } from './validation/types.ts';
export { compareValues } from './values/compare-values.ts';
export { type ExplainedValue, explainValueDate, type ValueWhatIf, valueWhatIf } from './values/explain-value.ts';
export type {
  FittedRegression,
  ValueBacktest,
  ValueLatest,
  ValueMeasures,
  ValueParameters,
  ValuePrediction,
  ValueRefit,
  ValueRival,
  ValueRivalScores,
  ValueSensitivity,
  ValueSpec,
} from './values/types.ts';
export { valueBacktest } from './values/value-backtest.ts';
export {
  type Explained,
  type ExplainedDate,
  explainDate,
  type FeatureChange,
  type Walked,
  type WhatIf,
  whatIf,
} from './what-if.ts';
