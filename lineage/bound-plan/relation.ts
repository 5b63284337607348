import { type Dependency, merge, NOTHING } from './dependency.ts';
import { nameOf, nodesOf, numberOf, numbersOf, type PlanNode, UnknownPlan } from './plan-json.ts';
import { typeName } from './type-name.ts';

/** Which key of which correlated subquery a column repeats, e.g. `delim 3 key 0`. */
type CorrelationKey = string;

export interface Column {
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
export interface Relation {
  readonly columns: readonly Column[];
  readonly rows: Dependency;
  /** There is always exactly one row, so that `rows` can only touch its values. */
  readonly single: boolean;
  /** There is at most one row an invocation, which `rows` decides about: an outer join to it keeps each row once. */
  readonly lone?: boolean;
}

export function relation(columns: readonly Column[], rows: Dependency = NOTHING, single = false): Relation {
  return { columns, rows, single };
}

/** Moves the row influence of a one-row relation to its columns, where a join leaves it. */
export function settled(input: Relation): Relation {
  return input.single ? { ...input, columns: influenced(input.columns, input.rows), rows: NOTHING } : input;
}

export function influenced(columns: readonly Column[], rows: Dependency): readonly Column[] {
  return rows.size === 0 ? columns : columns.map((column) => ({ ...column, value: merge(column.value, rows) }));
}

/**
 * Columns that are NULL in some rows of an invocation, as on the side of an outer join that need not match: what
 * repeats an outer column there is no constant any more, and tells groups apart.
 */
export function nullable(columns: readonly Column[]): readonly Column[] {
  return columns.map((column) => (column.repeats === undefined ? column : { ...column, repeats: undefined }));
}

/** Columns bound to the table index of an operator under `key`, in order. */
export function boundTo(node: PlanNode, key: string, columns: readonly Omit<Column, 'binding'>[]): readonly Column[] {
  return columns.map((column, index) => ({ ...column, binding: `${numberOf(node, key)}.${index}` }));
}

/** Columns that only an operator's types and table index describe. */
export function typedColumns(
  node: PlanNode,
  typesKey: string,
  valueAt: (index: number) => Dependency,
): readonly Column[] {
  const columns = nodesOf(node, typesKey).map((type, index) => ({ type: typeName(type), value: valueAt(index) }));
  return boundTo(node, 'table_index', columns);
}

/** The columns at the positions under `key`; all of them where DuckDB lists none. */
export function kept(node: PlanNode, key: string, columns: readonly Column[]): readonly Column[] {
  const positions = numbersOf(node, key);
  return positions.length === 0 ? columns : positions.map((position) => columnAt(node, columns, position));
}

export function columnAt(node: PlanNode, columns: readonly Column[], position: number): Column {
  const column = columns[position];
  if (column === undefined) throw new UnknownPlan(nameOf(node), `no column at position ${position} of its input`);
  return column;
}
