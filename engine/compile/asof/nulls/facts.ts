import type { Json, JsonObject } from '../../../warehouse/index.ts';
import { ctesOf, isObject, objectAt, objectsAt, relationName, selectedName, textAt, textsAt, walk } from '../../ast.ts';
import type { AsOfRelation } from '../relation.ts';
import { type Columns, oneColumn, renamed, sameSure, together, UNKNOWN, unionByName, unionOf } from './columns.ts';
import { columnsShown, type ExpressionContext, isSeries, neverNull } from './expressions.ts';
import { everything, fromRelationsOf, withSure } from './from-relations.ts';

/** The columns of the CTEs in reach, by name in lower case. */
export type CteColumns = ReadonlyMap<string, Columns>;

/**
 * Reads off a statement which columns of its relations are never NULL: where the text does not show it, they may be.
 */
export class NullFacts {
  readonly #relations: ReadonlyMap<string, AsOfRelation>;
  readonly #groups = new Map<string, Columns>();

  constructor(relations: ReadonlyMap<string, AsOfRelation>) {
    this.#relations = relations;
  }

  /** The query's own CTEs added to those in reach. */
  within(query: JsonObject, ctes: CteColumns): CteColumns {
    const reach = new Map(ctes);
    for (const { name, node, aliases } of ctesOf(query))
      reach.set(name.toLowerCase(), this.#cte(name, node, aliases, reach));
    return reach;
  }

  /** What is known of the columns of one relation in a FROM clause, which is no join. */
  ofReference(ref: JsonObject, ctes: CteColumns): Columns {
    const aliases = textsAt(ref, 'column_name_alias');
    switch (ref['type']) {
      case 'BASE_TABLE': {
        const cte = textAt(ref, 'schema_name') === '' ? ctes.get(relationName(ref)) : undefined;
        return renamed(cte ?? this.#declared(relationName(ref)), aliases);
      }
      case 'SUBQUERY':
        return renamed(this.#query(objectAt(objectAt(ref, 'subquery') ?? {}, 'node') ?? {}, ctes), aliases);
      case 'TABLE_FUNCTION':
        return ofCall(ref, aliases);
      case 'EXPRESSION_LIST':
        return renamed(ofValues(ref), aliases);
      default:
        return UNKNOWN;
    }
  }

  #declared(name: string): Columns {
    const relation = this.#relations.get(name);
    if (relation === undefined) return UNKNOWN;
    switch (relation.kind) {
      case 'calendar':
        return oneColumn('date', true);
      case 'source': {
        // Ingesting refuses rows without a date or a key.
        const names = relation.columns.map((column) => column.name.toLowerCase());
        return { names, sure: new Set((relation.key ?? []).map((key) => key.toLowerCase())) };
      }
      case 'group': {
        // Rows of a group without a date are passed over where it is stored, not where another query reads it.
        const columns = this.#groups.get(name) ?? this.#query(objectAt(relation.statement, 'node') ?? {}, new Map());
        this.#groups.set(name, columns);
        return columns;
      }
      default:
        return relation satisfies never;
    }
  }

  #query(node: JsonObject, ctes: CteColumns): Columns {
    const reach = this.within(node, ctes);
    switch (node['type']) {
      case 'SELECT_NODE':
        return this.#select(node, reach);
      case 'SET_OPERATION_NODE': {
        const [left, right] = [this.#side(node, 'left', reach), this.#side(node, 'right', reach)];
        const kind = textAt(node, 'setop_type');
        if (kind.includes('BY_NAME')) return unionByName(left, right);
        return kind === 'EXCEPT' || kind === 'INTERSECT' ? left : unionOf(left, right);
      }
      default:
        return UNKNOWN;
    }
  }

  #side(node: JsonObject, key: 'left' | 'right', ctes: CteColumns): Columns {
    return this.#query(objectAt(node, key) ?? {}, ctes);
  }

  /**
   * A column of a recursion is sure where it is so in the seed and, given that it is so in the CTE, after each step.
   */
  #cte(name: string, node: JsonObject, aliases: readonly string[], ctes: CteColumns): Columns {
    if (node['type'] !== 'RECURSIVE_CTE_NODE') return renamed(this.#query(node, ctes), aliases);
    const reach = this.within(node, ctes);
    let columns = renamed(this.#side(node, 'left', reach), aliases);
    for (;;) {
      const step = this.#side(node, 'right', new Map([...reach, [name.toLowerCase(), columns]]));
      const next = unionOf(columns, step);
      if (sameSure(next, columns)) return columns;
      columns = next;
    }
  }

  #select(select: JsonObject, ctes: CteColumns): Columns {
    const items = objectsAt(select, 'select_list');
    const sets = Array.isArray(select['group_sets']) ? select['group_sets'] : [];
    const place: ExpressionContext = {
      ...withSure(
        fromRelationsOf(objectAt(select, 'from_table'), (ref) => this.ofReference(ref, ctes)),
        columnsShown(objectAt(select, 'where_clause')),
      ),
      inGroups: objectsAt(select, 'group_expressions').length > 0,
      oneUnnest: countOf(items, isUnnest) === 1,
    };
    const columns = together(items.flatMap((item) => selected(item, place)));
    // A grouping set has NULL for what it does not group by.
    return sets.length > 1 ? { ...columns, sure: new Set() } : columns;
  }
}

/** Holds the place of a column that no other query can name. */
const NAMELESS = '';

/** The columns that an item of a SELECT list makes. */
function selected(item: JsonObject, place: ExpressionContext): readonly Columns[] {
  if (item['class'] === 'STAR') return ofStar(item, place);
  // COLUMNS() and structs make several columns of one item.
  if (countOf(item, (node) => node['class'] === 'STAR' || (isUnnest(node) && !isSeriesUnnest(node))) > 0) {
    return [UNKNOWN];
  }
  const name = selectedName(item)?.toLowerCase() ?? NAMELESS;
  return [oneColumn(name, neverNull(item, place))];
}

function ofStar(star: JsonObject, place: ExpressionContext): readonly Columns[] {
  const plain = star['columns'] !== true && !isObject(star['expr']) && objectsAt(star, 'rename_list').length === 0;
  if (!plain || objectsAt(star, 'qualified_exclude_list').length > 0) return [UNKNOWN];
  const owner = textAt(star, 'relation_name').toLowerCase();
  const parts = owner === '' ? everything(place) : place.relations.filter(({ name }) => name === owner);
  if (parts.length === 0) return [UNKNOWN];
  const replaced = new Map(
    objectsAt(star, 'replace_list').map((pair) => [textAt(pair, 'key').toLowerCase(), pair['value']]),
  );
  const excluded = new Set(textsAt(star, 'exclude_list').map((name) => name.toLowerCase()));
  return parts.map(({ names, sure }) => ({
    names: names?.filter((name) => !excluded.has(name)),
    sure: new Set(
      [...sure, ...replaced.keys()].filter(
        (name) => !excluded.has(name) && (!replaced.has(name) || neverNull(replaced.get(name), place)),
      ),
    ),
  }));
}

function isUnnest(node: JsonObject): boolean {
  return node['class'] === 'FUNCTION' && textAt(node, 'function_name').toLowerCase() === 'unnest';
}

function isSeriesUnnest(call: JsonObject): boolean {
  const [first, second] = objectsAt(call, 'children');
  return first !== undefined && second === undefined && isSeries(first);
}

function countOf(value: Json, has: (node: JsonObject) => boolean): number {
  let count = 0;
  walk(value, (node) => {
    if (has(node)) count += 1;
  });
  return count;
}

function ofCall(ref: JsonObject, aliases: readonly string[]): Columns {
  const call = objectAt(ref, 'function') ?? {};
  if (textAt(ref, 'with_ordinality') === 'WITH_ORDINALITY') return UNKNOWN;
  if (isSeries(call)) return oneColumn((aliases[0] ?? textAt(call, 'function_name')).toLowerCase(), true);
  const [series] = objectsAt(call, 'children');
  const [alias, second] = aliases;
  if (alias === undefined || second !== undefined) return UNKNOWN;
  return oneColumn(alias.toLowerCase(), series !== undefined && isSeries(series));
}

function ofValues(ref: JsonObject): Columns {
  const rows: readonly Json[] = Array.isArray(ref['values']) ? ref['values'] : [];
  const lists = rows.map((row) => (Array.isArray(row) ? row : []));
  const [head = []] = lists;
  const names = textsAt(ref, 'expected_names');
  const nowhere: ExpressionContext = { relations: [], merged: new Map(), inGroups: false, oneUnnest: false };
  return together(
    head.map((_, index) =>
      oneColumn(
        (names[index] ?? `col${index}`).toLowerCase(),
        lists.every((row) => neverNull(row[index], nowhere)),
      ),
    ),
  );
}
