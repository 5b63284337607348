import type { ColumnEdge, QueryLineage, TextRange } from '../../lineage/index.ts';
import { type Span, spanAt } from '../diagnostics/index.ts';
import { AGGREGATE_FUNCTIONS } from './asof/index.ts';
import { queryPlaces, type Stretch } from './clauses/index.ts';
import { locateStretch } from './located-stretch.ts';
import type { ParsedQuery } from './parse.ts';
import { textRanges } from './text-ranges.ts';
import type { TypedColumn } from './typed-column.ts';

/** Where an output column is computed: its expression, or the whole statement where a star makes it. */
export type ExpressionSpan = Span & Pick<TextRange, 'endLine' | 'endColumn'>;

export interface LocatedLineage {
  /** Its edges carry the clauses through which they come about. */
  readonly lineage: QueryLineage;
  readonly spans: Readonly<Record<string, ExpressionSpan>>;
  /** The whole file, but for white space around it. */
  readonly whole: ExpressionSpan;
}

const AGGREGATES = new Set(AGGREGATE_FUNCTIONS);

/**
 * Finds in the file, as it is now, what a query's lineage speaks of.
 * @param columns those of the relations that may be read.
 */
export function locateLineage(
  query: ParsedQuery,
  lineage: QueryLineage,
  columns: ReadonlyMap<string, readonly TypedColumn[]>,
): LocatedLineage {
  const { bound, file } = query;
  const outputs = lineage.columns.map(({ column }) => column);
  const places = queryPlaces(bound.sql, query.statement, outputs, {
    columnsOf: (relation) => columns.get(relation)?.map(({ name }) => name),
    isAggregate: (name) => AGGREGATES.has(name),
  });
  const toRange = textRanges(file.text);
  const rangeOf = (stretch: Stretch): TextRange => {
    const { start, end, within } = locateStretch(bound, stretch);
    return { ...toRange(start, end), ...(within.length === 0 ? {} : { within }) };
  };
  const located = (edge: ColumnEdge, index?: number): ColumnEdge => {
    const clauses = places.clauses(edge, index).map(rangeOf);
    return clauses.length === 0 ? edge : { ...edge, clauses };
  };
  const start = Math.max(0, file.text.search(/\S/));
  const whole: Stretch = { start, end: file.text.trimEnd().length };
  const spanOf = ({ start: from, end }: Stretch): ExpressionSpan => {
    const { endLine, endColumn } = toRange(from, end);
    return { ...spanAt(file, from, end - from), endLine, endColumn };
  };
  const expression = (index: number): Stretch => {
    const found = places.expressions[index];
    return found === undefined ? whole : locateStretch(bound, found);
  };
  return {
    lineage: {
      ...lineage,
      columns: lineage.columns.map((column, index) => ({
        ...column,
        edges: column.edges.map((edge) => located(edge, index)),
      })),
      rows: lineage.rows.map((edge) => located(edge)),
    },
    spans: Object.fromEntries(outputs.map((name, index) => [name, spanOf(expression(index))])),
    whole: spanOf(whole),
  };
}
