import type { Json, JsonObject } from '../../../warehouse/index.ts';
import { ctesOf, objectAt, objectsAt, relationName, textAt, textsAt } from '../../ast.ts';
import type { AsOfRelation } from '../relation.ts';
import type { RowShape } from './row-facts.ts';
import { selectBlockOf } from './select-block.ts';

/** The shapes of the CTEs in reach, by name in lower case. */
export type CteShapes = ReadonlyMap<string, RowShape>;

export type { RowShape } from './row-facts.ts';

export interface Shapes {
  ofQuery(node: JsonObject, ctes: CteShapes): RowShape;
  /** The shape of one relation in a FROM clause, which is no join. */
  ofReference(ref: JsonObject, ctes: CteShapes): RowShape;
  /** The query's own CTEs added to those in reach. */
  within(node: JsonObject, ctes: CteShapes): CteShapes;
}

const UNKNOWN: RowShape = { columns: undefined, identities: [] };

/** Reads the shapes of relations off a statement, given what its sources and groups are. */
export function shapesOver(relations: ReadonlyMap<string, AsOfRelation>): Shapes {
  const groups = new Map<string, RowShape>();

  const declared = (name: string): RowShape => {
    const relation = relations.get(name);
    if (relation === undefined) return UNKNOWN;
    switch (relation.kind) {
      case 'calendar':
        return { columns: ['date'], identities: [['date']] };
      case 'source': {
        const columns = relation.columns.map((column) => column.name.toLowerCase());
        return {
          columns,
          identities: relation.key === undefined ? [] : [relation.key.map((key) => key.toLowerCase())],
        };
      }
      case 'group': {
        const shape = groups.get(name) ?? shapes.ofQuery(objectAt(relation.statement, 'node') ?? {}, new Map());
        groups.set(name, shape);
        return shape;
      }
      default:
        return relation satisfies never;
    }
  };

  const shapes: Shapes = {
    ofQuery: remembered((node, ctes) => {
      const reach = shapes.within(node, ctes);
      switch (node['type']) {
        case 'SELECT_NODE':
          return selectBlockOf(node, (ref) => shapes.ofReference(ref, reach)).output;
        case 'SET_OPERATION_NODE':
          return ofSetOperation(node, reach, shapes);
        case 'RECURSIVE_CTE_NODE':
          return { columns: shapes.ofQuery(objectAt(node, 'left') ?? {}, reach).columns, identities: [] };
        default:
          return UNKNOWN;
      }
    }),
    ofReference(ref, ctes) {
      const aliases = textsAt(ref, 'column_name_alias');
      switch (ref['type']) {
        case 'BASE_TABLE': {
          const cte = textAt(ref, 'schema_name') === '' ? ctes.get(relationName(ref)) : undefined;
          return renamed(cte ?? declared(relationName(ref)), aliases);
        }
        case 'SUBQUERY':
          return renamed(shapes.ofQuery(objectAt(objectAt(ref, 'subquery') ?? {}, 'node') ?? {}, ctes), aliases);
        case 'TABLE_FUNCTION':
          return { columns: columnsOfCall(ref, aliases), identities: [] };
        case 'EXPRESSION_LIST':
          return renamed({ columns: columnsOfValues(ref), identities: [] }, aliases);
        default:
          return UNKNOWN;
      }
    },
    within: remembered((node, ctes) => {
      const own = ctesOf(node);
      if (own.length === 0) return ctes;
      const reach = new Map(ctes);
      for (const cte of own) {
        // Of its own: what is in reach of one of them is remembered with it, and does not grow with the next.
        const shape = shapes.ofQuery(cte.node, new Map(reach));
        reach.set(cte.name.toLowerCase(), renamed(shape, cte.aliases));
      }
      return reach;
    }),
  };
  return shapes;
}

type OfNode<T> = (node: JsonObject, ctes: CteShapes) => T;

/**
 * The same, asked once of each node with what is in reach of it: a query within queries is looked at from each of them,
 * which would double its work with every level.
 */
function remembered<T>(ask: OfNode<T>): OfNode<T> {
  const known = new WeakMap<JsonObject, WeakMap<CteShapes, { readonly answer: T }>>();
  return (node, ctes) => {
    const ofNode = known.get(node) ?? new WeakMap<CteShapes, { readonly answer: T }>();
    known.set(node, ofNode);
    const found = ofNode.get(ctes) ?? { answer: ask(node, ctes) };
    ofNode.set(ctes, found);
    return found.answer;
  };
}

/** Fewer rows keep their identity, more rows may not. UNION BY NAME may add columns. */
function ofSetOperation(node: JsonObject, ctes: CteShapes, shapes: Shapes): RowShape {
  const left = shapes.ofQuery(objectAt(node, 'left') ?? {}, ctes);
  const kind = textAt(node, 'setop_type');
  if (kind.includes('BY_NAME')) {
    const right = shapes.ofQuery(objectAt(node, 'right') ?? {}, ctes).columns;
    const columns = left.columns &&
      right && [...left.columns, ...right.filter((name) => !left.columns?.includes(name))];
    return { columns, identities: [] };
  }
  return kind === 'EXCEPT' || kind === 'INTERSECT' ? left : { columns: left.columns, identities: [] };
}

function renamed({ columns, identities }: RowShape, aliases: readonly string[]): RowShape {
  if (aliases.length === 0) return { columns, identities };
  if (columns === undefined) return { columns: undefined, identities: identities.filter((set) => set.length === 0) };
  const names = columns.map((column, index) => (aliases[index] ?? column).toLowerCase());
  const newName = (column: string): string => names[columns.indexOf(column)] ?? column;
  return { columns: names, identities: identities.map((set) => set.map(newName)) };
}

function columnsOfCall(ref: JsonObject, aliases: readonly string[]): readonly string[] | undefined {
  const call = objectAt(ref, 'function') ?? {};
  const plain = textAt(ref, 'with_ordinality') !== 'WITH_ORDINALITY';
  const name = textAt(call, 'function_name').toLowerCase();
  // A struct may become several columns.
  if (!plain || (name === 'unnest' && aliases.length !== 1)) return undefined;
  return [(aliases[0] ?? name).toLowerCase()];
}

function columnsOfValues(ref: JsonObject): readonly string[] | undefined {
  const rows: Json = ref['values'] ?? null;
  const first = Array.isArray(rows) ? rows[0] : undefined;
  const names = textsAt(ref, 'expected_names');
  return Array.isArray(first) ? first.map((_, index) => (names[index] ?? `col${index}`).toLowerCase()) : undefined;
}

/** The query of a relation in parentheses. */
export function queryOf(ref: JsonObject): JsonObject {
  const node = objectAt(objectAt(ref, 'subquery') ?? {}, 'node');
  if (node === undefined) throw new Error('a subquery without a query');
  return node;
}

/** The ordered keys of a query's ORDER BY. */
export function ordersOf(node: JsonObject): readonly JsonObject[] {
  const order = objectsAt(node, 'modifiers').find((modifier) => modifier['type'] === 'ORDER_MODIFIER');
  return order === undefined ? [] : objectsAt(order, 'orders');
}
