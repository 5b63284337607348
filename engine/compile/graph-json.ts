import type { Problem } from '../diagnostics/index.ts';
import type { NodeId } from '../ids/index.ts';
import {
  type ComparableDefinitions,
  type DefinitionDigest,
  type Definitions,
  exactJson,
  type KeptState,
  type Records,
} from '../project/index.ts';
import { columnTestNode, type ListedTest, listedTests } from './column-test-nodes.ts';
import type {
  Calendar,
  ComparisonNode,
  CompiledQuery,
  FeatureNode,
  Graph,
  GraphNode,
  LabelNode,
  ModelNode,
  SourceNode,
  TestBody,
  TestNode,
} from './graph.ts';
import { type QueryRecord, queryOfRecord, queryRecord } from './kept-query.ts';
import { NamedDefinitions } from './named-definitions.ts';
import { once } from './once.ts';
import { groundIs, groundOf } from './placed-query.ts';
import { digestOf } from './unchanged-queries.ts';

/**
 * A graph as JSON. What definitions say stands in the definitions: nodes name theirs. What many commands never ask of a
 * group or label, such as its text and its edges, is a record of its own, with what is asked of its tests.
 */
interface Head {
  /** Of the definitions that it was compiled from. */
  readonly origin: string;
  readonly calendar: Calendar;
  readonly shorter: readonly (readonly [NodeId, readonly string[]])[];
  readonly problems: readonly Problem[];
  readonly nodes: readonly PlainNode[];
}

type PlainQuery = Pick<CompiledQuery, 'output' | 'sources' | 'usesAsOf' | 'functions'>;

interface PlainQueryNode extends Omit<FeatureNode, 'kind' | 'definition' | 'query' | 'recipe'> {
  readonly kind: 'feature' | 'label';
  readonly query: PlainQuery;
  /** Where its YAML is. */
  readonly yaml: string;
  /** Digests of its definition. */
  readonly digest?: DefinitionDigest;
  /** The tests of its columns, which follow it in the graph. */
  readonly tests?: readonly ListedTest[];
  /** The place of its record. */
  readonly record: number;
}

type PlainTest = Omit<TestNode, 'body' | 'recipe'> & { readonly record: number };
type PlainSource = Omit<SourceNode, 'source'> & { readonly source: string };
type PlainModel = Omit<ModelNode, 'definition' | 'label'>;
type PlainComparison = Omit<ComparisonNode, 'label' | 'models'>;

type PlainNode = PlainQueryNode | PlainTest | PlainSource | PlainModel | PlainComparison;

/** Where a unit test is written is asked of what it tests. */
type PlainBody = Extract<TestBody, { readonly kind: 'custom' }> | Omit<UnitBody, 'yaml'>;
type UnitBody = Extract<TestBody, { readonly kind: 'unit' }>;

interface TestRecord {
  readonly body: PlainBody;
  readonly recipe: TestNode['recipe'];
}

/** Nodes as they were kept: while nothing of them changes they are kept again as they stand. */
const KEPT = new WeakMap<GraphNode, { readonly plain: PlainQueryNode | PlainTest; readonly text: () => Uint8Array }>();

/** What tells later whether a graph still holds, and which of its nodes do. */
export interface KeptGround {
  readonly origin: string;
  readonly comparable: ComparableDefinitions;
}

/** Undefined where JSON cannot hold it. */
export function graphAsJson(
  graph: Graph,
  { origin, comparable }: KeptGround,
): { readonly head: string; readonly records: Records } | undefined {
  const records: (string | Uint8Array | undefined)[] = [];
  const kept = (value: QueryRecord | TestRecord): number => records.push(exactJson(value)) - 1;
  const nodes = [...graph.nodes.values()].flatMap((node): readonly PlainNode[] => {
    const before = KEPT.get(node);
    if (before !== undefined) return [{ ...before.plain, record: records.push(before.text()) - 1 }];
    switch (node.kind) {
      case 'source':
        return [{ ...node, source: node.source.name }];
      case 'feature':
      case 'label': {
        const digest = digestOf(node, comparable);
        return [{ ...plainQueryNode(node, kept), ...(digest === undefined ? {} : { digest }) }];
      }
      case 'test':
        return plainTests(node, kept);
      case 'model': {
        const { definition: _, label: __, ...known } = node;
        return [known];
      }
      case 'comparison': {
        const { label: _, models: __, ...known } = node;
        return [known];
      }
      default:
        return node satisfies never;
    }
  });
  const { calendar, shorter, problems } = graph;
  const head = exactJson({ origin, calendar, shorter: [...shorter], problems, nodes } satisfies Head);
  const all = records.filter((record) => record !== undefined);
  return head === undefined || all.length < records.length ? undefined : { head, records: all };
}

function plainQueryNode(node: FeatureNode | LabelNode, kept: (record: QueryRecord) => number): PlainQueryNode {
  // Its recipe and its places are made when somebody asks: nothing here may copy the node.
  const { kind, id, name, description, owner, tags, path, inputs, definition } = node;
  const known = { kind, id, name, description, ...(owner === undefined ? {} : { owner }), tags, path, inputs };
  const { output, sources, usesAsOf, functions } = node.query;
  const often = { output, sources, usesAsOf, ...(functions === undefined ? {} : { functions }) };
  const tests = node.kind === 'feature' ? { tests: listedTests(node.definition) } : {};
  return { ...known, query: often, yaml: definition.yaml.file.path, ...tests, record: kept(queryRecord(node)) };
}

function plainTests(node: TestNode, kept: (record: TestRecord) => number): readonly PlainTest[] {
  // Of a column's test its group says all.
  if (node.testKind === 'column') return [];
  const { body, recipe, ...known } = node;
  switch (body.kind) {
    case 'custom':
      return [{ ...known, record: kept({ body, recipe }) }];
    case 'column':
      return [];
    case 'unit': {
      const { yaml: _, ...rest } = body;
      return [{ ...known, record: kept({ body: rest, recipe }) }];
    }
    default:
      return body satisfies never;
  }
}

/** What is known of a group or label that was compiled. */
export type CompiledQueryNode = Pick<PlainQueryNode, 'id' | 'path' | 'yaml' | 'digest'>;

/** The groups and labels of a graph that was kept, each after what it reads. */
export function queriesIn({ head }: Pick<KeptState, 'head'>): readonly CompiledQueryNode[] {
  return (head as Head).nodes.flatMap((node) => (node.kind === 'feature' || node.kind === 'label' ? [node] : []));
}

/** The origin of the definitions from which a graph was compiled. */
export function originIn({ head }: Pick<KeptState, 'head'>): string {
  return (head as Head).origin;
}

/** The graph that `graphAsJson` wrote, of the definitions that it was compiled from. */
export function graphFromJson(state: KeptState, definitions: Definitions): Graph {
  const { calendar, shorter, problems, nodes } = state.head as Head;
  const defined = new NamedDefinitions(definitions);
  const all = nodes.flatMap((node) => nodesFrom(node, state, defined).map((each) => [each.id, each] as const));
  return Object.freeze({ definitions, calendar, shorter: new Map(shorter), nodes: new Map(all), problems });
}

function nodesFrom(node: PlainNode, { record, text }: KeptState, defined: NamedDefinitions): readonly GraphNode[] {
  switch (node.kind) {
    case 'source':
      return [{ ...node, source: defined.source(node.source) }];
    case 'feature':
    case 'label': {
      const rest = once(() => queryOfRecord(record(node.record) as QueryRecord, defined.queryNode(node)));
      const made = queryNodeFrom(node, rest, defined);
      KEPT.set(made, { plain: node, text: () => text(node.record) });
      const definition = (): FeatureNode['definition'] => defined.group(node.name);
      return [made, ...(node.tests ?? []).map((test) => columnTestNode(node, test, definition))];
    }
    case 'test': {
      const rest = once(() => bodied(record(node.record) as TestRecord, node, defined));
      const made = testFrom(node, rest);
      KEPT.set(made, { plain: node, text: () => text(node.record) });
      return [made];
    }
    case 'model': {
      const rest = once(() => defined.model(node.name));
      return [modelFrom(node, rest)];
    }
    case 'comparison': {
      const rest = once(() => defined.comparison(node));
      return [comparisonFrom(node, rest)];
    }
    default:
      return node satisfies never;
  }
}

// Written out, because there may be tens of thousands: properties that are declared by name take ten times as long.

function bodied(
  { body, recipe }: TestRecord,
  { of }: PlainTest,
  defined: NamedDefinitions,
): Pick<TestNode, 'body' | 'recipe'> {
  if (body.kind === 'custom') return { body, recipe };
  const { kind, name } = defined.tested(of);
  const { yaml } = defined.query(kind, name);
  return { body: { ...body, yaml }, recipe };
}

function testFrom({ record: _, ...known }: PlainTest, rest: () => Pick<TestNode, 'body' | 'recipe'>): TestNode {
  return {
    ...known,
    get body() {
      return rest().body;
    },
    get recipe() {
      return rest().recipe;
    },
  };
}

function modelFrom(known: PlainModel, rest: () => Pick<ModelNode, 'definition' | 'label'>): ModelNode {
  return {
    ...known,
    get definition() {
      return rest().definition;
    },
    get label() {
      return rest().label;
    },
  };
}

function comparisonFrom(known: PlainComparison, rest: () => Pick<ComparisonNode, 'label' | 'models'>): ComparisonNode {
  return {
    ...known,
    get label() {
      return rest().label;
    },
    get models() {
      return rest().models;
    },
  };
}

function queryNodeFrom(
  { record: _, digest: __, tests: ___, yaml: ____, query: often, ...known }: PlainQueryNode,
  rest: () => ReturnType<typeof queryOfRecord>,
  defined: NamedDefinitions,
): FeatureNode | LabelNode {
  const query = queryFrom(often, () => rest().query);
  groundIs(query, () => groundOf(rest().query));
  const node = {
    ...known,
    query,
    get recipe() {
      return rest().recipe;
    },
    get definition() {
      return defined.query(known.kind, known.name);
    },
  };
  return node as FeatureNode | LabelNode;
}

function queryFrom(often: PlainQuery, rest: () => Omit<CompiledQuery, keyof PlainQuery>): CompiledQuery {
  return {
    ...often,
    get sql() {
      return rest().sql;
    },
    get groups() {
      return rest().groups;
    },
    get lineage() {
      return rest().lineage;
    },
    get digests() {
      return rest().digests;
    },
    get spans() {
      return rest().spans;
    },
    get whole() {
      return rest().whole;
    },
  };
}
