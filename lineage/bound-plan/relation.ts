import { type Dependency, merge, NOTHING } from './dependency.ts';
import { nodesUnder, numbersOf, numberUnder, operatorName, type PlanNode, UnknownPlan } from './plan-json.ts';
import { typeName } from './type-name.ts';

/** Which key of which correlated subquery a column repeats, e.g. `delim 3 key 0`. */
type CorrelationKey = string;

export interface PlanColumn {
  /** DuckDB's name of it. */
  readonly type: string;
  readonly value: Dependency;
  /** `table_index.column_index`, by which a BOUND_COLUMN_REF asks for the column. */
  readonly binding: string;
  /** Set while the column repeats a column of the outer query inside a correlated subquery. */
  readonly repeats?: CorrelationKey | undefined;
  /** A count, straight from its aggregation: never NULL, but absent for some keys of a correlated subquery. */
  readonly counts?: boolean;
  /** Computed by row_number(). */
  readonly rowNumber?: boolean;
  /** Why the column must not be referred to. */
  readonly unavailable?: string;
}

/** The output of an operator: its columns, and what decides which rows there are and in which order. */
export interface PlanRelation {
  readonly columns: readonly PlanColumn[];
  readonly rows: Dependency;
  /** There is always exactly one row, so that `rows` can only touch its values. */
  readonly single: boolean;
  /** There is at most one row an invocation, which `rows` decides about: an outer join to it keeps each row once. */
  readonly lone?: boolean;
}

export function relation(columns: readonly PlanColumn[], rows: Dependency = NOTHING, single = false): PlanRelation {
  return { columns, rows, single };
}

/** Moves the row influence of a one-row relation to its columns, where a join leaves it. */
export function settled(input: PlanRelation): PlanRelation {
  return input.single ? { ...input, columns: influenced(input.columns, input.rows), rows: NOTHING } : input;
}

export function influenced(columns: readonly PlanColumn[], rows: Dependency): readonly PlanColumn[] {
  return rows.size === 0 ? columns : columns.map((column) => ({ ...column, value: merge(column.value, rows) }));
}

/**
 * Columns that are NULL in some rows of an invocation, as on the side of an outer join that need not match: what
 * repeats an outer column there is no constant any more, and tells groups apart.
 */
export function nullable(columns: readonly PlanColumn[]): readonly PlanColumn[] {
  return columns.map((column) => (column.repeats === undefined ? column : { ...column, repeats: undefined }));
}

/** Columns bound to the table index of an operator under `key`, in order. */
export function boundTo(
  node: PlanNode,
  key: string,
  columns: readonly Omit<PlanColumn, 'binding'>[],
): readonly PlanColumn[] {
  return columns.map((column, index) => ({ ...column, binding: `${numberUnder(node, key)}.${index}` }));
}

/** Columns that only an operator's types and table index describe. */
export function typedColumns(
  node: PlanNode,
  typesKey: string,
  valueAt: (index: number) => Dependency,
): readonly PlanColumn[] {
  const columns = nodesUnder(node, typesKey).map((type, index) => ({ type: typeName(type), value: valueAt(index) }));
  return boundTo(node, 'table_index', columns);
}

/** The columns at the positions under `key`; all of them where DuckDB lists none. */
export function kept(node: PlanNode, key: string, columns: readonly PlanColumn[]): readonly PlanColumn[] {
  const positions = numbersOf(node, key);
  return positions.length === 0 ? columns : positions.map((position) => columnAt(node, columns, position));
}

export function columnAt(node: PlanNode, columns: readonly PlanColumn[], position: number): PlanColumn {
  const column = columns[position];
  if (column === undefined) throw new UnknownPlan(operatorName(node), `no column at position ${position} of its input`);
  return column;
}
