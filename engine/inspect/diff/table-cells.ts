import { quoteText, type Row, type Warehouse } from '../../warehouse/index.ts';
import { rowName } from './row-name.ts';
import type { ShownCell } from './table-diff.ts';
import { beyondSql, copyCellsSql, numberSql } from './table-sql.ts';
import { differsSql, type PlacedPair } from './value-differences.ts';

/** TableCells of one table that are told before the rest is counted. */
const SHOWN = 20;

const CHANGE_OF_ROW = "CASE WHEN has_to IS NULL THEN 'only from' ELSE 'only to' END";

/**
 * The cells of a table that differ, a row each, as a table `cells` beside the table `differing`; `some`: of each column
 * only as many as are shown.
 */
export class TableCells {
  readonly #warehouse: Warehouse;
  readonly #identity: readonly string[];
  readonly #limit: string;
  /** The columns that tell rows apart, as text. */
  readonly #keys: string;
  readonly #order: string;

  constructor(warehouse: Warehouse, identity: readonly string[], which: 'some' | 'all') {
    this.#warehouse = warehouse;
    this.#identity = identity;
    this.#limit = which === 'all' ? '' : `LIMIT ${SHOWN}`;
    this.#keys = identity.map((_, i) => `k${i}::VARCHAR AS k${i}`).join(', ');
    this.#order = identity.map((_, i) => `rows.k${i}`).join(', ');
  }

  async open(): Promise<void> {
    const keys = this.#identity.map((_, i) => `k${i} VARCHAR`).join(', ');
    await this.#warehouse.run(
      `CREATE TABLE cells (${keys}, "column" VARCHAR, change VARCHAR, from_value VARCHAR, to_value VARCHAR, ` +
        'from_number DOUBLE, to_number DOUBLE, beyond BOOLEAN, place INTEGER)',
    );
  }

  /** Adds the values of a column. */
  async add({ pair, at, tolerance }: PlacedPair): Promise<void> {
    const beyond = beyondSql(pair, at, tolerance);
    const [a, b] = [`a${at}`, `b${at}`];
    await this.#warehouse.run(
      `INSERT INTO cells SELECT ${this.#keys}, ${quoteText(pair.to)}, 'value', ${a}::VARCHAR, ${b}::VARCHAR, ` +
        `${numberSql(pair, a)}, ${numberSql(pair, b)}, ${beyond}, ${at} FROM differing AS rows ` +
        `WHERE ${differsSql(pair, at)} ` +
        `ORDER BY (${beyond}) DESC, ${this.#order} ${this.#limit}`,
    );
  }

  /** Adds the rows that one version alone has. */
  async addRows(): Promise<void> {
    await this.#warehouse.run(
      `INSERT INTO cells SELECT ${this.#keys}, NULL, ${CHANGE_OF_ROW}, NULL, NULL, NULL, NULL, true, -1 ` +
        `FROM differing AS rows WHERE has_from IS NULL OR has_to IS NULL ` +
        `ORDER BY ${this.#order} ${this.#limit}`,
    );
  }

  /** All of them, written to a parquet file. */
  async copy(node: string, file: string): Promise<void> {
    await this.#warehouse.run(copyCellsSql(node, this.#identity, file));
  }

  /** The first, those beyond the tolerance before others. */
  async first(): Promise<readonly ShownCell[]> {
    const keys = this.#identity.map((_, i) => `k${i}`).join(', ');
    const rows = await this.#warehouse.rows(`SELECT * FROM cells ORDER BY beyond DESC, ${keys}, place LIMIT ${SHOWN}`);
    return rows.map((row) => this.#cellOf(row));
  }

  #cellOf(row: Row): ShownCell {
    const { column, change, from_value: from, to_value: to, beyond } = row;
    return {
      at: rowName(row, this.#identity),
      column: textOrNull(column),
      change: change === 'only from' || change === 'only to' ? change : 'value',
      from: textOrNull(from),
      to: textOrNull(to),
      beyond: beyond === true,
    };
  }
}

function textOrNull(value: Row[string] | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}
