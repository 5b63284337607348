import type { Problem } from '../../diagnostics/index.ts';
import type { FunctionDefinition, TextStretch, VariableDefinition } from '../../project/index.ts';
import type { JsonObject, SqlOutcome } from '../../warehouse/index.ts';
import { type GateContext, gateFindings } from '../asof/index.ts';
import { objectAt, objectsAt, someNode } from '../ast.ts';
import { type MappedText, sqlOf } from '../mapped-text.ts';
import { bindVariables } from '../variables.ts';
import { problemAtOrigin } from './body-problem.ts';
import { BodyWalker } from './body-walker.ts';
import { type BodyOutcome, type FunctionNames, inOrder } from './edited-text.ts';
import { ParsedText } from './find-calls.ts';

/** The statements of a text. */
export type ParseText = (sql: string) => Promise<SqlOutcome<readonly JsonObject[]>>;

export interface BodyMeans {
  readonly parse: ParseText;
  /** Undefined where nobody knows them: a body that names one is judged no further. */
  readonly variables: readonly VariableDefinition[] | undefined;
}

/**
 * Reads the body of a function: parsed, admitted by the gate, and held to what can be written out in any query without
 * catching or being caught by a name of it (EWS2124).
 */
export async function readBody(
  fn: FunctionDefinition,
  functions: FunctionNames,
  means: BodyMeans,
): Promise<BodyOutcome> {
  const { text, problems: unbound } = bindVariables(fn.file, means.variables ?? [], fn.body);
  if (unbound.length > 0) return { ok: false, problems: means.variables === undefined ? [] : unbound };
  // In brackets an expression can be nothing else.
  const around = fn.kind === 'scalar' ? (['SELECT (', ')'] as const) : (['', ''] as const);
  const sql = `${around[0]}${sqlOf(text)}${around[1]}`;
  const parsed = new ParsedText(text, around);
  const answer = await means.parse(sql);
  const problemAt = (byte: number | undefined, words: Parameters<typeof problemAtOrigin>[2]): Problem => {
    const origin = parsed.originOf(byte);
    return problemAtOrigin(origin, wordLength(fn, origin.offset), words);
  };
  if (!answer.ok) {
    const { message, offset } = answer.refusal;
    return { ok: false, problems: [problemAt(offset, { code: 'EWS2101', message })] };
  }
  const context: GateContext = {
    file: { path: fn.file.path, text: sql },
    reads: 'feature',
    // That it names relations of a project is told below, in words of its own.
    relationKind: (name) => (name.includes('.') ? 'source' : undefined),
    relationNames: [],
    functions,
    isFunctionBody: true,
  };
  const refused = gateFindings(context, answer.value).map(({ at, ...words }) => problemAt(at, words));
  const walker = new BodyWalker(fn, functions, parsed);
  walker.read(objectAt(answer.value[0] ?? {}, 'node') ?? {});
  const defaults = await readDefaults(fn, means);
  const problems = [...refused, ...walker.problems, ...defaults.problems];
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, body: { fn, text, edits: inOrder(walker.edits), defaults: defaults.texts } };
}

/** The length of the word at an offset of the function's file. */
function wordLength({ file }: FunctionDefinition, offset: number): number {
  return /^(?:"(?:[^"]|"")*"|[\w$.]+)/.exec(file.text.slice(offset))?.[0].length ?? 1;
}

interface Defaults {
  readonly texts: ReadonlyMap<string, MappedText>;
  readonly problems: readonly Problem[];
}

/** A default is a constant: it stands in every query that leaves it out, whatever that calls its columns. */
async function readDefaults(fn: FunctionDefinition, { parse, variables }: BodyMeans): Promise<Defaults> {
  const texts = new Map<string, MappedText>();
  const problems: Problem[] = [];
  for (const { name, default: value } of fn.parameters) {
    if (value === undefined) continue;
    const { text, problems: unbound } = bindVariables(fn.file, variables ?? [], value);
    problems.push(...unbound);
    if (unbound.length > 0) continue;
    const answer = await parse(`SELECT (${sqlOf(text)})`);
    if (answer.ok && isConstant(answer.value)) texts.set(name, text);
    else problems.push(noConstant(fn, name, value));
  }
  return { texts, problems };
}

const CONSTANTS = new Set(['CONSTANT', 'CAST', 'OPERATOR', 'FUNCTION']);

function isConstant([statement, second]: readonly JsonObject[]): boolean {
  const [item] = objectsAt(objectAt(statement ?? {}, 'node') ?? {}, 'select_list');
  if (item === undefined || second !== undefined) return false;
  const isOther = (part: JsonObject): boolean => {
    const kind = part['class'];
    if (typeof kind !== 'string') return false;
    const isCall =
      kind === 'FUNCTION' && part['is_operator'] !== true && !INTERVALS.test(String(part['function_name']));
    return !CONSTANTS.has(kind) || isCall;
  };
  return !someNode(item, isOther);
}

/** What the parser makes of INTERVAL 1 MONTH, of [1, 2] and of {'a': 1}. */
const INTERVALS = /^(?:to_\w+|trunc|list_value|struct_pack|as_of)$/;

function noConstant(fn: FunctionDefinition, name: string, { start, end }: TextStretch): Problem {
  const origin = { file: fn.file, offset: start, calls: [] };
  const hint = 'write a constant, such as 12 or INTERVAL 1 MONTH';
  return problemAtOrigin(origin, end - start, {
    code: 'EWS2124',
    message: `the default of ${name} is no constant`,
    hint,
  });
}
