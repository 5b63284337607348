export type {
  Break,
  CalendarFrequency,
  ColumnDefinition,
  ColumnTest,
  CustomTest,
  Definitions,
  EstimatorDefinition,
  FeatureGroupDefinition,
  FileSource,
  FileTable,
  FredSource,
  Frequency,
  LabelDefinition,
  Located,
  ModelDefinition,
  ProjectConfig,
  ReadOutcome,
  SeriesDefinition,
  SourceDefinition,
  TargetDefinition,
  TestSeverity,
  VariableDefinition,
  VariableType,
} from './definitions.ts';
export { diskFiles } from './disk-files.ts';
export { overrideVars, parseVarsFlag, type VarsFlag } from './override-vars.ts';
export type { ProjectFiles } from './project-files.ts';
export { readProject } from './read-project.ts';
