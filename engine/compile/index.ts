export type { NodeId } from '../ids/index.ts';
export { datesBetween } from './calendar-dates.ts';
export { columnUnits, type ModelUnits, modelUnits } from './column-units.ts';
export { carriesValues, columnsBehind, directSeries, passesOn } from './columns-behind.ts';
export type { CompileEffects } from './compile.ts';
export type { CompileCache } from './compile-cache.ts';
export { compileOnce as compile, compileSummary } from './compile-once.ts';
export { datesOf } from './decision-dates.ts';
export {
  type Calendar,
  type ComparisonNode,
  type CompiledQuery,
  type FeatureNode,
  type Graph,
  type GraphNode,
  groupNode,
  type LabelNode,
  type ModelNode,
  type NodeKind,
  type SourceNode,
  type StoredTestBody,
  type TestKind,
  type TestNode,
} from './graph.ts';
export { type GraphSummary, type SummaryNode, summaryOf } from './graph-summary.ts';
export { judgeSql } from './judge-later.ts';
export { type HistoryForm, histories, type LiftedQuery, liftedQueries, liftedQuery } from './lifted-query.ts';
export { edgesOf } from './placed-query.ts';
export type { TypedColumn } from './typed-column.ts';
export { unitDemand } from './unit-tests/unit-demand.ts';
