import type { QueryDigests, QueryLineage } from '../../lineage/index.ts';
import type { Day } from '../calendar/index.ts';
import type { Problem, Span } from '../diagnostics/index.ts';
import { idOf, type NodeId } from '../ids/index.ts';
import type {
  CalendarRule,
  ColumnTest,
  CustomTest,
  Definitions,
  FeatureGroupDefinition,
  LabelDefinition,
  Located,
  ModelDefinition,
  SourceDefinition,
  TestSeverity,
  UnitTestDefinition,
} from '../project/index.ts';
import type { Json } from '../warehouse/index.ts';
import type { Exactness } from './asof/index.ts';
import type { LocatedLineage } from './locate-lineage.ts';
import type { TypedColumn } from './typed-column.ts';

export interface Calendar {
  readonly rule: CalendarRule;
  /** The rule in words, such as "monthly" or "listed in calendar.csv". */
  readonly words: string;
  /** Decision dates, ascending, `YYYY-MM-DD`. */
  readonly dates: readonly Day[];
}

/** The project compiled: every definition parsed, admitted and bound. Frozen; in topological order. */
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

/** A query as the engine evaluates it at decision dates; `liftedQuery` tells how all of them at once. */
export interface CompiledQuery {
  /** The user's text with variables replaced. */
  readonly sql: string;
  /** Sources read, also through groups. */
  readonly sources: readonly NodeId[];
  /** Groups read, inner ones first. */
  readonly groups: readonly { readonly name: string; readonly sql: string }[];
  readonly usesAsOf: boolean;
  /** Functions that are written out in it, `lib.growth`, sorted; absent where there are none. */
  readonly functions?: readonly string[];
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

/** A query as a unit test asks it: by its own variables, and of the relations that it gives. */
export interface UnitQuery extends Pick<CompiledQuery, 'sql' | 'sources' | 'groups' | 'usesAsOf'> {
  readonly liftedSql?: string;
  /** How exactly `liftedSql` equals the loop. */
  readonly exactness?: Exactness;
  /** Why it runs as a loop, when it does. */
  readonly loopReason?: string;
}

export type TestBody =
  | {
      readonly kind: 'column';
      readonly column: string;
      readonly test: ColumnTest;
      /** Its place among the tests of the column. */
      readonly index: number;
      /** Where it is written: the file is searched for it when somebody asks. */
      readonly span: Span;
    }
  | {
      readonly kind: 'custom';
      readonly test: CustomTest;
      readonly sql: string;
      readonly functions?: readonly string[];
      readonly lineage: QueryLineage;
      readonly digests: QueryDigests;
      readonly span: LocatedLineage['whole'];
    }
  | {
      readonly kind: 'unit';
      readonly test: UnitTestDefinition;
      /** Where it is written. */
      readonly yaml: Located;
      readonly query: UnitQuery;
      /** What `calendar.dates` holds: up to the last day that it is asked for. */
      readonly calendar: readonly Day[];
      readonly span: Span;
    };

/** Of a test that looks at rows that are stored. */
export type StoredTestBody = Exclude<TestBody, { readonly kind: 'unit' }>;

/** How a test is made: of a column, by a query over what is stored, or by rows that it gives itself. */
export type TestKind = TestBody['kind'];

export interface TestNode extends NodeShape {
  readonly kind: 'test';
  /**
   * The group that it tests, whose readers its failure blocks. One that gives its rows itself may be of a label too,
   * reads nothing that is built, and blocks what it tests as well.
   */
  readonly of: NodeId;
  /** The kind of its body, which is made when somebody asks. */
  readonly testKind: TestKind;
  readonly body: TestBody;
  readonly severity: TestSeverity;
}
