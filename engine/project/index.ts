export { decodeText } from './decode-text.ts';
export { type ComparableDefinitions, comparableParts, type DefinitionDigest } from './definition-digests.ts';
export type {
  CalendarFrequency,
  CalendarRule,
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
export {
  type CaseRow,
  type CaseValue,
  calledAs,
  type FunctionCase,
  type FunctionDefinition,
  type FunctionParameter,
  type FunctionReturns,
  type FunctionSchema,
  type TextStretch,
} from './functions/function-definition.ts';
export { libraryFunctions } from './functions/library/index.ts';
export { isRows } from './functions/returns.ts';
export { parametersText, returnsText } from './functions/signature.ts';
export { closingOf, listItems, type SqlWord, sqlWords } from './functions/sql-words.ts';
export { keepPlaces, rememberPlaces } from './kept-places.ts';
export {
  DamagedState,
  exactJson,
  type KeptKind,
  type KeptRecord,
  type KeptState,
  type KeptStates,
  type Records,
  type StateToKeep,
  stateToFind,
} from './kept-states.ts';
export { CONFIG_FILE } from './layout.ts';
export type { Located } from './located.ts';
export { onTarget, withCompleteness } from './on-target.ts';
export { originOf } from './origin.ts';
export { overrideVars, parseVarsFlag, type VarsFlag } from './override-vars.ts';
export { type PathPattern, pathPattern } from './path-pattern.ts';
export type { ProjectFiles } from './project-files.ts';
export { readColumns } from './read-columns.ts';
export { type JudgeSql, type ReadingMeans, readProject } from './read-project.ts';
export { readTargets } from './read-targets.ts';
export { noticesOf, type RelationRights, rightsOf, rightsOfSource } from './rights.ts';
export type { WrittenRelation } from './rules/rule.ts';
export { S3_CACHE_PATH } from './s3-cache-path.ts';
export { type LooseSql, type SoundParts, wholeParts } from './sound-parts.ts';
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
export {
  expectedKey,
  type GivenRelation,
  type Tolerance,
  type UnitCell,
  type UnitRow,
  type UnitTestDefinition,
} from './unit-test-definition.ts';
