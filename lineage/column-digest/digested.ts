import { numbersOf, numberUnder, operatorName, type PlanNode, UnknownPlan } from '../bound-plan/plan-json.ts';

/** A digest of how something is computed. */
export type Digest = string;

/** Stands for the digest of rows about which nothing decides; lakes hold it. */
export const BY_NOTHING: Digest = '';

/** Text -> digest. Passed in: this room has no cryptography of its own. */
export type Hash = (text: string) => Digest;

export interface DigestedColumn {
  /** How the value is computed from the columns that its row has. */
  readonly value: Digest;
  /** `table_index.column_index`, by which a BOUND_COLUMN_REF asks for the column. */
  readonly binding: string;
}

/** The output of an operator: its columns, and a digest of what decides which rows there are. */
export interface Digested {
  readonly columns: readonly DigestedColumn[];
  readonly rows: Digest;
  /** There is always exactly one row, so that `rows` can only touch its values. */
  readonly single: boolean;
  /** Values of columns that no two rows have in common; undefined where none are known to be so. */
  readonly key?: readonly Digest[] | undefined;
}

/** A relation, `schema.table` -> the columns of which no two of its rows have the same values. */
export type RelationKeys = ReadonlyMap<string, readonly string[]>;

/** What the operators share during one walk. */
export interface DigestWalk {
  readonly hash: Hash;
  readonly keys: RelationKeys;
  digested(node: PlanNode): Digested;
  /** Outputs of common table expressions, by `table_index`. */
  readonly ctes: Map<number, Digested>;
  /** The outer columns that each enclosing correlated subquery sees, innermost last. */
  readonly outer: (readonly DigestedColumn[])[];
}

/** Marks columns as other things than themselves: those of a certain side, or of certain rows. */
export function marked(
  walk: DigestWalk,
  mark: readonly string[],
  columns: readonly DigestedColumn[],
): readonly DigestedColumn[] {
  return columns.map((column) => ({ ...column, value: walk.hash(JSON.stringify([...mark, column.value])) }));
}

/**
 * Two relations side by side, which may be the same one: their columns must not be taken for each other. The one row of
 * a scalar subquery is a value beside each row of the other side, whose columns and rows stay what they are.
 */
export function beside(walk: DigestWalk, how: string, left: Digested, right: Digested): Digested {
  if (left.single !== right.single) {
    const one = (side: Digested): readonly DigestedColumn[] =>
      side.single ? marked(walk, ['one row', side.rows], side.columns) : side.columns;
    return { columns: [...one(left), ...one(right)], rows: left.single ? right.rows : left.rows, single: false };
  }
  const columns = [...marked(walk, ['left'], left.columns), ...marked(walk, ['right'], right.columns)];
  return { columns, rows: walk.hash(JSON.stringify([how, left.rows, right.rows])), single: left.single };
}

/** Fields of an operator that decide what it does; not its inputs, nor what numbers and lays out its output. */
export function rulesOf(node: PlanNode): PlanNode {
  return Object.fromEntries(Object.entries(node).filter(([key]) => !LAYOUT.has(key)));
}

const LAYOUT = new Set(['children', 'table_index', 'column_count', 'projections', 'ctename']);

/** The columns at the positions under `key`; all of them where DuckDB lists none. */
export function keptAt(node: PlanNode, key: string, columns: readonly DigestedColumn[]): readonly DigestedColumn[] {
  const positions = numbersOf(node, key);
  return positions.length === 0 ? columns : positions.map((position) => columnAt(node, columns, position));
}

export function columnAt(node: PlanNode, columns: readonly DigestedColumn[], position: number): DigestedColumn {
  const column = columns[position];
  if (column === undefined) throw new UnknownPlan(operatorName(node), `no column at position ${position} of its input`);
  return column;
}

/** Columns bound to one of an operator's table indices, in order. */
export function boundTo(node: PlanNode, key: string, values: readonly Digest[]): readonly DigestedColumn[] {
  const table = numberUnder(node, key);
  return values.map((value, index) => ({ value, binding: `${table}.${index}` }));
}
