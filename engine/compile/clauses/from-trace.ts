import type { JsonObject } from '../../warehouse/index.ts';
import { aliasOf, isObject, objectAt, relationName, textAt, textsAt } from '../ast.ts';
import { type ClauseSite, type ColumnSites, mergeSites, NOTHING, throughSite } from './clause-site.ts';
import { multiplied } from './expression-trace.ts';
import { type ClauseScope, declared, type TracedColumn, type TracedQuery, type TracedRelation } from './scope.ts';
import { type ClauseTracer, firstPlace, textOffsetOf } from './tracer.ts';

/** The relations of a FROM clause, and what its joins and subqueries decide about rows. */
export interface TracedFrom {
  readonly relations: readonly TracedRelation[];
  readonly rows: ColumnSites;
}

/** `scope`: what stands around the FROM clause; relations written before one are seen too, as in LATERAL. */
export function tracedFrom(ref: JsonObject, scope: ClauseScope, tracer: ClauseTracer): TracedFrom {
  switch (ref['type']) {
    case 'BASE_TABLE':
      return { relations: [baseTable(ref, scope, tracer)], ...rowsOfCte(ref, scope) };
    case 'SUBQUERY': {
      const node = objectAt(objectAt(ref, 'subquery') ?? {}, 'node');
      return node === undefined ? EMPTY : relationOf(ref, tracer.query(node, scope));
    }
    case 'JOIN':
      return join(ref, scope, tracer);
    case 'TABLE_FUNCTION':
      return tableFunction(ref, scope, tracer);
    case 'EXPRESSION_LIST':
      return values(ref, scope, tracer);
    case 'PIVOT':
      return pivot(ref, scope, tracer);
    default:
      return EMPTY;
  }
}

const EMPTY: TracedFrom = { relations: [], rows: NOTHING };

function baseTable(ref: JsonObject, scope: ClauseScope, tracer: ClauseTracer): TracedRelation {
  const name = relationName(ref);
  const cte = cteOf(ref, scope);
  const columns = cte?.columns ?? declared(name, tracer.columnsOf(name) ?? []);
  const schema = textAt(ref, 'alias') === '' ? textAt(ref, 'schema_name').toLowerCase() : '';
  return { alias: aliasOf(ref).toLowerCase(), schema, columns: renamed(columns, ref) };
}

function cteOf(ref: JsonObject, scope: ClauseScope): TracedQuery | undefined {
  return textAt(ref, 'schema_name') === '' ? scope.ctes.get(relationName(ref)) : undefined;
}

function rowsOfCte(ref: JsonObject, scope: ClauseScope): { readonly rows: ColumnSites } {
  return { rows: cteOf(ref, scope)?.rows ?? NOTHING };
}

/** A subquery of one row, where it stands beside others, has in its values what decides about that row. */
function relationOf(ref: JsonObject, { columns, rows, single }: TracedQuery): TracedFrom {
  const settled = single ? columns.map(({ name, trace }) => ({ name, trace: mergeSites(trace, rows) })) : columns;
  const relation = { alias: aliasOf(ref).toLowerCase(), schema: '', columns: renamed(settled, ref) };
  return { relations: [relation], rows: single ? NOTHING : rows };
}

/** How many rows it gives its arguments decide. */
function tableFunction(ref: JsonObject, scope: ClauseScope, tracer: ClauseTracer): TracedFrom {
  const call = objectAt(ref, 'function') ?? {};
  const value = tracer.value(call, scope);
  return { relations: [opaque(ref, value)], rows: multiplied(call, value, tracer) };
}

function opaque(ref: JsonObject, other: ColumnSites): TracedRelation {
  const columns = textsAt(ref, 'column_name_alias').map((name) => ({ name: name.toLowerCase(), trace: other }));
  return { alias: aliasOf(ref).toLowerCase(), schema: '', columns, other };
}

function renamed(columns: readonly TracedColumn[], ref: JsonObject): readonly TracedColumn[] {
  const names = textsAt(ref, 'column_name_alias');
  return columns.map((column, index) => ({ ...column, name: names[index]?.toLowerCase() ?? column.name }));
}

function join(ref: JsonObject, scope: ClauseScope, tracer: ClauseTracer): TracedFrom {
  const left = tracedFrom(objectAt(ref, 'left') ?? {}, scope, tracer);
  const lateral: ClauseScope = { ...scope, fromClauses: [left.relations, ...scope.fromClauses] };
  const right = tracedFrom(objectAt(ref, 'right') ?? {}, lateral, tracer);
  const relations = [...left.relations, ...right.relations];
  const within: ClauseScope = { ...scope, fromClauses: [relations, ...scope.fromClauses] };
  const condition = objectAt(ref, 'condition');
  const rows = mergeSites(left.rows, right.rows);
  if (condition !== undefined) {
    return {
      relations,
      rows: mergeSites(rows, throughSite(tracer.value(condition, within), onClause(condition, tracer))),
    };
  }
  const site: ClauseSite = { subtypes: ['JOIN', 'CONDITIONAL'], stretch: joinedBy(ref, tracer) };
  const shared = sharedNames(ref, left, right);
  const matched = throughSite(mergeSites(...[...shared].flatMap((name) => tracesOf(relations, name))), site);
  // A column that a FULL JOIN shares is that of the side that has a row.
  const either = (relation: TracedRelation): TracedRelation => ({
    ...relation,
    columns: relation.columns.map((column) =>
      shared.has(column.name)
        ? {
            ...column,
            trace: mergeSites(column.trace, throughSite(mergeSites(...tracesOf(relations, column.name)), site)),
          }
        : column,
    ),
  });
  return { relations: relations.map(either), rows: mergeSites(rows, matched) };
}

function tracesOf(relations: readonly TracedRelation[], name: string): readonly ColumnSites[] {
  return relations.flatMap(({ columns }) => columns.filter((column) => column.name === name).map(({ trace }) => trace));
}

function onClause(condition: JsonObject, tracer: ClauseTracer): ClauseSite {
  const place = firstPlace(condition, tracer);
  // DuckDB makes a filter of a condition on one side alone, or on both at once.
  const stretch = place === undefined ? undefined : tracer.outline.clause(place, ['ON']);
  return { subtypes: ['JOIN', 'FILTER'], stretch };
}

function joinedBy(ref: JsonObject, tracer: ClauseTracer): ClauseSite['stretch'] {
  const place = textOffsetOf(ref, tracer);
  return place === undefined ? undefined : tracer.outline.joinedBy(place);
}

/** The columns of USING, or of a NATURAL JOIN those that both sides have. */
function sharedNames(ref: JsonObject, left: TracedFrom, right: TracedFrom): ReadonlySet<string> {
  const namesOf = ({ relations }: TracedFrom): readonly string[] =>
    relations.flatMap(({ columns }) => columns.map(({ name }) => name));
  if (ref['ref_type'] === 'NATURAL') {
    const ofRight = new Set(namesOf(right));
    return new Set(namesOf(left).filter((name) => ofRight.has(name)));
  }
  return new Set(textsAt(ref, 'using_columns').map((name) => name.toLowerCase()));
}

function values(ref: JsonObject, scope: ClauseScope, tracer: ClauseTracer): TracedFrom {
  const tuples = ref['values'];
  const cells = Array.isArray(tuples)
    ? tuples.map((tuple) => (Array.isArray(tuple) ? tuple.filter(isObject) : []))
    : [];
  const columns = (cells[0] ?? []).map((_, index) => ({
    name: `col${index}`,
    trace: mergeSites(
      ...cells.map((tuple) => (tuple[index] === undefined ? NOTHING : tracer.value(tuple[index], scope))),
    ),
  }));
  const relation = { alias: aliasOf(ref).toLowerCase(), schema: '', columns: renamed(columns, ref) };
  return { relations: [relation], rows: NOTHING };
}

/** Each cell of a PIVOT is filtered by its value and grouped by the rest; UNPIVOT makes a row of each column. */
function pivot(ref: JsonObject, scope: ClauseScope, tracer: ClauseTracer): TracedFrom {
  const source = tracedFrom(objectAt(ref, 'source') ?? {}, scope, tracer);
  const all = mergeSites(
    ...source.relations.flatMap(({ columns, other }) => [...columns.map(({ trace }) => trace), other ?? NOTHING]),
  );
  const place = textOffsetOf(ref, tracer);
  const decided = throughSite(all, {
    subtypes: ['FILTER', 'GROUP_BY', 'CONDITIONAL', 'SORT', 'JOIN'],
    stretch: place === undefined ? undefined : tracer.outline.pivot(place),
  });
  return { relations: [opaque(ref, mergeSites(all, decided))], rows: mergeSites(source.rows, decided) };
}
