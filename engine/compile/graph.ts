import type { QueryDigests, QueryLineage } from '../../lineage/index.ts';
import type { Day } from '../calendar/index.ts';
import type { Problem, Span } from '../diagnostics/index.ts';
import { idOf, type NodeId } from '../ids/index.ts';
import type {
  CalendarFrequency,
  ColumnTest,
  CustomTest,
  Definitions,
  FeatureGroupDefinition,
  LabelDefinition,
  ModelDefinition,
  SourceDefinition,
  TestSeverity,
} from '../project/index.ts';
import type { Json } from '../warehouse/index.ts';
import type { Exactness } from './asof/index.ts';
import type { LocatedLineage } from './locate-lineage.ts';
import type { TypedColumn } from './typed-column.ts';

export interface Calendar {
  readonly frequency: CalendarFrequency;
  /** Decision dates, ascending, `YYYY-MM-DD`, each the last day of its period. */
  readonly dates: readonly Day[];
}

/** The project compiled: every definition parsed, admitted, bound and lifted. Frozen; in topological order. */
export interface Graph {
  readonly definitions: Definitions;
  readonly calendar: Calendar;
  /** The decision dates of the groups and labels that stop before the calendar does: `datesOf` asks for any node's. */
  readonly shorter: ReadonlyMap<NodeId, readonly string[]>;
  readonly nodes: ReadonlyMap<NodeId, GraphNode>;
  /** Warnings; errors stop before a graph exists. */
  readonly problems: readonly Problem[];
}

/** The group of this name; undefined where the project has none. */
export function groupNode({ nodes }: Pick<Graph, 'nodes'>, name: string): FeatureNode | undefined {
  const node = nodes.get(idOf.group(name));
  return node?.kind === 'feature' ? node : undefined;
}

export type GraphNode = SourceNode | FeatureNode | LabelNode | ModelNode | ComparisonNode | TestNode;
export type NodeKind = GraphNode['kind'];

interface NodeShape {
  readonly id: NodeId;
  /** The name without its room: `labor`, `unrate`. */
  readonly name: string;
  readonly description: string;
  readonly owner?: string;
  readonly tags: readonly string[];
  /** Project-relative path of the file that defines it, for `path:` selectors and messages. */
  readonly path: string;
  readonly inputs: readonly NodeId[];
  /** Everything in the definition that can change the result; part of the fingerprint. */
  readonly recipe: Json;
}

/** One relation of a source. */
export interface SourceNode extends NodeShape {
  readonly kind: 'source';
  readonly source: SourceDefinition;
  readonly columns: readonly TypedColumn[];
}

/** A query as the engine evaluates it at decision dates; shaped for the feature store. */
export interface CompiledQuery {
  /** The user's text with variables replaced. */
  readonly sql: string;
  readonly liftedSql?: string;
  /** How exactly `liftedSql` equals the loop. */
  readonly exactness?: Exactness;
  /** Why it runs as a loop, when it does. */
  readonly loopReason?: string;
  /** Sources read, also through groups. */
  readonly sources: readonly NodeId[];
  /** Groups read, inner ones first. */
  readonly groups: readonly { readonly name: string; readonly sql: string }[];
  readonly usesAsOf: boolean;
  readonly output: readonly TypedColumn[];
  readonly lineage: QueryLineage;
  /** How its columns are computed and its rows chosen; places and words do not change it. */
  readonly digests: QueryDigests;
  /** Where the expression of each output column is written in the SQL file. */
  readonly spans: LocatedLineage['spans'];
  readonly whole: LocatedLineage['whole'];
}

export interface FeatureNode extends NodeShape {
  readonly kind: 'feature';
  readonly definition: FeatureGroupDefinition;
  readonly query: CompiledQuery;
}

export interface LabelNode extends NodeShape {
  readonly kind: 'label';
  readonly definition: LabelDefinition;
  readonly query: CompiledQuery;
}

export interface ModelNode extends NodeShape {
  readonly kind: 'model';
  readonly definition: ModelDefinition;
  readonly label: LabelDefinition;
  /** Whether the label's window was compared with its SQL, and found to be so. */
  readonly windowCompared: boolean;
}

/** The models of one label side by side: two or more. */
export interface ComparisonNode extends NodeShape {
  readonly kind: 'comparison';
  readonly label: LabelDefinition;
  /** By name. */
  readonly models: readonly ModelDefinition[];
  /** The name of the model that the project declares; null where it declares none. */
  readonly champion: string | null;
}

export type TestBody =
  | { readonly kind: 'column'; readonly column: string; readonly test: ColumnTest; readonly span: Span }
  | {
      readonly kind: 'custom';
      readonly test: CustomTest;
      readonly sql: string;
      readonly lineage: QueryLineage;
      readonly digests: QueryDigests;
      readonly span: LocatedLineage['whole'];
    };

export interface TestNode extends NodeShape {
  readonly kind: 'test';
  /** The group that it tests: its failure blocks that group's readers. */
  readonly of: NodeId;
  readonly body: TestBody;
  readonly severity: TestSeverity;
}
