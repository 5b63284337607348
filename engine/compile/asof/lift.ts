import type { Json, JsonObject } from '../../warehouse/index.ts';
import {
  aliasOf,
  type CteEntry,
  ctesOf,
  isObject,
  isQueryNode,
  objectAt,
  relationName,
  textAt,
  textsAt,
} from '../ast.ts';
import { guardAsofJoin } from './asof-join.ts';
import {
  baseTable,
  columnRef,
  equals,
  isNotNull,
  leftJoin,
  selectNode,
  star,
  subqueryRef,
  trueConstant,
} from './ast-nodes.ts';
import { mayReferTo, refuseCorrelatedAsof, subqueryOf } from './correlation.ts';
import { refuseUnliftable } from './lift-limits.ts';
import type { AsOfRelation, LiftOutcome } from './relation.ts';
import { CannotLift, frameOf, refuseCapture, type Scope, seenInFrom, withoutSchema } from './scope.ts';
import { keepRowOverNothing } from './ungrouped.ts';

/** Where the feature store keeps the decision dates under evaluation and the sources' snapshots on them. */
const SNAPSHOTS = '__asof';
const DATES = '__dates';
/** Inlining repeats a CTE wherever it is read; a chain of doublings must not explode. */
const MOST_NODES = 20_000;

type Relations = ReadonlyMap<string, AsOfRelation>;

/**
 * One statement that evaluates the query as of every date of `__asof.__dates(__t)` at once: columns `__t`, then the
 * query's own. Each source is read from its snapshot `__asof."schema.table"(__t, columns...)`. CTEs are inlined first:
 * a CTE that is read from a nested subquery inside LATERAL binds wrong columns in DuckDB 1.5, silently.
 */
export function lift(statement: JsonObject, relations: Relations): LiftOutcome {
  const node = objectAt(statement, 'node');
  if (node === undefined) throw new Error('not a statement of json_serialize_sql');
  try {
    const lifter = new Lifter(relations);
    const lifted = lifter.closedQuery(node);
    return { kind: 'lifted', statement: { ...statement, node: evaluateOnDates(lifted) } };
  } catch (error) {
    if (error instanceof CannotLift) return { kind: 'loop', reason: error.message };
    throw error;
  }
}

/**
 * Rows are marked by `true IS NOT NULL`, not by `true`: over a constant, DuckDB's unnesting takes the row of NULLs that
 * an aggregate over nothing yields for no row, and drops it.
 */
function evaluateOnDates(lifted: JsonObject): JsonObject {
  const marked = selectNode([isNotNull(trueConstant(), '__hit'), star('__q')], subqueryRef(lifted, '__q'), null);
  const dates = baseTable(SNAPSHOTS, DATES, '__a');
  const joined = leftJoin(dates, subqueryRef(marked, '__l'), trueConstant());
  const columns = { ...star('__l'), exclude_list: ['__hit'] };
  return selectNode([columnRef(['__a', '__t']), columns], joined, columnRef(['__l', '__hit']));
}

class Lifter {
  readonly #relations: Relations;
  #nodes = 0;
  /** Places so far that depend on the date. */
  #dated = 0;

  constructor(relations: Relations) {
    this.#relations = relations;
  }

  /** A query that sees nothing around it: the definition's own, or a group's. */
  closedQuery(node: JsonObject): JsonObject {
    return this.#query(node, { ctes: new Map(), frames: [], query: node });
  }

  #rewrite(value: Json, scope: Scope): Json {
    if (Array.isArray(value)) return value.map((item) => this.#rewrite(item, scope));
    return isObject(value) ? this.#object(value, scope) : value;
  }

  #object(node: JsonObject, scope: Scope): JsonObject {
    this.#nodes += 1;
    if (this.#nodes > MOST_NODES) throw new CannotLift('its CTEs read each other so often that inlining them explodes');
    refuseUnliftable(node);
    if (isQueryNode(node)) return this.#query(node, scope);
    if (node['type'] === 'BASE_TABLE') return this.#relation(node, scope);
    if (node['class'] === 'COLUMN_REF') {
      return { ...node, column_names: withoutSchema(textsAt(node, 'column_names'), scope.frames) };
    }
    if (node['class'] === 'FUNCTION' && textAt(node, 'function_name').toLowerCase() === 'as_of') {
      this.#dated += 1;
      return columnRef(['__a', '__t'], textAt(node, 'alias'));
    }
    const rewritten = this.#children(node, scope);
    if (node['type'] === 'SUBQUERY') refuseCorrelatedAsof(subqueryOf(rewritten), scope.frames);
    return node['type'] === 'JOIN' ? guardAsofJoin(rewritten) : rewritten;
  }

  #children(node: JsonObject, scope: Scope): JsonObject {
    return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, this.#rewrite(child, scope)]));
  }

  #query(node: JsonObject, outer: Scope): JsonObject {
    refuseUnliftable(node);
    const ctes = new Map(outer.ctes);
    const kept: JsonObject[] = [];
    for (const cte of ctesOf(node)) {
      const name = cte.name.toLowerCase();
      const before = this.#dated;
      if (cte.node['type'] !== 'RECURSIVE_CTE_NODE') {
        const body = this.#query(cte.node, { ...outer, ctes });
        ctes.set(name, {
          kind: 'inline',
          node: body,
          aliases: cte.aliases,
          dated: this.#dated > before,
          frames: outer.frames,
          correlated: mayReferTo(body, outer.frames),
        });
        continue;
      }
      ctes.set(name, { kind: 'recursive', home: node });
      kept.push(withBody(cte, this.#query(cte.node, { ...outer, ctes: new Map(ctes) })));
      if (this.#dated > before) throw new CannotLift(`the recursive CTE "${cte.name}" reads data or as_of()`);
    }
    const scope = { ctes, frames: outer.frames, query: node };
    const { cte_map: _, ...rest } = node;
    if (node['type'] !== 'SELECT_NODE') return { ...this.#children(rest, scope), cte_map: { map: kept } };
    const { from_table: from = null, ...clauses } = rest;
    const frame = frameOf(node);
    return keepRowOverNothing({
      ...this.#children(clauses, { ...scope, frames: [frame, ...outer.frames] }),
      from_table: this.#rewrite(from, { ...scope, frames: [seenInFrom(frame), ...outer.frames] }),
      cte_map: { map: kept },
    });
  }

  #relation(ref: JsonObject, scope: Scope): JsonObject {
    const columnAliases = textsAt(ref, 'column_name_alias');
    const cte = textAt(ref, 'schema_name') === '' ? scope.ctes.get(relationName(ref)) : undefined;
    if (cte?.kind === 'recursive') {
      const direct =
        scope.query === cte.home || ctesOf(cte.home).some(({ node }) => objectAt(node, 'right') === scope.query);
      if (!direct) throw new CannotLift(`the recursive CTE "${relationName(ref)}" is read from a subquery`);
      return ref;
    }
    if (cte !== undefined) {
      refuseCapture(relationName(ref), cte, scope.frames);
      this.#nodes += countObjects(cte.node);
      if (cte.dated) this.#dated += 1;
      const aliases = [...columnAliases, ...cte.aliases.slice(columnAliases.length)];
      return subqueryRef(cte.node, aliasOf(ref), aliases);
    }
    return subqueryRef(this.#definition(relationName(ref)), aliasOf(ref), columnAliases);
  }

  /** What stands in for a declared relation. */
  #definition(name: string): JsonObject {
    const relation = this.#relations.get(name);
    this.#dated += 1;
    if (relation === undefined) throw new Error(`"${name}" passed the gate and is not declared`);
    switch (relation.kind) {
      case 'source':
        return snapshotOf(
          name,
          relation.columns.map((column) => column.name),
        );
      case 'calendar':
        return snapshotOf(name, ['date']);
      case 'group': {
        const node = objectAt(relation.statement, 'node');
        if (node === undefined) throw new Error(`group ${name} has no statement`);
        return this.closedQuery(node);
      }
      default:
        return relation satisfies never;
    }
  }
}

function snapshotOf(name: string, columns: readonly string[]): JsonObject {
  return selectNode(
    columns.map((column) => columnRef(['__z', column])),
    baseTable(SNAPSHOTS, name, '__z'),
    equals(columnRef(['__z', '__t']), columnRef(['__a', '__t'])),
  );
}

function withBody({ name, entry }: CteEntry, body: JsonObject): JsonObject {
  const query = objectAt(entry, 'query') ?? {};
  return { key: name, value: { ...entry, query: { ...query, node: body } } };
}

function countObjects(value: Json): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + countObjects(item), 0);
  return isObject(value) ? 1 + countObjects(Object.values(value)) : 0;
}
