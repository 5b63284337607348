import { byteToTextOffset, lineTextAt, type Problem, spanAt, type TextFile } from '../diagnostics/index.ts';
import type { VariableDefinition } from '../project/index.ts';
import { type Json, type JsonObject, parseSql, type SqlRefusal, type Warehouse } from '../warehouse/index.ts';
import { type AsOfRelation, type GateContext, gate, judgeAsofJoins, readsOf, refuseStatement } from './asof/index.ts';
import { canonicalAst } from './recipe.ts';
import { type BoundText, bindVariables } from './variables.ts';

/** A SQL file that may run: parsed, admitted by the gate, variables replaced. */
export interface ParsedQuery {
  readonly file: TextFile;
  readonly bound: BoundText;
  /** The AST of the bound text. */
  readonly statement: JsonObject;
  /** The statement without places: what it means. */
  readonly ast: Json;
  /** Relations read, `schema.name`. */
  readonly relations: readonly string[];
  readonly usesAsOf: boolean;
}

export type ParseOutcome =
  | { readonly ok: true; readonly query: ParsedQuery }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Parses one SQL file and refuses whatever could look ahead, read a file or change with the clock. */
export async function parseQuery(
  warehouse: Warehouse,
  context: GateContext,
  variables: readonly VariableDefinition[],
): Promise<ParseOutcome> {
  const { file } = context;
  const original = await parseSql(warehouse, file.text);
  if (!original.ok) return { ok: false, problems: [parserProblem(file, original.refusal)] };
  const refused = gate(context, original.value);
  const { bound, problems } = bindVariables(file, variables);
  if (refused.length > 0 || problems.length > 0) return { ok: false, problems: [...refused, ...problems] };
  const replaced = bound.sql === file.text ? original : await parseSql(warehouse, bound.sql);
  const statement = replaced.ok ? replaced.value[0] : undefined;
  const parametersLeft = statement?.['named_param_map'];
  if (statement === undefined || (Array.isArray(parametersLeft) && parametersLeft.length > 0)) {
    throw new Error(`variables of ${file.path} could not be replaced`);
  }
  const reads = readsOf(statement);
  return {
    ok: true,
    query: {
      file,
      bound,
      statement,
      ast: canonicalAst(statement),
      relations: reads.relations,
      usesAsOf: reads.usesAsOf || reads.usesCalendar,
    },
  };
}

/** Refuses ASOF joins that may compare a NULL. @param relations those that the query may read. */
export function asofProblems(
  { file, bound, statement }: ParsedQuery,
  relations: ReadonlyMap<string, AsOfRelation>,
): readonly Problem[] {
  return judgeAsofJoins(statement, relations).map(({ at, ...what }) => {
    const offset = placeInFile(bound, at);
    return problemAt(file, offset, wordAt(file.text, offset), what);
  });
}

/** Where a byte of the bound text stands in the file; its beginning where DuckDB names none. */
export function placeInFile({ sql, toOriginal }: BoundText, byte: number | undefined): number {
  return toOriginal(byte === undefined ? 0 : byteToTextOffset(sql, byte));
}

function parserProblem(file: TextFile, refusal: SqlRefusal): Problem {
  if (/only SELECT/i.test(refusal.message)) {
    return refuseStatement(file);
  }
  const offset = refusal.offset === undefined ? 0 : byteToTextOffset(file.text, refusal.offset);
  const said = tooDeep(refusal.message) ?? { message: refusal.message, ...templated(file.text, offset) };
  return problemAt(file, offset, wordAt(file.text, offset), { code: 'EWS2101', ...said });
}

/** Whoever comes from dbt writes `{{ ref('labor') }}`. */
function templated(text: string, offset: number): Pick<Problem, 'hint'> {
  if (!text.startsWith('{{', offset)) return {};
  return {
    hint: 'SQL is not templated here: name what is read, such as fred.unrate, features.labor or $horizon_months',
  };
}

/** What DuckDB says of an expression that is nested too deep names a setting of its own, which no query can change. */
function tooDeep(said: string): Pick<Problem, 'message' | 'hint'> | undefined {
  const limit = /Max expression depth limit of (\d+)/.exec(said)?.[1];
  if (limit === undefined && !/memory exhausted/.test(said)) return undefined;
  const message = `an expression is nested deeper than DuckDB reads${limit === undefined ? '' : `: ${limit} levels`}`;
  return { message, hint: 'write it in parts, each with a name of its own: WITH part AS (SELECT ...)' };
}

/** A problem whose frame underlines `length` units from `offset`. */
export function problemAt(
  file: TextFile,
  offset: number,
  length: number,
  what: Pick<Problem, 'code' | 'message'> & Partial<Pick<Problem, 'hint' | 'notes'>>,
): Problem {
  const span = spanAt(file, offset, length);
  return { severity: 'error', ...what, span, lineText: lineTextAt(file, span.line) };
}

/** The length of the (dotted, quoted) name that starts at `offset`, at least one. */
export function wordAt(text: string, offset: number): number {
  return /^(?:"(?:[^"]|"")*"|[\w$.])+/.exec(text.slice(offset))?.[0].length ?? 1;
}
