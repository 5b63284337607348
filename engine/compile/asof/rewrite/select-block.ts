import type { Json, JsonObject } from '../../../warehouse/index.ts';
import { isObject, isQueryNode, objectAt, objectsAt, selectedName, someNode, textAt, textsAt } from '../../ast.ts';
import { hasAggregate, isUngrouped } from './aggregates.ts';
import { ordinalOf } from './nodes.ts';
import { closureOf, factOf, factsUsed, type RowFacts, type RowShape, rowFactsOf } from './row-facts.ts';

/** A SELECT as its clauses see it. */
export interface SelectBlock {
  readonly output: RowShape;
  readonly facts: RowFacts;
  /** Whether rows that agree in all of `expressions` are one row of what windows, ORDER BY and DISTINCT ON work on. */
  fixes(expressions: readonly JsonObject[]): boolean;
  /**
   * Whether rows of one group, from which an aggregate is made, are one row where they agree in all of `expressions`.
   */
  fixesInGroup(expressions: readonly JsonObject[]): boolean;
  /** Whether rows that agree in all of `expressions` agree in the whole output. */
  fixesOutput(expressions: readonly JsonObject[]): boolean;
  /** What ORDER BY or DISTINCT ON means by a position or the name of a selected column. */
  selected(expression: JsonObject): JsonObject;
}

interface SelectedColumn {
  readonly name: string;
  readonly expression: JsonObject;
}

export function selectBlockOf(select: JsonObject, shapeOf: (ref: JsonObject) => RowShape): SelectBlock {
  const facts = rowFactsOf(select, shapeOf);
  const items = objectsAt(select, 'select_list');
  const columns = outputColumns(items, facts);
  // Each column is asked for as often as there are columns.
  const terms = new WeakMap<JsonObject, string>();
  const term = (expression: JsonObject): string => {
    const known = terms.get(expression) ?? termOf(expression, facts);
    terms.set(expression, known);
    return known;
  };
  const groups = groupsOf(select, items, facts);
  const single = isUngrouped(select);

  const knownFrom = (expressions: readonly JsonObject[]): FixedTerms => {
    const given = new Set(expressions.map(term));
    return { terms: given, closure: closureOf(facts, new Set([...given].filter((text) => !text.startsWith('{')))) };
  };
  const isKnown = (expression: JsonObject, { terms, closure }: FixedTerms): boolean => {
    if (terms.has(term(expression)) || closure.has(term(expression))) return true;
    return factsUsed(expression, facts)?.every((fact) => closure.has(fact)) ?? false;
  };
  const fixesRow = ({ closure }: FixedTerms): boolean => facts.relations.every(({ name }) => closure.has(`${name}.*`));
  const fixesGroups = (given: FixedTerms): boolean => {
    if (single) return true;
    if (groups === undefined) return fixesRow(given);
    return groups !== 'sets' && groups.every((group) => isKnown(group, given));
  };

  const block: Omit<SelectBlock, 'output'> = {
    facts,
    fixes: (expressions) => fixesGroups(knownFrom(expressions.map((expression) => meant(expression, items, facts)))),
    fixesInGroup: (expressions) =>
      fixesRow(knownFrom([...expressions, ...(groups === undefined || groups === 'sets' ? [] : groups)])),
    fixesOutput(expressions) {
      const given = knownFrom(expressions.map((expression) => selectedIn(expression, items)));
      if (fixesGroups(given)) return true;
      return columns?.every(({ expression }) => isKnown(expression, given)) ?? false;
    },
    selected: (expression) => selectedIn(expression, items),
  };
  const names = columns?.map(({ name }) => name);
  return { ...block, output: { columns: names, identities: identitiesOf(select, columns, block, single) } };
}

interface FixedTerms {
  readonly terms: ReadonlySet<string>;
  readonly closure: ReadonlySet<string>;
}

/**
 * The expressions that a SELECT groups by: `sets` where that is not one list for certain, undefined for no grouping.
 */
function groupsOf(
  select: JsonObject,
  items: readonly JsonObject[],
  facts: RowFacts,
): readonly JsonObject[] | 'sets' | undefined {
  const sets = select['group_sets'];
  if (Array.isArray(sets) && sets.length > 1) return 'sets';
  const groups = objectsAt(select, 'group_expressions');
  if (groups.length > 0) {
    // A name that is a column and a selected expression too could mean either.
    const doubtful = groups.some(
      (group) => ordinalOf(group) === undefined && meant(group, items, facts) !== selectedIn(group, items),
    );
    return doubtful ? 'sets' : groups.map((group) => selectedIn(group, items));
  }
  if (select['aggregate_handling'] !== 'FORCE_AGGREGATES') return undefined;
  return items.some((item) => item['class'] === 'STAR') ? 'sets' : items.filter((item) => !hasAggregate(item));
}

/** Sets of output columns that fix the row: the smallest that dropping one column after the other leaves. */
function identitiesOf(
  select: JsonObject,
  columns: readonly SelectedColumn[] | undefined,
  block: Omit<SelectBlock, 'output'>,
  single: boolean,
): RowShape['identities'] {
  if (single || keepsOneRow(select)) return [[]];
  if (columns === undefined || makesRows(objectsAt(select, 'select_list'))) return [];
  const named = columns.filter(({ name }) => !name.startsWith('?'));
  const targets = distinctTargets(select).map((target) => block.selected(target));
  if (targets.length > 0) {
    const names = targets.map((target) => nameOf(target, named, block.facts));
    return names.every((name) => name !== undefined) ? [names] : [];
  }
  const first = firstOfEach(select);
  const fixes = (list: readonly SelectedColumn[]): boolean => block.fixes(list.map(({ expression }) => expression));
  if (first !== undefined) {
    const names = first.map((part) => nameOf(part, named, block.facts));
    if (names.every((name) => name !== undefined)) return [names];
  }
  if (!fixes(named)) return [];
  const fewest = named.reduceRight<readonly SelectedColumn[]>((kept, column) => {
    const fewer = kept.filter((other) => other !== column);
    return fixes(fewer) ? fewer : kept;
  }, named);
  return [fewest.map(({ name }) => name)];
}

function keepsOneRow(select: JsonObject): boolean {
  const limit = objectsAt(select, 'modifiers').find((modifier) => modifier['type'] === 'LIMIT_MODIFIER');
  const count = limit && objectAt(limit, 'limit');
  return count !== undefined && ordinalOf(count) === 1;
}

/** The partition of `QUALIFY row_number() OVER (PARTITION BY ...) = 1`. */
function firstOfEach(select: JsonObject): readonly JsonObject[] | undefined {
  const qualify = objectAt(select, 'qualify');
  const left = qualify?.['type'] === 'COMPARE_EQUAL' ? objectAt(qualify, 'left') : undefined;
  const right = qualify && objectAt(qualify, 'right');
  if (left?.['type'] !== 'WINDOW_ROW_NUMBER' || right === undefined || ordinalOf(right) !== 1) return undefined;
  return objectsAt(left, 'partitions');
}

export function distinctTargets(select: JsonObject): readonly JsonObject[] {
  return objectsAt(select, 'modifiers').flatMap((modifier) => objectsAt(modifier, 'distinct_on_targets'));
}

function makesRows(items: readonly JsonObject[]): boolean {
  return someNode(items, (node) => textAt(node, 'function_name').toLowerCase() === 'unnest');
}

function nameOf(expression: JsonObject, columns: readonly SelectedColumn[], facts: RowFacts): string | undefined {
  return columns.find((column) => termOf(column.expression, facts) === termOf(expression, facts))?.name;
}

/** Columns without a name of their own, and names given twice, are `?n`: nothing can mean them. */
function outputColumns(items: readonly JsonObject[], facts: RowFacts): readonly SelectedColumn[] | undefined {
  const columns: { name: string; expression: JsonObject }[] = [];
  for (const item of items) {
    if (item['class'] === 'STAR') {
      const starred = starColumns(item, facts);
      if (starred === undefined) return undefined;
      columns.push(...starred);
    } else {
      if (hasStar(item)) return undefined;
      const name = selectedName(item)?.toLowerCase() ?? `?${columns.length}`;
      columns.push({ name, expression: item });
    }
  }
  const twice = new Set(columns.map(({ name }) => name).filter((name, at, all) => all.indexOf(name) !== at));
  return columns.map((column, at) => (twice.has(column.name) ? { ...column, name: `?${at}` } : column));
}

/** A star of this level, as in `COLUMNS(*)`: one in a subquery makes no columns here. */
function hasStar(value: Json): boolean {
  if (Array.isArray(value)) return value.some(hasStar);
  if (!isObject(value) || isQueryNode(value)) return false;
  return value['class'] === 'STAR' || hasStar(Object.values(value));
}

/** What a plain `*` or `relation.*` stands for; USING shows a shared column once. */
function starColumns(star: JsonObject, { relations, merged }: RowFacts): readonly SelectedColumn[] | undefined {
  const changes = ['replace_list', 'rename_list', 'qualified_exclude_list'].some((key) => {
    const list = star[key];
    return Array.isArray(list) && list.length > 0;
  });
  if (star['columns'] === true || isObject(star['expr']) || changes) return undefined;
  const owner = textAt(star, 'relation_name').toLowerCase();
  const excluded = textsAt(star, 'exclude_list').map((name) => name.toLowerCase());
  const shown: SelectedColumn[] = [];
  for (const { name, shape } of relations) {
    if (owner !== '' && owner !== name) continue;
    if (shape.columns === undefined) return undefined;
    for (const column of shape.columns) {
      const once = owner === '' && merged.has(column);
      if (excluded.includes(column) || (once && shown.some((other) => other.name === column))) continue;
      const names = once ? [column] : [name, column];
      shown.push({ name: column, expression: { class: 'COLUMN_REF', alias: '', column_names: names } });
    }
  }
  return shown;
}

function selectedIn(expression: JsonObject, items: readonly JsonObject[]): JsonObject {
  const position = ordinalOf(expression);
  if (position !== undefined) return items[position - 1] ?? expression;
  const [name, ...rest] = textsAt(expression, 'column_names');
  if (expression['class'] !== 'COLUMN_REF' || name === undefined || rest.length > 0) return expression;
  return items.find((item) => textAt(item, 'alias').toLowerCase() === name.toLowerCase()) ?? expression;
}

/** Outside ORDER BY a bare name is first a column, and a selected one only where there is no such column. */
function meant(expression: JsonObject, items: readonly JsonObject[], facts: RowFacts): JsonObject {
  if (expression['class'] === 'COLUMN_REF' && factOf(textsAt(expression, 'column_names'), facts) !== undefined) {
    return expression;
  }
  return ordinalOf(expression) === undefined ? selectedIn(expression, items) : expression;
}

/** The column's fact, or the expression as text: the same text is the same value in one row. */
function termOf(expression: Json, facts: RowFacts): string {
  if (isObject(expression) && expression['class'] === 'COLUMN_REF') {
    const fact = factOf(textsAt(expression, 'column_names'), facts);
    if (fact !== undefined) return fact;
  }
  const plain = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(plain);
    if (!isObject(value)) return value;
    if (value['class'] === 'COLUMN_REF') {
      return { column: factOf(textsAt(value, 'column_names'), facts) ?? textsAt(value, 'column_names').join('.') };
    }
    const kept = Object.entries(value).filter(([key]) => key !== 'query_location' && key !== 'alias');
    return Object.fromEntries(kept.map(([key, child]) => [key, plain(child)]));
  };
  return JSON.stringify(plain(expression));
}
