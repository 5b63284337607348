export type { NodeId } from '../ids/index.ts';
export { type CompileEffects, compile } from './compile.ts';
export type { CompileCache } from './compile-cache.ts';
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
  type TestNode,
} from './graph.ts';
export type { TypedColumn } from './typed-column.ts';
