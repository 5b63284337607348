import type { ColumnEdge } from '../../../lineage/index.ts';
import type { JsonObject } from '../../warehouse/index.ts';
import { objectAt } from '../ast.ts';
import { byteOffsets } from './byte-offsets.ts';
import { type ClauseSite, type ColumnSites, mergeSites, NOTHING } from './clause-site.ts';
import { tracedValue } from './expression-trace.ts';
import { Outline } from './outline.ts';
import { tracedQuery } from './query-trace.ts';
import type { TracedColumn, TracedQuery } from './scope.ts';
import { itemName, selectList, selectsOf } from './select-list.ts';
import type { Stretch } from './token-list.ts';
import { type ClauseTracer, firstPlace } from './tracer.ts';

/** Where the things that a query's lineage speaks of are written. */
export interface QueryPlaces {
  /** The expression of each output column; undefined for one that a star makes. */
  readonly expressions: readonly (Stretch | undefined)[];
  /**
   * The clauses through which a column decides, by an edge of the output column at `index` or of the rows, in the order
   * of the text. Empty for an edge that carries a value, and where no clause is written: then the query as a whole is.
   */
  clauses(edge: ColumnEdge, index: number | undefined): readonly Stretch[];
}

export interface Readable {
  columnsOf(relation: string): readonly string[] | undefined;
  isAggregate(name: string): boolean;
}

/** `statement`: the AST of `sql`. `outputs`: the names of its columns as bound. */
export function queryPlaces(
  sql: string,
  statement: JsonObject,
  outputs: readonly string[],
  readable: Readable,
): QueryPlaces {
  const tracer: ClauseTracer = {
    ...readable,
    outline: new Outline(sql),
    offsetOf: byteOffsets(sql),
    query: (node, scope) => tracedQuery(node, scope, tracer),
    value: (expression, scope) => tracedValue(expression, scope, tracer),
  };
  const node = objectAt(statement, 'node') ?? {};
  const traced = tracer.query(node, { ctes: new Map(), fromClauses: [], named: new Map() });
  const columns = aligned(traced, outputs);
  const everything = mergeSites(traced.rows, ...traced.columns.map(({ trace }) => trace));
  return {
    expressions: expressionsOf(node, outputs, tracer),
    clauses: (edge, index) => {
      if (edge.type === 'DIRECT') return [];
      const trace = index === undefined ? traced.rows : (columns[index]?.trace ?? NOTHING);
      return stretches(
        written(sitesOf(edge, trace)) ??
          written(sitesOf(edge, everything)) ??
          written(sitesLike(edge, trace)) ??
          sitesLike(edge, everything),
      );
    },
  };
}

/** By position; where a star's columns are not known from the text, by name, else all together. */
function aligned({ columns }: TracedQuery, outputs: readonly string[]): readonly TracedColumn[] {
  if (columns.length === outputs.length) return columns;
  const all = mergeSites(...columns.map(({ trace }) => trace));
  return outputs.map((name) => columns.find((column) => column.name === name.toLowerCase()) ?? { name, trace: all });
}

function sitesOf({ subtype, from }: ColumnEdge, trace: ColumnSites): readonly ClauseSite[] {
  const sites = trace.get(`${from.relation}.${from.column}`.toLowerCase()) ?? [];
  const fitting = [...sites].filter(({ subtypes }) => subtypes.includes(subtype));
  // A condition of a join may be a filter too; one that is nothing else goes before it.
  const proper = fitting.filter(({ subtypes }) => subtypes[0] === subtype);
  return proper.length > 0 ? proper : fitting;
}

/** Clauses of the kind, whatever they decide by: where names alone do not tell which column is meant. */
function sitesLike({ subtype }: ColumnEdge, trace: ColumnSites): readonly ClauseSite[] {
  return [...trace.values()].flatMap((sites) => [...sites].filter(({ subtypes }) => subtypes.includes(subtype)));
}

/** Sites of which the text shows one at least. */
function written(sites: readonly ClauseSite[]): readonly ClauseSite[] | undefined {
  return sites.some(({ stretch }) => stretch !== undefined) ? sites : undefined;
}

function stretches(sites: readonly ClauseSite[]): readonly Stretch[] {
  const distinct = new Map(
    sites.flatMap(({ stretch }) => (stretch === undefined ? [] : [[JSON.stringify(stretch), stretch]])),
  );
  return [...distinct.values()].toSorted((left, right) => left.start - right.start || left.end - right.end);
}

/** By position; behind a star, by name. */
function expressionsOf(
  node: JsonObject,
  outputs: readonly string[],
  tracer: ClauseTracer,
): readonly (Stretch | undefined)[] {
  const [list = [], ...others] = selectsOf(node).map(selectList);
  const isPlain = list.length === outputs.length && list.every((item) => item['class'] !== 'STAR');
  const named = [...list, ...others.flat()].filter((item) => item['class'] !== 'STAR');
  return outputs.map((name, index) => {
    const item = isPlain ? list[index] : named.find((candidate) => itemName(candidate) === name.toLowerCase());
    const place = item && firstPlace(item, tracer);
    return place === undefined ? undefined : tracer.outline.selected(place);
  });
}
