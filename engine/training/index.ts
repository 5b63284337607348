export type {
  Coefficient,
  FitStatistics,
  FittedGlm,
  FittedModel,
  Preparation,
} from './estimators/estimator.ts';
export { isGlm } from './estimators/glm.ts';
export { fitOnce } from './fit-once.ts';
export { permutationImportance } from './importance.ts';
export type {
  AlarmMeasures,
  BacktestResult,
  CalibrationBin,
  EpisodeOutcome,
  FeatureImportance,
  FitSummary,
  Interval,
  Measured,
  Measures,
  ProbabilityScores,
  RivalScores,
  Sensitivity,
  Usefulness,
} from './results.ts';
export { compareRivals } from './rivals.ts';
export type {
  BacktestInput,
  BoostingParameters,
  ClimatologyParameters,
  Contribution,
  Day,
  EstimatorParameters,
  EventMonth,
  ForestParameters,
  GlmParameters,
  LabelKnowledge,
  LabelVersion,
  Latest,
  Loss,
  MlForestParameters,
  ModelSpec,
  PredictionRow,
  Predicts,
  Protocol,
  Refit,
  Rival,
  SkippedCutoff,
  ThresholdParameters,
  TrainingFrame,
} from './types.ts';
export { predicts } from './types.ts';
export type {
  FittedRegression,
  ValueBacktest,
  ValueLatest,
  ValueMeasures,
  ValueParameters,
  ValuePrediction,
  ValueSensitivity,
  ValueSpec,
} from './values/types.ts';
export { valueBacktest } from './values/value-backtest.ts';
export { backtest } from './walk-forward.ts';
