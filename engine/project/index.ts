export { decodeText } from './decode-text.ts';
export type {
  Break,
  CalendarFrequency,
  ColumnDefinition,
  ColumnTest,
  CustomTest,
  Dated,
  Definitions,
  FeatureGroupDefinition,
  FileSource,
  FileTable,
  FredSource,
  Frequency,
  Freshness,
  LabelDefinition,
  ModelDefinition,
  ProjectConfig,
  ReadOutcome,
  Rights,
  SeriesDefinition,
  SourceDefinition,
  TestSeverity,
  TuningDefinition,
  VariableDefinition,
  VariableType,
} from './definitions.ts';
export { diskFiles, isSkippedFolder } from './disk-files.ts';
export type { EstimatorDefinition } from './estimator-definitions.ts';
export { frameFeatures } from './frame-features.ts';
export type { Located } from './located.ts';
export { onTarget, withCompleteness } from './on-target.ts';
export { overrideVars, parseVarsFlag, type VarsFlag } from './override-vars.ts';
export type { ProjectFiles } from './project-files.ts';
export { readProject } from './read-project.ts';
export { noticesOf, type RelationRights, rightsOf, rightsOfSource } from './rights.ts';
export type {
  FredReading,
  LiveFred,
  LocalStoreDefinition,
  LockedFolder,
  OpenLineageEndpoint,
  Posture,
  S3StoreDefinition,
  StoreDefinition,
  TargetDefinition,
} from './target-definition.ts';
