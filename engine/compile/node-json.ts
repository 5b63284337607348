import { columnTestNode, listedTests } from './column-test-nodes.ts';
import type { ComparisonNode, CompiledQuery, FeatureNode, GraphNode, LabelNode, ModelNode, TestNode } from './graph.ts';
import type {
  NodeRecord,
  OftenAsked,
  PlainComparison,
  PlainModel,
  PlainQueryNode,
  PlainTest,
  TestRecord,
} from './graph-head.ts';
import { type QueryRecord, queryOfRecord, queryRecord } from './kept-query.ts';
import type { NamedDefinitions } from './named-definitions.ts';
import { once } from './once.ts';
import { groundIs, groundOf } from './placed-query.ts';

/** The records of a node; of a test of a column none, of which its group says all. */
export function plainNode(node: GraphNode): readonly (NodeRecord | QueryRecord | TestRecord)[] {
  switch (node.kind) {
    case 'source':
      return [{ ...node, source: node.source.name }];
    case 'feature':
    case 'label':
      return plainQueryNode(node);
    case 'test':
      return plainTest(node);
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
}

function plainQueryNode(node: FeatureNode | LabelNode): readonly [PlainQueryNode, QueryRecord] {
  // Its recipe and its places are made when somebody asks: nothing here may copy the node.
  const { kind, id, name, description, owner, tags, path, inputs, definition } = node;
  const known = { kind, id, name, description, ...(owner === undefined ? {} : { owner }), tags, path, inputs };
  const { output, sources, usesAsOf, functions } = node.query;
  const often = { output, sources, usesAsOf, ...(functions === undefined ? {} : { functions }) };
  const tests = node.kind === 'feature' ? { tests: listedTests(node.definition) } : {};
  return [{ ...known, query: often, yaml: definition.yaml.file.path, ...tests }, queryRecord(node)];
}

function plainTest(node: TestNode): readonly (PlainTest | TestRecord)[] {
  if (node.testKind === 'column') return [];
  const { body, recipe, ...known } = node;
  switch (body.kind) {
    case 'custom':
      return [known, { body, recipe }];
    case 'column':
      return [];
    case 'unit': {
      const { yaml: _, ...rest } = body;
      return [known, { body: rest, recipe }];
    }
    default:
      return body satisfies never;
  }
}

/** A node of its first record, and the tests of its columns. @param second its other record, read when it is asked. */
export function nodesFrom(node: NodeRecord, second: () => unknown, defined: NamedDefinitions): readonly GraphNode[] {
  switch (node.kind) {
    case 'source':
      return [{ ...node, source: defined.source(node.source) }];
    case 'feature':
    case 'label': {
      const rest = once(() => queryOfRecord(second() as QueryRecord, defined.queryNode(node)));
      const definition = (): FeatureNode['definition'] => defined.group(node.name);
      const tests = (node.tests ?? []).map((test) => columnTestNode(node, test, definition));
      return [queryNodeFrom(node, rest, defined), ...tests];
    }
    case 'test':
      return [
        testFrom(
          node,
          once(() => bodied(second() as TestRecord, node, defined)),
        ),
      ];
    case 'model':
      return [
        modelFrom(
          node,
          once(() => defined.model(node.name)),
        ),
      ];
    case 'comparison':
      return [
        comparisonFrom(
          node,
          once(() => defined.comparison(node)),
        ),
      ];
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

function testFrom(known: PlainTest, rest: () => Pick<TestNode, 'body' | 'recipe'>): TestNode {
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
  { tests: _, yaml: __, query: often, ...known }: PlainQueryNode,
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

function queryFrom(often: OftenAsked, rest: () => Omit<CompiledQuery, keyof OftenAsked>): CompiledQuery {
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
