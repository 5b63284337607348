import type { Problem, TextFile } from '../../diagnostics/index.ts';
import { beyond, LIMITS } from '../../limits/index.ts';
import { entry } from '../../presence/index.ts';
import { calledAs, type FunctionDefinition } from '../../project/index.ts';
import type { JsonObject } from '../../warehouse/index.ts';
import { calledSchema, tableCall } from '../asof/index.ts';
import { someNode, textAt, walk } from '../ast.ts';
import { type BoundText, boundText, copied, type MappedText, made, slice } from '../mapped-text.ts';
import { problemAtOrigin } from './body-problem.ts';
import { callsIn, type Edit, type EditedText, type FunctionBody, inOrder } from './edited-text.ts';
import { Expander } from './expand.ts';
import { type CallSite, locateCall, ParsedText } from './find-calls.ts';
import type { Functions } from './functions.ts';
import type { ParseText } from './read-body.ts';
import { Sizes } from './sizes.ts';

/** What the arguments of a text's calls are judged by: DuckDB's words on the text as it calls. */
export interface CalledFunctions {
  /** Those that are called in the text itself. */
  readonly functions: readonly FunctionDefinition[];
  /** The names of all that it comes to call, through others too, `lib.growth`; sorted. */
  readonly names: readonly string[];
  /** Texts that call functions by their names: the definition, and the values that tables are given. */
  readonly texts: readonly BoundText[];
}

export type InlineOutcome =
  | { readonly ok: true; readonly text: MappedText; readonly called?: CalledFunctions }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Whether a statement calls a function that is not DuckDB's. */
export function callsFunctions(statement: JsonObject): boolean {
  return someNode(statement, (node) => calledSchema(node) !== undefined);
}

/**
 * Writes out the functions that a text calls. What a function does wrong is told of the function, not of its callers.
 * @param statement the tree of the text, which the gate has admitted.
 */
export async function inlineCalls(
  text: MappedText,
  statement: JsonObject,
  functions: Functions,
  parse: ParseText,
): Promise<InlineOutcome> {
  if (!callsFunctions(statement)) return { ok: true, text };
  const found = findCalls(text, statement, functions);
  if (!found.ok) return found;
  const { source } = found;
  const bodies = await loadBodies(source, functions, parse);
  if (bodies === undefined) return { ok: false, problems: [] };
  const bodyOf = (fn: FunctionDefinition): FunctionBody => entry(bodies, fn);
  const excess = sizeProblem(source, bodyOf);
  if (excess !== undefined) return { ok: false, problems: [excess] };
  const written = new Expander({ bodyOf }).definition(source);
  return {
    ok: true,
    text: written,
    called: { ...calledFunctions(source, bodyOf), names: [...bodies.keys()].map(calledAs).toSorted() },
  };
}

/** What is wrong with the calls of a text that is not admitted for other reasons: it is judged as it stands. */
export function wrongCalls(file: TextFile, statement: JsonObject, functions: Functions): readonly Problem[] {
  const found = findCalls([copied(file, 0, file.text.length)], statement, functions);
  return found.ok ? [] : found.problems;
}

type FoundCalls = { readonly ok: true; readonly source: EditedText } | Extract<InlineOutcome, { readonly ok: false }>;

function findCalls(text: MappedText, statement: JsonObject, functions: Functions): FoundCalls {
  const site: CallSite = {
    parsed: new ParsedText(text),
    find: (schema, name) => functions.find(schema, name),
    constants: new Set(),
    relations: new Set(),
  };
  const edits: Edit[] = [];
  const problems: Problem[] = [];
  const tables = new Map<JsonObject, string>();
  let isKnown = true;
  walk(statement, (node) => {
    const table = tableCall(node);
    if (table !== undefined) tables.set(table, textAt(node, 'alias'));
    const schema = calledSchema(node);
    if (schema === undefined) return;
    if (functions.find(schema, textAt(node, 'function_name').toLowerCase()) === undefined) {
      isKnown = false;
      return;
    }
    const outcome = locateCall(node, site, tables.get(node));
    if (outcome.ok) edits.push(outcome.edit);
    else problems.push(outcome.problem);
  });
  if (!isKnown || problems.length > 0) return { ok: false, problems };
  return { ok: true, source: { text, edits: inOrder(edits) } };
}

/** The bodies of all functions that a text comes to call; undefined where one of them is not in order. */
export async function loadBodies(
  source: EditedText,
  functions: Functions,
  parse: ParseText,
): Promise<ReadonlyMap<FunctionDefinition, FunctionBody> | undefined> {
  const bodies = new Map<FunctionDefinition, FunctionBody>();
  const waiting = callsIn(source).map(({ call }) => call.fn);
  for (let fn = waiting.pop(); fn !== undefined; fn = waiting.pop()) {
    if (bodies.has(fn)) continue;
    const outcome = await functions.bodyOf(fn, parse);
    if (!outcome.ok || functions.find(fn.schema, fn.name) === undefined) {
      if (fn.schema === 'ews') throw new Error(`${calledAs(fn)} is not in order`);
      return undefined;
    }
    bodies.set(fn, outcome.body);
    waiting.push(...callsIn(outcome.body).map(({ call }) => call.fn));
  }
  return bodies;
}

/** The problem of a text that would be larger, with its functions written out, than texts are read (EWS2126). */
export function sizeProblem(source: EditedText, bodyOf: (fn: FunctionDefinition) => FunctionBody): Problem | undefined {
  const size = new Sizes(bodyOf).of(source);
  const [first] = callsIn(source);
  if (size <= LIMITS.sqlTokens.most || first === undefined) return undefined;
  const message = `with its functions written out it has ${beyond(LIMITS.sqlTokens, size)}`;
  const hint = 'compute parts of it in groups of their own, or let functions call fewer others, and each once';
  const origin = boundText(source.text).toOrigin(first.start);
  return problemAtOrigin(origin, first.end - first.start, { code: 'EWS2126', message, hint });
}

function calledFunctions(
  source: EditedText,
  bodyOf: (fn: FunctionDefinition) => FunctionBody,
): Omit<CalledFunctions, 'names'> {
  const calls = callsIn(source);
  const written = new Expander({ bodyOf, keepsValues: true }).definition(source);
  const isValue = calls.some(({ call }) => call.fn.kind === 'scalar');
  const texts = isValue ? [boundText(written)] : [];
  for (const { call, start } of calls) {
    if (call.fn.kind !== 'table') continue;
    const values = [...call.given].filter(([, { isRelation }]) => !isRelation);
    const origin = boundText(source.text).toOrigin(start);
    if (values.length === 0) continue;
    const given = values.flatMap(([name, stretch], index): MappedText => {
      const before = made(`${index === 0 ? '' : ', '}${name} := `, origin);
      return [before, ...slice(source.text, stretch.start, stretch.end)];
    });
    texts.push(boundText([made(`SELECT ${calledAs(call.fn)}(`, origin), ...given, made(')', origin)]));
  }
  return { functions: [...new Set(calls.map(({ call }) => call.fn))], texts };
}
