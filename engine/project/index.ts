export { decodeText } from './decode-text.ts';
export type {
  CalendarFrequency,
  ColumnDefinition,
  ColumnTest,
  CustomTest,
  Definitions,
  FeatureGroupDefinition,
  LabelDefinition,
  ModelDefinition,
  ProjectConfig,
  ReadOutcome,
  TestSeverity,
  TuningDefinition,
  VariableDefinition,
  VariableType,
} from './definitions.ts';
export { diskFiles, isSkippedFolder } from './disk-files.ts';
export { isEnvironmentName } from './environment-name.ts';
export { frameFeatures } from './frame-features.ts';
export type { Located } from './located.ts';
export { onTarget, withCompleteness } from './on-target.ts';
export { overrideVars, parseVarsFlag, type VarsFlag } from './override-vars.ts';
export type { ProjectFiles } from './project-files.ts';
export { readColumns } from './read-columns.ts';
export { readProject } from './read-project.ts';
export { noticesOf, type RelationRights, rightsOf, rightsOfSource } from './rights.ts';
export { S3_CACHE_PATH } from './schemas/target.ts';
export type {
  Break,
  Completeness,
  CompletenessAttestation,
  Dated,
  FileSource,
  FileTable,
  FredData,
  FredFile,
  FredSource,
  Frequency,
  FreshnessLimits,
  Rights,
  SeriesDefinition,
  SourceDefinition,
} from './source-definitions.ts';
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
