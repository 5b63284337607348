import { beyond, LIMITS } from '../limits/index.ts';
import { quoteName } from './identifiers.ts';
import { type Json, parseLossless, stringifyLossless } from './lossless-json.ts';
import { overLimit } from './over-limit.ts';
import { readText } from './single-row.ts';
import type { Warehouse } from './warehouse.ts';

/** An object of DuckDB's AST or plan JSON, numbers as `parseLossless` leaves them. */
export type JsonObject = { readonly [key: string]: Json };

/** Why DuckDB refused a text. `offset` counts UTF-8 bytes from its start, when DuckDB names a place. */
export interface SqlRefusal {
  readonly kind: 'parser' | 'binder' | 'catalog' | 'other';
  readonly message: string;
  readonly offset?: number;
  /** DuckDB's finer word, e.g. `COLUMN_NOT_FOUND`, and the name it could not find. */
  readonly subtype?: string;
  readonly name?: string;
  readonly candidates?: readonly string[];
}

/** The subtype of a refusal of ours: tree or plan are larger than is read. */
export const TOO_LARGE = 'TOO_LARGE';

export type SqlOutcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: SqlRefusal };

/** The statements' ASTs (`json_serialize_sql`): each an object with `node` and `named_param_map`. SELECT only. */
export async function parseSql(warehouse: Warehouse, sql: string): Promise<SqlOutcome<readonly JsonObject[]>> {
  const answer = await askJson(warehouse, 'json_serialize_sql', sql);
  return answer.ok ? { ok: true, value: answer.value['statements'] as readonly JsonObject[] } : answer;
}

/** The SQL text of one statement's AST. */
export async function unparseSql(warehouse: Warehouse, statement: JsonObject): Promise<string> {
  const [row] = await warehouse.rows('SELECT json_deserialize_sql($1::JSON) AS sql', [printable(statement)]);
  return readText(row, 'sql');
}

function printable(statement: JsonObject): string {
  return stringifyLossless({ error: false, statements: [withQuotedStars(statement)] });
}

/** Statements that are printed at a time: a round trip takes as long as printing two of them. */
const PRINTED = 64;

/** The texts of many statements' ASTs; undefined where DuckDB does not print one. */
export async function unparseSqls(
  warehouse: Warehouse,
  statements: readonly JsonObject[],
): Promise<readonly (string | undefined)[]> {
  const texts: (string | undefined)[] = [];
  for (let from = 0; from < statements.length; from += PRINTED) {
    const some = statements.slice(from, from + PRINTED);
    texts.push(...((await unparsedTogether(warehouse, some)) ?? (await unparsedAlone(warehouse, some))));
  }
  return texts;
}

/** Undefined where one of them is not printed: it fails all others. */
async function unparsedTogether(
  warehouse: Warehouse,
  statements: readonly JsonObject[],
): Promise<readonly string[] | undefined> {
  if (statements.length < 2) return undefined;
  const asked = `SELECT json_deserialize_sql(ast) AS sql
     FROM (SELECT unnest(from_json($1::JSON, '["JSON"]')) AS ast)`;
  const rows = await warehouse.rows(asked, [`[${statements.map(printable).join(',')}]`]).catch(ofDuckDB);
  return rows?.map((row) => readText(row, 'sql'));
}

async function unparsedAlone(
  warehouse: Warehouse,
  statements: readonly JsonObject[],
): Promise<readonly (string | undefined)[]> {
  const texts: (string | undefined)[] = [];
  for (const statement of statements) texts.push(await unparseSql(warehouse, statement).catch(ofDuckDB));
  return texts;
}

/** Where the error is DuckDB's own and no limit's, it is an answer. */
function ofDuckDB(error: unknown): undefined {
  const isRefusal = error instanceof Error && error.name === 'Error' && /^[\w ]+ Error: /.test(error.message);
  if (!isRefusal || overLimit(error, 'compile') !== undefined) throw error;
  return undefined;
}

/** Names that need no quotes whatever DuckDB reserves: the engine's own. */
const OWN_NAME = /^__\w+$/;

/** DuckDB 1.5 prints `"The Rows".*` and `"order".*` without their quotes, as it does no other name. */
function withQuotedStars(value: Json): Json {
  if (Array.isArray(value)) return value.map(withQuotedStars);
  if (typeof value !== 'object' || value === null) return value;
  const copy: { [key: string]: Json } = Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, withQuotedStars(child)]),
  );
  const name = copy['relation_name'];
  if (copy['class'] !== 'STAR' || typeof name !== 'string' || name === '' || OWN_NAME.test(name)) return copy;
  return { ...copy, relation_name: quoteName(name) };
}

/** The bound, unoptimised logical plan of a SELECT over the warehouse's catalogue. */
export async function bindPlan(warehouse: Warehouse, sql: string): Promise<SqlOutcome<JsonObject>> {
  const answer = await askJson(warehouse, 'json_serialize_plan', sql);
  if (!answer.ok) return answer;
  const plans = answer.value['plans'] as readonly JsonObject[];
  const [plan, ...others] = plans;
  if (plan === undefined || others.length > 0) throw new Error(`DuckDB returned ${plans.length} plans for one SELECT`);
  return { ok: true, value: plan };
}

async function askJson(warehouse: Warehouse, fn: string, sql: string): Promise<SqlOutcome<JsonObject>> {
  const [row] = await warehouse.rows(
    `SELECT CASE WHEN strlen(a) <= ${LIMITS.planBytes.most} THEN a END AS answer, strlen(a)::DOUBLE AS bytes
     FROM (SELECT ${fn}($1::VARCHAR)::VARCHAR AS a)`,
    [sql],
  );
  if (row?.['answer'] === null) return { ok: false, refusal: tooLarge(Number(row['bytes'])) };
  const answer = parseLossless(readText(row, 'answer')) as JsonObject;
  return answer['error'] === true ? { ok: false, refusal: toFault(answer) } : { ok: true, value: answer };
}

/** What DuckDB makes of a query can be far larger than its text, where parts of it are named and used again. */
function tooLarge(bytes: number): SqlRefusal {
  const message = `what DuckDB makes of it has ${beyond(LIMITS.planBytes, bytes)}`;
  return { kind: 'other', subtype: TOO_LARGE, message };
}

function toFault(answer: JsonObject): SqlRefusal {
  const type = String(answer['error_type']).toLowerCase();
  const details: Readonly<Record<Exclude<keyof SqlRefusal, 'kind' | 'message'>, unknown>> = {
    offset: offsetIn(answer),
    subtype: textIn(answer, 'error_subtype'),
    name: textIn(answer, 'name'),
    candidates: candidatesIn(answer),
  };
  const told = Object.entries(details).filter(([, detail]) => detail !== undefined);
  return {
    kind: type === 'parser' || type === 'binder' || type === 'catalog' ? type : 'other',
    message: String(answer['error_message']),
    ...(Object.fromEntries(told) as Partial<SqlRefusal>),
  };
}

function offsetIn({ position }: JsonObject): number | undefined {
  if (position === undefined) return undefined;
  const offset = Number(position);
  return Number.isNaN(offset) ? undefined : offset;
}

function textIn(answer: JsonObject, key: string): string | undefined {
  const text = answer[key];
  return typeof text === 'string' ? text : undefined;
}

function candidatesIn(answer: JsonObject): readonly string[] | undefined {
  const text = textIn(answer, 'candidates');
  return text === undefined || text === '' ? undefined : text.split(',');
}
