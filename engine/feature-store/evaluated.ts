import type { Warehouse } from '../warehouse/index.ts';

export interface EvaluatedColumn {
  readonly name: string;
  readonly type: string;
}

/** A query's whole result as of many dates, kept in the warehouse. */
export interface Evaluated {
  /** The plan's name. */
  readonly name: string;
  /** Qualified table `(__t DATE, <the query's columns>)`: the result as of each evaluated date. */
  readonly table: string;
  /** Qualified table `(t DATE, __t DATE)`: the evaluated date that stands for each decision date. */
  readonly dates: string;
  readonly columns: readonly EvaluatedColumn[];
  readonly method: 'lifted' | 'loop';
}

/** The query's columns in an evaluated table. */
export async function evaluatedColumns(warehouse: Warehouse, table: string): Promise<readonly EvaluatedColumn[]> {
  const columns = await warehouse.columns(`SELECT * FROM ${table} LIMIT 0`);
  return columns.filter(({ name }) => name !== '__t').map(({ name, type }) => ({ name, type }));
}
