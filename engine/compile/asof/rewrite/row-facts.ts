import type { Json, JsonObject } from '../../../warehouse/index.ts';
import { aliasOf, isObject, isQueryNode, objectAt, objectsAt, relationName, textAt, textsAt } from '../../ast.ts';

/** What is known of a relation's rows. Names are in lower case. */
export interface RowShape {
  /** In order; undefined where they cannot be told from the text. */
  readonly columns: readonly string[] | undefined;
  /** Sets of columns; rows that agree in one of the sets are one row. The empty set: there is one row at most. */
  readonly identities: readonly (readonly string[])[];
}

/** A relation of a FROM clause under the name by which its columns are qualified. */
export interface NamedShape {
  readonly name: string;
  readonly shape: RowShape;
}

/**
 * `needs` fix `gives`: rows of the block that agree in the one agree in the other. A fact is `relation.column`, or
 * `relation.*` for the whole row.
 */
interface RowRule {
  readonly needs: readonly string[];
  readonly gives: readonly string[];
}

/** What the names in a FROM clause mean. */
export interface Names {
  readonly relations: readonly NamedShape[];
  /** Columns that USING or NATURAL made one of two, and the fact that their bare name means. */
  readonly merged: ReadonlyMap<string, string>;
}

/** The rows that a FROM clause and its WHERE make, as far as the text tells what fixes what. */
export interface RowFacts extends Names {
  readonly rules: readonly RowRule[];
}

const NO_ROWS: RowFacts = { relations: [], merged: new Map(), rules: [] };

/** `shapeOf` says what is known of one relation of the FROM clause. */
export function rowFactsOf(select: JsonObject, shapeOf: (ref: JsonObject) => RowShape): RowFacts {
  const from = objectAt(select, 'from_table');
  const facts = from === undefined || from['type'] === 'EMPTY' ? NO_ROWS : factsOf(from, shapeOf);
  const where = objectAt(select, 'where_clause');
  return { ...facts, rules: [...facts.rules, ...equalitiesOf(where, facts)] };
}

/** All facts that follow from `known`. */
export function closureOf({ relations, rules }: RowFacts, known: ReadonlySet<string>): ReadonlySet<string> {
  const all = new Set(known);
  const columns = new Map(relations.map(({ name, shape }) => [name, shape.columns ?? []]));
  let grown = true;
  while (grown) {
    grown = false;
    for (const { needs, gives } of rules) {
      if (gives.every((fact) => all.has(fact)) || !needs.every((fact) => all.has(fact))) continue;
      grown = true;
      for (const fact of gives) {
        all.add(fact);
        const row = fact.endsWith('.*') ? fact.slice(0, -2) : undefined;
        for (const column of row === undefined ? [] : (columns.get(row) ?? [])) all.add(`${row}.${column}`);
      }
    }
  }
  return all;
}

/** The fact that a column reference names; undefined where the text does not tell whose column it is. */
export function factOf(names: readonly string[], { relations, merged }: Names): string | undefined {
  const [last = '', relation] = names.map((name) => name.toLowerCase()).reverse();
  if (relation !== undefined)
    return relations.some(({ name }) => name === relation) ? `${relation}.${last}` : undefined;
  const shared = merged.get(last);
  if (shared !== undefined) return shared;
  const owner = relations.find(({ shape }) => shape.columns?.includes(last));
  if (owner !== undefined) return `${owner.name}.${last}`;
  const [unknown, second] = relations.filter(({ shape }) => shape.columns === undefined);
  return unknown === undefined || second !== undefined ? undefined : `${unknown.name}.${last}`;
}

/** The facts that an expression follows from; undefined where it follows from more than the block's own columns. */
export function factsUsed(expression: Json, names: Names): readonly string[] | undefined {
  if (Array.isArray(expression)) return allOf(expression.map((item: Json) => factsUsed(item, names)));
  if (!isObject(expression)) return [];
  if (isQueryNode(expression)) return undefined;
  switch (expression['class']) {
    case 'COLUMN_REF': {
      const fact = factOf(textsAt(expression, 'column_names'), names);
      return fact === undefined ? undefined : [fact];
    }
    case 'WINDOW':
    case 'SUBQUERY':
    case 'STAR':
    case 'LAMBDA':
    case 'POSITIONAL_REFERENCE':
      return undefined;
    default:
      return allOf(Object.values(expression).map((item) => factsUsed(item, names)));
  }
}

function allOf(lists: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  const found = lists.filter((list) => list !== undefined);
  return found.length === lists.length ? found.flat() : undefined;
}

function factsOf(ref: JsonObject, shapeOf: (ref: JsonObject) => RowShape): RowFacts {
  if (ref['type'] === 'JOIN') return joinFacts(ref, shapeOf);
  const name = (aliasOf(ref) || textAt(objectAt(ref, 'function') ?? {}, 'function_name')).toLowerCase();
  const shape = shapeOf(ref);
  const sets = [...shape.identities, ...(everyColumn(shape) ?? [])];
  const rules = sets.map((set) => ({ needs: set.map((column) => `${name}.${column}`), gives: [`${name}.*`] }));
  return { relations: [{ name, shape }], merged: new Map(), rules };
}

/** Rows that agree in every column are one row, as far as any result can tell. */
function everyColumn({ columns }: RowShape): readonly (readonly string[])[] | undefined {
  return columns !== undefined && new Set(columns).size === columns.length ? [columns] : undefined;
}

function joinFacts(join: JsonObject, shapeOf: (ref: JsonObject) => RowShape): RowFacts {
  const left = factsOf(objectAt(join, 'left') ?? {}, shapeOf);
  const right = factsOf(objectAt(join, 'right') ?? {}, shapeOf);
  const kind = textAt(join, 'join_type');
  if (kind === 'SEMI' || kind === 'ANTI') return left;
  const pairs = sharedPairs(join, left, right);
  const names: Names = {
    relations: [...left.relations, ...right.relations],
    merged: new Map([...left.merged, ...right.merged, ...pairs.map((pair) => mergedName(kind, pair))]),
  };
  const equalities = [
    ...pairs.flatMap(([, a, b]) => bothWays(a, b)),
    ...equalitiesOf(objectAt(join, 'condition'), names),
  ];
  const rules = [...left.rules, ...right.rules];
  if (textAt(join, 'ref_type') === 'ASOF') {
    return { ...names, rules: [...rules, { needs: rowsOf(left), gives: rowsOf(right) }] };
  }
  switch (kind) {
    case 'INNER':
      return { ...names, rules: [...rules, ...equalities] };
    case 'LEFT':
      return { ...names, rules: [...rules, ...fixedBy(left, right, equalities)] };
    case 'RIGHT':
      return { ...names, rules: [...rules, ...fixedBy(right, left, equalities)] };
    default: {
      const full = pairs.map(([column, a, b]) => ({ needs: [`=.${column}`], gives: [a, b] }));
      return { ...names, rules: [...rules, ...full] };
    }
  }
}

/** A column that both sides share by USING or NATURAL, and its fact on the left and on the right. */
type SharedPair = readonly [column: string, left: string, right: string];

function sharedPairs(join: JsonObject, left: Names, right: Names): readonly SharedPair[] {
  const natural = textAt(join, 'ref_type') === 'NATURAL' ? sharedColumns(left, right) : [];
  const using = textsAt(join, 'using_columns').map((name) => name.toLowerCase());
  return [...using, ...natural].flatMap((column): SharedPair[] => {
    const [a, b] = [factOf([column], left), factOf([column], right)];
    return a === undefined || b === undefined ? [] : [[column, a, b]];
  });
}

/** The kept side's column; of a full join neither is always there. */
function mergedName(kind: string, [column, left, right]: SharedPair): readonly [string, string] {
  if (kind === 'RIGHT') return [column, right];
  return [column, kind === 'INNER' || kind === 'LEFT' ? left : `=.${column}`];
}

function rowsOf({ relations }: RowFacts): readonly string[] {
  return relations.map(({ name }) => `${name}.*`);
}

/** In an outer join the kept side's row fixes whether and whom it meets, and only then do the equalities hold. */
function fixedBy(kept: RowFacts, other: RowFacts, equalities: readonly RowRule[]): readonly RowRule[] {
  const ownerOf = (fact: string): string => fact.slice(0, fact.lastIndexOf('.'));
  const owners = new Set(kept.relations.map(({ name }) => name));
  const gives = equalities
    .filter(({ needs }) => needs.every((fact) => owners.has(ownerOf(fact))))
    .flatMap((rule) => rule.gives)
    .filter((fact) => other.relations.some(({ name }) => name === ownerOf(fact)));
  return gives.length === 0 ? [] : [{ needs: rowsOf(kept), gives }];
}

function sharedColumns(left: Names, right: Names): readonly string[] {
  const names = right.relations.flatMap(({ shape }) => shape.columns ?? []);
  return left.relations.flatMap(({ shape }) => shape.columns ?? []).filter((column) => names.includes(column));
}

function bothWays(a: string, b: string): readonly RowRule[] {
  return [
    { needs: [a], gives: [b] },
    { needs: [b], gives: [a] },
  ];
}

/** The rules that the equalities among the conjuncts of a condition make. */
function equalitiesOf(condition: JsonObject | undefined, names: Names): readonly RowRule[] {
  if (condition === undefined) return [];
  if (condition['type'] === 'CONJUNCTION_AND') {
    return objectsAt(condition, 'children').flatMap((child) => equalitiesOf(child, names));
  }
  if (condition['type'] !== 'COMPARE_EQUAL') return [];
  const [left, right] = [objectAt(condition, 'left'), objectAt(condition, 'right')];
  if (left === undefined || right === undefined) return [];
  return [
    [left, right],
    [right, left],
  ].flatMap(([column, expression]) => {
    if (column?.['class'] !== 'COLUMN_REF') return [];
    const fact = factOf(textsAt(column, 'column_names'), names);
    const needs = factsUsed(expression ?? null, names);
    return fact === undefined || needs === undefined ? [] : [{ needs, gives: [fact] }];
  });
}

/** The `schema.table` that an unaliased table may also be called by. */
export function fullNameOf(ref: JsonObject): string | undefined {
  const unaliased = ref['type'] === 'BASE_TABLE' && textAt(ref, 'alias') === '' && textAt(ref, 'schema_name') !== '';
  return unaliased ? relationName(ref) : undefined;
}
