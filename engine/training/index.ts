export type {
  Coefficient,
  FitStatistics,
  FittedGlm,
  FittedModel,
  Preparation,
} from './estimators/estimator.ts';
export { isGlm } from './estimators/glm.ts';
export { fitOnce } from './fit-once.ts';
export type {
  AlarmMeasures,
  BacktestResult,
  CalibrationBin,
  EpisodeOutcome,
  FitSummary,
  Interval,
  Measured,
  Measures,
  ProbabilityScores,
  Sensitivity,
  Usefulness,
} from './results.ts';
export type {
  BacktestInput,
  ClimatologyParameters,
  Contribution,
  Day,
  EstimatorParameters,
  EventMonth,
  GlmParameters,
  LabelKnowledge,
  LabelVersion,
  Latest,
  Loss,
  ModelSpec,
  PredictionRow,
  Predicts,
  Protocol,
  Refit,
  SkippedCutoff,
  ThresholdParameters,
  TrainingFrame,
} from './types.ts';
export { predicts } from './types.ts';
export { backtest } from './walk-forward.ts';
