import { parseId } from '../../ids/index.ts';
import { quoteName, quoteText, type Row, type Warehouse, type Warehouses } from '../../warehouse/index.ts';
import type { OutcomeCalendar } from './outcome-calendar.ts';

/** Names of users never begin with an underscore. */
const ASKED = '__asked.query';

/** A database that holds made-up relations and nothing else, in which labels and groups are evaluated. */
export class MadeUpWorld {
  readonly #warehouse: Warehouse;

  private constructor(warehouse: Warehouse) {
    this.#warehouse = warehouse;
  }

  static async open({ decisions, knownOn }: OutcomeCalendar, warehouses: Warehouses): Promise<MadeUpWorld> {
    const warehouse = await warehouses.open({ work: 'compile' });
    await warehouse.run(`CREATE MACRO as_of() AS DATE ${quoteText(knownOn)}`);
    await warehouse.run('CREATE SCHEMA calendar');
    const dates = `SELECT unnest(string_split($1, ','))::DATE AS date`;
    await warehouse.run(`CREATE TABLE calendar.dates AS ${dates}`, [decisions.join(',')]);
    await warehouse.sandbox([]);
    return new MadeUpWorld(warehouse);
  }

  /** Whether the rows could be made: a column may be too narrow for them. */
  table(name: string, sql: string): Promise<boolean> {
    return this.#make(name, 'TABLE', sql);
  }

  view(name: string, sql: string): Promise<boolean> {
    return this.#make(name, 'VIEW', sql);
  }

  /** Two columns of a query, by the first; no row where the query fails on what was made up. */
  async ask(sql: string, [by, value]: readonly [string, string]): Promise<readonly Row[]> {
    if (!(await this.#make(ASKED, 'VIEW', sql))) return [];
    try {
      const columns = `${quoteName(by)}, ${quoteName(value)}::DOUBLE AS y`;
      return await this.#warehouse.rows(`SELECT ${columns} FROM ${ASKED} ORDER BY ${quoteName(by)}`);
    } catch (error) {
      return unlessEnded(error, []);
    }
  }

  close(): void {
    this.#warehouse.close();
  }

  async #make(name: string, what: 'TABLE' | 'VIEW', sql: string): Promise<boolean> {
    const { schema, name: table } = parseId(name);
    try {
      await this.#warehouse.run(`CREATE SCHEMA IF NOT EXISTS ${quoteName(schema)}`);
      await this.#warehouse.run(`CREATE OR REPLACE ${what} ${quoteName(schema)}.${quoteName(table)} AS ${sql}`);
      return true;
    } catch (error) {
      return unlessEnded(error, false);
    }
  }
}

/** A query that DuckDB refuses says nothing; one that was ended, by whom ever, is no answer. */
function unlessEnded<T>(error: unknown, refused: T): T {
  if (error instanceof Error && error.name === 'Error') return refused;
  throw error;
}
