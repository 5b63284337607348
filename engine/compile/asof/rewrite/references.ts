import type { Json, JsonObject } from '../../../warehouse/index.ts';
import {
  aliasOf,
  ctesOf,
  isObject,
  isQueryNode,
  objectAt,
  objectsAt,
  relationName,
  someNode,
  textAt,
  textsAt,
  walk,
} from '../../ast.ts';
import { isAsOf } from '../replace-as-of.ts';
import { fullNameOf } from './row-facts.ts';
import type { Ctes, Seen } from './scope.ts';
import type { CteShapes, RowShape, Shapes } from './shapes.ts';

/** Whether rows or values depend on the decision date. */
export function isDated(value: Json, ctes: Ctes): boolean {
  const isDatedTable = (node: JsonObject): boolean =>
    node['type'] === 'BASE_TABLE' &&
    (textAt(node, 'schema_name') !== '' || ctes.get(relationName(node))?.dated === true);
  return someNode(value, (node) => isDatedTable(node) || isAsOf(node));
}

export function hasSubquery(value: Json): boolean {
  return someNode(value, (node) => node['class'] === 'SUBQUERY');
}

/** Whether the arguments of a function in FROM name columns: those of the relations to its left. */
export function namesColumns(value: Json): boolean {
  return seesOutside(value, { shapes: undefined, frames: [], ctes: new Map(), own: new Set(), outer: [] });
}

/**
 * Whether a query names columns of relations around it, `outer` among them. A column of a relation whose columns are
 * unknown is its own.
 */
export function refersOutside(node: JsonObject, shapes: Shapes, ctes: CteShapes, outer: readonly Seen[]): boolean {
  return seesOutside(node, { shapes, frames: [], ctes, own: new Set(), outer });
}

interface ReferencedRelation {
  readonly columns: readonly string[] | undefined;
  readonly fullName: string | undefined;
}

interface Inside {
  readonly shapes: Shapes | undefined;
  /** The relations of the FROM clauses so far: name and columns. */
  readonly frames: readonly ReadonlyMap<string, ReferencedRelation>[];
  readonly ctes: CteShapes;
  /** Parameters of lambdas and names of selected columns. */
  readonly own: ReadonlySet<string>;
  readonly outer: readonly Seen[];
}

function seesOutside(value: Json, inside: Inside): boolean {
  if (Array.isArray(value)) return value.some((item: Json) => seesOutside(item, inside));
  if (!isObject(value)) return false;
  if (isQueryNode(value)) return querySeesOutside(value, inside);
  if (value['class'] === 'LAMBDA') {
    const parameters = new Set(inside.own);
    walk(value['lhs'] ?? null, (node) => {
      for (const name of textsAt(node, 'column_names')) parameters.add(name.toLowerCase());
    });
    return seesOutside(value['expr'] ?? null, { ...inside, own: parameters });
  }
  if (value['class'] === 'COLUMN_REF') return !isOwn(textsAt(value, 'column_names'), inside);
  return seesOutside(Object.values(value), inside);
}

function querySeesOutside(query: JsonObject, inside: Inside): boolean {
  const { shapes } = inside;
  if (shapes === undefined) return true;
  let { ctes } = inside;
  // A new map for each: what is known of a query is remembered by the map of what is in its reach.
  const add = (name: string, shape: RowShape): void => {
    ctes = new Map(ctes).set(name.toLowerCase(), shape);
  };
  for (const { name, node, aliases } of ctesOf(query)) {
    if (node['type'] === 'RECURSIVE_CTE_NODE') add(name, { columns: undefined, identities: [] });
    if (seesOutside(node, { ...inside, ctes })) return true;
    const shape = shapes.ofQuery(node, ctes);
    const renamed = aliases.length === 0 ? shape : { columns: undefined, identities: [] };
    add(name, renamed);
  }
  const { cte_map: _, ...clauses } = query;
  const from = objectAt(query, 'from_table');
  if (query['type'] !== 'SELECT_NODE') {
    // The ORDER BY of a set operation names its columns.
    return seesOutside([clauses['left'] ?? null, clauses['right'] ?? null], { ...inside, ctes });
  }
  const frame = new Map<string, ReferencedRelation>();
  if (from !== undefined) addRelations(from, frame, (ref) => shapes.ofReference(ref, ctes).columns);
  // A name that is selected here and a column around the query too could mean either: it counts as the one around it.
  const around = (name: string): boolean => inside.outer.some(({ columns }) => columns?.includes(name) ?? true);
  const selected = objectsAt(query, 'select_list')
    .map((item) => textAt(item, 'alias').toLowerCase())
    .filter((name) => !around(name));
  const ownNames = new Set([...inside.own, ...selected]);
  return seesOutside(Object.values(clauses), { ...inside, frames: [frame, ...inside.frames], ctes, own: ownNames });
}

function addRelations(
  ref: JsonObject,
  frame: Map<string, ReferencedRelation>,
  columnsOf: (ref: JsonObject) => readonly string[] | undefined,
): void {
  if (ref['type'] === 'JOIN') {
    for (const side of ['left', 'right']) addRelations(objectAt(ref, side) ?? {}, frame, columnsOf);
    return;
  }
  if (ref['type'] === 'EMPTY') return;
  const source = ref['type'] === 'PIVOT' ? objectAt(ref, 'source') : undefined;
  if (source !== undefined) addRelations(source, frame, columnsOf);
  const relation = { columns: columnsOf(ref), fullName: fullNameOf(ref) };
  frame.set(aliasOf(ref).toLowerCase() || ` ${frame.size}`, relation);
}

function isOwn(names: readonly string[], { frames, own, outer }: Inside): boolean {
  const [first = '', second, third] = names.map((name) => name.toLowerCase());
  if (own.has(first)) return true;
  const isKnown = frames.some((frame) => {
    if (second !== undefined && frame.has(first)) return true;
    if (second !== undefined && third !== undefined && frame.get(second)?.fullName === `${first}.${second}`)
      return true;
    return [...frame.values()].some(({ columns }) => columns?.includes(first) ?? false);
  });
  if (isKnown) return true;
  // A relation whose columns are unknown may have any, but not one that is known to stand around the query.
  const isAround = outer.some(({ name, columns }) =>
    second === undefined ? (columns?.includes(first) ?? false) : name.toLowerCase() === first,
  );
  return !isAround && frames.some((frame) => [...frame.values()].some(({ columns }) => columns === undefined));
}
