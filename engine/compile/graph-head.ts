import type { Problem } from '../diagnostics/index.ts';
import type { NodeId } from '../ids/index.ts';
import type { DefinitionDigest, KeptState } from '../project/index.ts';
import type { ListedTest } from './column-test-nodes.ts';
import type {
  Calendar,
  ComparisonNode,
  CompiledQuery,
  FeatureNode,
  ModelNode,
  NodeKind,
  SourceNode,
  TestBody,
  TestKind,
  TestNode,
} from './graph.ts';

/**
 * A graph as it is kept: what `ews compile` prints, and what tells which nodes still hold. All else is in records, the
 * first of a node with what many commands ask. What definitions say stands in the definitions: nodes name theirs.
 */
export interface GraphHead {
  /** Of the definitions that it was compiled from. */
  readonly origin: string;
  readonly calendar: Calendar;
  readonly shorter: readonly (readonly [NodeId, readonly string[]])[];
  readonly problems: readonly Problem[];
  /** A digest of all models, and of the order of groups and labels. */
  readonly rest: string;
  /** Without the tests of columns, which follow from their groups. */
  readonly nodes: readonly KeptNode[];
  /** How many records there are. */
  readonly records: number;
}

/** A node in a head. */
export interface KeptNode {
  readonly kind: NodeKind;
  readonly id: NodeId;
  readonly name: string;
  readonly inputs: readonly NodeId[];
  /** The place of its first record. A second one, of a query or a test, follows. */
  readonly at: number;
  /** Of a group or label. */
  readonly query?: KeptQuery;
  readonly test?: { readonly of: NodeId; readonly testKind: TestKind };
}

export interface KeptQuery {
  /** How many it returns, and how many tests they have. */
  readonly columns: number;
  readonly tests: number;
  /** The files of its SQL and YAML. */
  readonly path: string;
  readonly yaml: string;
  readonly digest?: DefinitionDigest;
  /** The group of a label's event. */
  readonly event?: NodeId;
}

/** The groups and labels of a graph that was kept, each after what it reads. */
export function queriesIn({ head }: Pick<KeptState, 'head'>): readonly (KeptNode & { readonly query: KeptQuery })[] {
  return (head as GraphHead).nodes.flatMap((node) =>
    node.query === undefined ? [] : [{ ...node, query: node.query }],
  );
}

/** The origin of the definitions from which a graph was compiled. */
export function originIn({ head }: Pick<KeptState, 'head'>): string {
  return (head as GraphHead).origin;
}

export type OftenAsked = Pick<CompiledQuery, 'output' | 'sources' | 'usesAsOf' | 'functions'>;

/** What many commands ask of a group or label. */
export interface PlainQueryNode extends Omit<FeatureNode, 'kind' | 'definition' | 'query' | 'recipe'> {
  readonly kind: 'feature' | 'label';
  readonly query: OftenAsked;
  /** Where its YAML is. */
  readonly yaml: string;
  /** The tests of its columns, which follow it in the graph. */
  readonly tests?: readonly ListedTest[];
}

export type PlainTest = Omit<TestNode, 'body' | 'recipe'>;
export type PlainSource = Omit<SourceNode, 'source'> & { readonly source: string };
export type PlainModel = Omit<ModelNode, 'definition' | 'label'>;
export type PlainComparison = Omit<ComparisonNode, 'label' | 'models'>;

/** The first record of a node. */
export type NodeRecord = PlainQueryNode | PlainTest | PlainSource | PlainModel | PlainComparison;

/** Where a unit test is written is asked of what it tests. */
type PlainBody = Extract<TestBody, { readonly kind: 'custom' }> | Omit<UnitBody, 'yaml'>;
type UnitBody = Extract<TestBody, { readonly kind: 'unit' }>;

/** The second record of a test. */
export interface TestRecord {
  readonly body: PlainBody;
  readonly recipe: TestNode['recipe'];
}
