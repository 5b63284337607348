import type { ColumnEdge, QueryLineage, TextRange } from '../../lineage/index.ts';
import { type Span, spanAt, type TextFile } from '../diagnostics/index.ts';
import type { JsonObject } from '../warehouse/index.ts';
import { AGGREGATE_FUNCTIONS } from './asof/functions-aggregate.ts';
import { queryPlaces, type Stretch } from './clauses/index.ts';
import { locateStretch } from './located-stretch.ts';
import type { BoundText } from './mapped-text.ts';
import { textRanges } from './text-ranges.ts';

/** Where an output column is computed: its expression, or the whole statement where a star makes it. */
export type ExpressionSpan = Span & Pick<TextRange, 'endLine' | 'endColumn'>;

export interface LocatedLineage {
  /** Its edges carry the clauses through which they come about. */
  readonly lineage: QueryLineage;
  readonly spans: Readonly<Record<string, ExpressionSpan>>;
  /** The whole file, but for white space around it. */
  readonly whole: ExpressionSpan;
}

/** What lineage is located by. */
export interface PlaceGround {
  readonly file: TextFile;
  readonly bound: BoundText;
  /** The AST of the bound text. */
  readonly statement: JsonObject;
  /** Its edges without clauses. */
  readonly lineage: QueryLineage;
  /** The names of the columns of each relation that it reads, in their order. */
  readonly columns: ReadonlyMap<string, readonly string[]>;
}

const AGGREGATES = new Set(AGGREGATE_FUNCTIONS);

/** Finds in the file, as it is now, what a query's lineage speaks of. */
export function locateLineage({ file, bound, statement, lineage, columns }: PlaceGround): LocatedLineage {
  const outputs = lineage.columns.map(({ column }) => column);
  const places = queryPlaces(bound.sql, statement, outputs, {
    columnsOf: (relation) => columns.get(relation),
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
