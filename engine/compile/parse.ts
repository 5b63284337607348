import { byteToTextOffset, type Problem, type TextFile } from '../diagnostics/index.ts';
import type { VariableDefinition } from '../project/index.ts';
import {
  type Json,
  type JsonObject,
  parseSql,
  type SqlRefusal,
  TOO_LARGE,
  type Warehouse,
} from '../warehouse/index.ts';
import {
  type AsOfRelation,
  type GateContext,
  gate,
  gateFindings,
  judgeAsofJoins,
  readsOf,
  refuseStatement,
} from './asof/index.ts';
import { isDeep } from './ast.ts';
import {
  type CalledFunctions,
  calledNotes,
  callsFunctions,
  type Functions,
  inlineCalls,
  problemAtOrigin,
  type WordsAtOrigin,
  wrongCalls,
} from './inline/index.ts';
import {
  type BoundText,
  boundText,
  type MappedText,
  placeInDefinition,
  sqlOf,
  type TextOrigin,
} from './mapped-text.ts';
import { problemAt, wordAt } from './problem-at.ts';
import { canonicalAst } from './recipe.ts';
import { sqlExcess } from './sql-excess.ts';
import { syntaxHint } from './syntax-hints.ts';
import { templateProblems } from './templating.ts';
import { bindVariables } from './variables.ts';

/** A SQL file that may run: parsed, admitted by the gate, variables replaced. */
export interface ParsedQuery {
  readonly file: TextFile;
  readonly bound: BoundText;
  /** The AST of the bound text. */
  readonly statement: JsonObject;
  /** The statement without places: what it means. Made each time that it is asked for. */
  readonly ast: Json;
  /** Relations read, `schema.name`. */
  readonly relations: readonly string[];
  readonly usesAsOf: boolean;
  /** What it calls of the functions that are not DuckDB's; absent where it calls none. */
  readonly called?: CalledFunctions;
}

/** What a text may read and call. */
export interface QueryContext extends GateContext {
  readonly functions: Functions;
}

export type ParseOutcome =
  | { readonly ok: true; readonly query: ParsedQuery }
  | {
      readonly ok: false;
      readonly problems: readonly Problem[];
      /** Of the file's own text, where it parses. */
      readonly statement?: JsonObject | undefined;
    };

/**
 * Parses one SQL file and refuses whatever could look ahead, read a file or change with the clock.
 * @param variables undefined where nobody knows them: then a text that names one is judged no further, without a
 * problem.
 */
export async function parseQuery(
  warehouse: Warehouse,
  context: QueryContext,
  variables: readonly VariableDefinition[] | undefined,
): Promise<ParseOutcome> {
  const { file } = context;
  const excess = sqlExcess(file);
  if (excess !== undefined) return { ok: false, problems: [excess] };
  const original = await parseSql(warehouse, file.text);
  if (!original.ok) return { ok: false, problems: parserProblems(file, original.refusal) };
  const refused = gate(context, original.value);
  const { text, problems } = bindVariables(file, variables ?? []);
  if (refused.length > 0 || problems.length > 0) {
    const [statement] = original.value;
    const told = [...refused, ...(variables === undefined ? [] : problems)];
    if (statement === undefined) return { ok: false, problems: told };
    return { ok: false, problems: [...told, ...wrongCalls(file, statement, context.functions)], statement };
  }
  const replaced = sqlOf(text) === file.text ? original : await parseSql(warehouse, sqlOf(text));
  const statement = replaced.ok ? replaced.value[0] : undefined;
  const parametersLeft = statement?.['named_param_map'];
  if (statement === undefined || (Array.isArray(parametersLeft) && parametersLeft.length > 0)) {
    throw new Error(`variables of ${file.path} could not be replaced`);
  }
  if (!callsFunctions(statement)) return { ok: true, query: parsedQuery(file, boundText(text), statement) };
  return withFunctions(warehouse, context, { text, statement });
}

/** A text that is admitted, with what its tree says. */
export function parsedQuery(
  file: TextFile,
  bound: BoundText,
  statement: JsonObject,
  called?: CalledFunctions,
): ParsedQuery {
  const reads = readsOf(statement);
  // What is nested too deeply to be read is found out now, where that becomes a problem.
  const made = isDeep(statement) ? canonicalAst(statement) : undefined;
  return {
    file,
    bound,
    statement,
    get ast() {
      return made ?? canonicalAst(statement);
    },
    relations: reads.relations,
    usesAsOf: reads.usesAsOf || reads.usesCalendar,
    ...(called === undefined ? {} : { called }),
  };
}

/** A text that calls functions, as it is with all of them written out: that is what is judged, bound and run. */
async function withFunctions(
  warehouse: Warehouse,
  context: QueryContext,
  { text, statement }: { readonly text: MappedText; readonly statement: JsonObject },
): Promise<ParseOutcome> {
  const { file } = context;
  const inlined = await inlineCalls(text, statement, context.functions, (sql) => parseSql(warehouse, sql));
  if (!inlined.ok) return { ...inlined, statement };
  const bound = boundText(inlined.text);
  const placed = (byte: number | undefined, words: WordsAtOrigin): Problem => {
    const origin = bound.toOrigin(byte === undefined ? 0 : byteToTextOffset(bound.sql, byte));
    return problemAtOrigin(origin, wordAt(origin.file.text, origin.offset), words);
  };
  const answer = await parseSql(warehouse, bound.sql);
  if (!answer.ok) {
    const { message, offset } = answer.refusal;
    const said = tooDeep(message) ?? { message: `with its functions written out: ${message}` };
    return { ok: false, problems: [placed(offset, { code: 'EWS2126', ...said })], statement };
  }
  const [written] = answer.value;
  const judged: GateContext = { ...context, file: { path: file.path, text: bound.sql }, isInlined: true };
  const refused = gateFindings(judged, answer.value).map(({ at, ...words }) => placed(at, words));
  if (refused.length > 0) return { ok: false, problems: refused, statement };
  if (written === undefined || callsFunctions(written)) throw new Error(`a call of ${file.path} was not written out`);
  return { ok: true, query: parsedQuery(file, bound, written, inlined.called) };
}

/** Refuses ASOF joins that may compare a NULL. @param relations those that the query may read. */
export function asofProblems(
  { file, bound, statement }: ParsedQuery,
  relations: ReadonlyMap<string, AsOfRelation>,
): readonly Problem[] {
  return judgeAsofJoins(statement, relations).map(({ at, ...what }) => {
    const offset = placeInFile(bound, at);
    const notes = calledNotes(originOf(bound, at));
    return problemAt(file, offset, wordAt(file.text, offset), notes.length === 0 ? what : { ...what, notes });
  });
}

/**
 * Where a byte of the bound text stands in the definition's file, or the call that led to it; its beginning where
 * DuckDB names none.
 */
export function placeInFile(bound: BoundText, byte: number | undefined): number {
  return placeInDefinition(originOf(bound, byte));
}

/** Where a byte of a file that was parsed as it stands is. */
export function originInFile(file: TextFile, byte: number): TextOrigin {
  return { file, offset: byteToTextOffset(file.text, byte), calls: [] };
}

/** Where a byte of the bound text was written, and the calls that led there. */
export function originOf({ sql, toOrigin }: BoundText, byte: number | undefined): TextOrigin {
  return toOrigin(byte === undefined ? 0 : byteToTextOffset(sql, byte));
}

function parserProblems(file: TextFile, refusal: SqlRefusal): readonly Problem[] {
  if (/only SELECT/i.test(refusal.message)) return [refuseStatement(file)];
  const templates = templateProblems(file);
  if (templates.length > 0) return templates;
  const offset = refusal.offset === undefined ? 0 : byteToTextOffset(file.text, refusal.offset);
  if (refusal.subtype === TOO_LARGE) return [tooLargeProblem(file, refusal)];
  const hint = syntaxHint(file.text, offset);
  const said = tooDeep(refusal.message) ?? { message: refusal.message, ...(hint === undefined ? {} : { hint }) };
  return [problemAt(file, offset, wordAt(file.text, offset), { code: 'EWS2101', ...said })];
}

/** The problem of a query whose tree or plan is larger than is read. */
export function tooLargeProblem(file: TextFile, { message }: SqlRefusal): Problem {
  const hint = 'make groups of its parts: each is computed once, however often it is read';
  return problemAt(file, 0, 1, { code: 'EWS2135', message, hint });
}

/** What DuckDB says of an expression that is nested too deep names a setting of its own, which no query can change. */
function tooDeep(said: string): Pick<Problem, 'message' | 'hint'> | undefined {
  const limit = /Max expression depth limit of (\d+)/.exec(said)?.[1];
  if (limit === undefined && !/memory exhausted/.test(said)) return undefined;
  const message = `an expression is nested deeper than DuckDB reads${limit === undefined ? '' : `: ${limit} levels`}`;
  return { message, hint: 'write it in parts, each with a name of its own: WITH part AS (SELECT ...)' };
}
