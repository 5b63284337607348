export { compile } from './compile.ts';
export type { CompileCache } from './compile-cache.ts';
export { datesOf } from './decision-dates.ts';
export {
  type Calendar,
  type ComparisonNode,
  type CompiledQuery,
  type FeatureNode,
  type Graph,
  type GraphNode,
  type LabelNode,
  type ModelNode,
  type NodeId,
  type NodeKind,
  nodeId,
  type SourceNode,
  type TestNode,
} from './graph.ts';
export type { TypedColumn } from './typed-column.ts';
