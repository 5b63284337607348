import { problemError } from '../diagnostics/index.ts';
import { parseId } from '../ids/index.ts';
import { overLimit, quoteName, type Warehouse, type Warehouses } from '../warehouse/index.ts';
import { answering, askAhead, type KnownAnswers } from './asked-ahead.ts';
import type { CompileCache } from './compile-cache.ts';
import type { ParsedQuery } from './parse.ts';
import { starAround } from './star-plan.ts';
import type { TypedColumn } from './typed-column.ts';

/** What definitions are bound by: warehouses, and what they answered before. */
export interface BindingMeans {
  readonly warehouses: Warehouses;
  readonly cache: CompileCache;
}

/** An in-memory database of empty, typed tables: what definitions are bound against, without any data. */
export interface ShadowCatalogue {
  readonly warehouse: Warehouse;
  readonly cache: CompileCache;
  /** Every relation declared, with its columns. */
  readonly columns: ReadonlyMap<string, readonly TypedColumn[]>;
  /** The columns of which no two rows of a relation have the same values, where some are known. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  /** Declares `schema.name`. */
  declare(relation: string, columns: readonly TypedColumn[], key?: readonly string[] | undefined): void;
  /** Makes the tables of relations that are declared, for a query that has to be bound. */
  tables(relations: readonly string[]): Promise<void>;
  /** Makes macros, by their names `schema.name`, for texts whose calls are judged: none is ever run with them. */
  macros(statements: ReadonlyMap<string, string>): Promise<void>;
  /** Asks for the ASTs of texts at once, before anybody asks for one. */
  parseAhead(texts: readonly string[]): Promise<void>;
  /** Queries that will be bound, each after what it reads, and that nobody has asked about yet. */
  readonly coming: Set<ParsedQuery>;
  /** Asks for the plans of queries at once, all of whose relations are declared. */
  planAhead(queries: readonly ParsedQuery[]): Promise<void>;
  /** Begins anew after a query that was ended: what is declared stays declared. */
  reopen(): Promise<void>;
  close(): void;
}

/** Opens a catalogue that knows `calendar.dates(date)` and `as_of()`. */
export async function openShadowCatalogue({ cache, warehouses }: BindingMeans): Promise<ShadowCatalogue> {
  // Who has nothing to ask opens none.
  let opening: Promise<Opened> | undefined;
  let opened: Opened | undefined;
  const open = async (): Promise<Opened> => {
    opening ??= openEmpty(warehouses);
    opened = await opening;
    return opened;
  };
  const known: KnownAnswers = new Map();
  const columns = new Map<string, readonly TypedColumn[]>();
  const keys = new Map<string, readonly string[]>();
  const made = new Set<string>();
  /** Of statements, by what they make, those that were not run before: one text costs what one of them does. */
  const make = async (statements: ReadonlyMap<string, string>): Promise<void> => {
    const lacking = [...statements].filter(([what]) => !made.has(what));
    if (lacking.length === 0) return;
    for (const [what] of lacking) made.add(what);
    const { warehouse } = await open();
    await warehouse.run(lacking.map(([, statement]) => statement).join(';\n'));
  };
  const reopen = async (): Promise<void> => {
    // Its worker may hold what could not be computed, and would be ended for it by whoever comes next.
    const { end, warehouse } = await open();
    end(new DOMException('the catalogue begins anew', 'AbortError'));
    warehouse.close();
    made.clear();
    opening = undefined;
    await open();
  };
  const asked = async () => ({ ...(await open()), reopen });
  const shadow: ShadowCatalogue = {
    get warehouse() {
      return answering(openedLater(open), known);
    },
    cache,
    columns,
    keys,
    declare: (relation, declared, key) => {
      columns.set(relation, declared);
      if (key !== undefined) keys.set(relation, key);
    },
    tables: async (relations) => {
      const statements = new Map<string, string>();
      for (const relation of relations) {
        const list = columns.get(relation)?.map((column) => `${quoteName(column.name)} ${column.type}`);
        if (list === undefined) continue;
        const { schema, name } = parseId(relation);
        statements.set(schema, `CREATE SCHEMA ${quoteName(schema)}`);
        statements.set(relation, `CREATE TABLE ${quoteName(schema)}.${quoteName(name)} (${list.join(', ')})`);
      }
      await make(statements);
    },
    macros: async (statements) => {
      for (const [name, statement] of statements) {
        const { schema } = parseId(name);
        await make(new Map([[schema, `CREATE SCHEMA ${quoteName(schema)}`]]));
        await make(new Map([[`macro ${name} ${statement}`, statement]]));
      }
    },
    parseAhead: (texts) => askAhead(asked, 'json_serialize_sql', texts, known),
    coming: new Set(),
    planAhead: async (queries) => {
      await shadow.tables(queries.flatMap((query) => query.relations));
      const texts = queries.map(({ bound }) => starAround(bound.sql));
      await askAhead(asked, 'json_serialize_plan', texts, known);
    },
    reopen,
    close: () => opened?.warehouse.close(),
  };
  shadow.declare('calendar.dates', [{ name: 'date', type: 'DATE' }], ['date']);
  return shadow;
}

/** A warehouse that is opened when it is first asked, and closed by whoever opens it. */
function openedLater(opened: () => Promise<Opened>): Warehouse {
  const open = async (): Promise<Warehouse> => (await opened()).warehouse;
  return {
    close: () => undefined,
    run: async (sql, parameters) => (await open()).run(sql, parameters),
    rows: async (sql, parameters) => (await open()).rows(sql, parameters),
    columns: async (sql, parameters) => (await open()).columns(sql, parameters),
    append: async (table, columns) => (await open()).append(table, columns),
    call: async (procedure, input) => (await open()).call(procedure, input),
    sandbox: async (directories) => (await open()).sandbox(directories),
  };
}

interface Opened {
  readonly warehouse: Warehouse;
  end(reason: Error): void;
}

/** A static pivot with a long IN list would otherwise be bound to an operator of its own. */
const PREPARED = `SET pivot_filter_threshold = 10000;
CREATE MACRO as_of() AS CAST('2000-01-01' AS DATE)`;

async function openEmpty(warehouses: Warehouses): Promise<Opened> {
  const ended = new AbortController();
  const options = { work: 'compile', signal: ended.signal } as const;
  const warehouse = await warehouses.open(options).catch((error: unknown) => {
    const over = overLimit(error, 'compile');
    if (over === undefined) throw error;
    throw problemError('EWS2121', `binding ${over.words}`, { hint: over.hint });
  });
  await warehouse.run(PREPARED);
  return { warehouse, end: (reason) => ended.abort(reason) };
}
