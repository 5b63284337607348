import type { Problem } from '../diagnostics/index.ts';
import { idOf, type NodeId, parseId } from '../ids/index.ts';
import { entry } from '../presence/index.ts';
import { type Definitions, exactJson, type KeptState } from '../project/index.ts';
import { columnTestBody, type PlacelessTestBody } from './column-test-body.ts';
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

/**
 * A graph as JSON. What definitions say stands in the definitions: nodes name theirs. What many commands never ask of a
 * group or label, such as its text and its edges, is a record of its own, with what is asked of its tests.
 */
interface Head {
  readonly calendar: Calendar;
  readonly shorter: readonly (readonly [NodeId, readonly string[]])[];
  readonly problems: readonly Problem[];
  readonly nodes: readonly PlainNode[];
}

type PlainQuery = Pick<CompiledQuery, 'output' | 'sources' | 'usesAsOf' | 'functions'>;

interface PlainQueryNode extends Omit<FeatureNode, 'kind' | 'definition' | 'query' | 'recipe'> {
  readonly kind: 'feature' | 'label';
  readonly query: PlainQuery;
  /** The place of its record. */
  readonly record: number;
}

type PlainTest = Omit<TestNode, 'body' | 'recipe'> & { readonly record: number };
type PlainSource = Omit<SourceNode, 'source'> & { readonly source: string };
type PlainModel = Omit<ModelNode, 'definition' | 'label'>;
type PlainComparison = Omit<ComparisonNode, 'label' | 'models'>;

type PlainNode = PlainQueryNode | PlainTest | PlainSource | PlainModel | PlainComparison;

interface QueryRecord {
  readonly recipe: GraphNode['recipe'];
  readonly query: Omit<CompiledQuery, keyof PlainQuery>;
}

/** Where a test of a column or a unit test is written is asked of what it tests. */
type PlainBody = Extract<TestBody, { readonly kind: 'custom' }> | PlacelessTestBody | Omit<UnitBody, 'yaml'>;
type UnitBody = Extract<TestBody, { readonly kind: 'unit' }>;

interface TestRecord {
  readonly body: PlainBody;
  readonly recipe: TestNode['recipe'];
}

/** Undefined where JSON cannot hold it. */
export function graphAsJson(graph: Graph): { readonly head: string; readonly records: readonly string[] } | undefined {
  const records: (string | undefined)[] = [];
  const kept = (value: QueryRecord | TestRecord): number => records.push(exactJson(value)) - 1;
  const nodes = [...graph.nodes.values()].map((node): PlainNode => {
    switch (node.kind) {
      case 'source':
        return { ...node, source: node.source.name };
      case 'feature':
      case 'label':
        return plainQueryNode(node, kept);
      case 'test': {
        const { body, recipe, ...known } = node;
        return { ...known, record: kept({ body: plainBody(body), recipe }) };
      }
      case 'model': {
        const { definition: _, label: __, ...known } = node;
        return known;
      }
      case 'comparison': {
        const { label: _, models: __, ...known } = node;
        return known;
      }
      default:
        return node satisfies never;
    }
  });
  const { calendar, shorter, problems } = graph;
  const head = exactJson({ calendar, shorter: [...shorter], problems, nodes } satisfies Head);
  const all = records.filter((record) => record !== undefined);
  return head === undefined || all.length < records.length ? undefined : { head, records: all };
}

function plainQueryNode(node: FeatureNode | LabelNode, kept: (record: QueryRecord) => number): PlainQueryNode {
  const { definition: _, query, recipe, ...known } = node;
  const { output, sources, usesAsOf, functions, ...rest } = query;
  const often = { output, sources, usesAsOf, ...(functions === undefined ? {} : { functions }) };
  return { ...known, query: often, record: kept({ recipe, query: rest }) };
}

function plainBody(body: TestBody): PlainBody {
  switch (body.kind) {
    case 'custom':
      return body;
    case 'column': {
      const { kind, column, test, index } = body;
      return { kind, column, test, index };
    }
    case 'unit': {
      const { yaml: _, ...known } = body;
      return known;
    }
    default:
      return body satisfies never;
  }
}

/** The graph that `graphAsJson` wrote, of the definitions that it was compiled from. */
export function graphFromJson(state: KeptState, definitions: Definitions): Graph {
  const { calendar, shorter, problems, nodes } = state.head as Head;
  const defined = new Defined(definitions);
  const all = nodes.map((node) => [node.id, nodeFrom(node, state, defined)] as const);
  return Object.freeze({ definitions, calendar, shorter: new Map(shorter), nodes: new Map(all), problems });
}

function nodeFrom(node: PlainNode, { record }: KeptState, defined: Defined): GraphNode {
  switch (node.kind) {
    case 'source':
      return { ...node, source: defined.source(node.source) };
    case 'feature':
    case 'label':
      return queryNodeFrom(
        node,
        once(() => record(node.record) as QueryRecord),
        defined,
      );
    case 'test':
      return testFrom(
        node,
        once(() => bodied(record(node.record) as TestRecord, node, defined)),
      );
    case 'model':
      return modelFrom(
        node,
        once(() => defined.model(node.name)),
      );
    case 'comparison':
      return comparisonFrom(
        node,
        once(() => defined.comparison(node)),
      );
    default:
      return node satisfies never;
  }
}

// Written out, because there may be tens of thousands: properties that are declared by name take ten times as long.

function bodied({ body, recipe }: TestRecord, { of }: PlainTest, defined: Defined): Pick<TestNode, 'body' | 'recipe'> {
  if (body.kind === 'custom') return { body, recipe };
  const { kind, name } = defined.tested(of);
  const { yaml } = defined.query(kind, name);
  return { body: body.kind === 'unit' ? { ...body, yaml } : columnTestBody(body, () => yaml), recipe };
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
  { record: _, query: often, ...known }: PlainQueryNode,
  rest: () => QueryRecord,
  defined: Defined,
): FeatureNode | LabelNode {
  const query = queryFrom(often, () => rest().query);
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

function queryFrom(often: PlainQuery, rest: () => QueryRecord['query']): CompiledQuery {
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

function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** What the project defines, by name. Groups, labels and models are asked for when somebody asks for one. */
class Defined {
  readonly #definitions: Definitions;
  readonly #sources: ReadonlyMap<string, SourceNode['source']>;
  readonly #maps = new Map<string, ReadonlyMap<string, { readonly name: string }>>();

  constructor(definitions: Definitions) {
    this.#definitions = definitions;
    this.#sources = new Map(definitions.sources.map((source) => [source.name, source]));
  }

  source(name: string): SourceNode['source'] {
    return entry(this.#sources, name);
  }

  /** The group or label that a test is of. */
  tested(of: NodeId): { readonly kind: 'feature' | 'label'; readonly name: string } {
    const { schema, name } = parseId(of);
    return { kind: schema === 'labels' ? 'label' : 'feature', name };
  }

  query(kind: 'feature' | 'label', name: string): FeatureNode['definition'] | LabelNode['definition'] {
    return kind === 'feature' ? this.#named('groups', name) : this.#named('labels', name);
  }

  model(name: string): Pick<ModelNode, 'definition' | 'label'> {
    const definition = this.#named('models', name);
    return { definition, label: this.#named('labels', definition.label) };
  }

  comparison({ name, inputs }: PlainComparison): Pick<ComparisonNode, 'label' | 'models'> {
    const models = this.#definitions.models.filter((model) => inputs.includes(idOf.model(model.name)));
    return {
      label: this.#named('labels', name),
      models: models.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    };
  }

  #named<Kind extends 'groups' | 'labels' | 'models'>(kind: Kind, name: string): Definitions[Kind][number] {
    const known = this.#maps.get(kind) ?? new Map(this.#definitions[kind].map((each) => [each.name, each]));
    this.#maps.set(kind, known);
    return entry(known, name) as Definitions[Kind][number];
  }
}
