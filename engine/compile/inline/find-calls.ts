import { byteToTextOffset, type Problem } from '../../diagnostics/index.ts';
import { at, present } from '../../presence/index.ts';
import {
  calledAs,
  closingOf,
  type FunctionDefinition,
  type FunctionParameter,
  listItems,
  type SqlWord,
  sqlWords,
  type TextStretch,
} from '../../project/index.ts';
import type { JsonObject } from '../../warehouse/index.ts';
import { AGGREGATE_FUNCTIONS, byteOf, calledSchema } from '../asof/index.ts';
import { isObject, objectsAt, someNode, textAt, textsAt } from '../ast.ts';
import { boundText, type MappedText, sqlOf, type TextOrigin } from '../mapped-text.ts';
import { problemAtOrigin } from './body-problem.ts';
import { type FunctionCall, type FunctionNames, type GivenArgument, relationsOf } from './edited-text.ts';

/** A text that was parsed: its words, and where what the tree says stands among them. */
export class ParsedText {
  readonly text: MappedText;
  readonly words: readonly SqlWord[];
  readonly #parsed: string;
  readonly #before: number;
  readonly #positions: ReadonlyMap<number, number>;

  /** @param before what stood before the text, and behind it, when it was parsed. */
  constructor(text: MappedText, [before, after]: readonly [string, string] = ['', '']) {
    const sql = sqlOf(text);
    this.text = text;
    this.words = sqlWords(sql);
    this.#parsed = `${before}${sql}${after}`;
    this.#before = before.length;
    this.#positions = new Map(this.words.map(({ start }, position) => [start, position]));
  }

  /** The position among the words of the one that begins at a byte of what was parsed. */
  wordAt(byte: number | undefined): number | undefined {
    return byte === undefined ? undefined : this.#positions.get(byteToTextOffset(this.#parsed, byte) - this.#before);
  }

  /** Where a byte was written, or the word that stands there; the beginning of the text where DuckDB names none. */
  originOf(at: number | SqlWord | undefined): TextOrigin {
    const offset =
      typeof at === 'number' ? byteToTextOffset(this.#parsed, at) - this.#before : (at?.start ?? this.#first);
    return boundText(this.text).toOrigin(Math.max(0, offset));
  }

  get #first(): number {
    const [word] = this.words;
    return word === undefined ? 0 : word.start;
  }
}

/** What a call is looked up in. */
export interface CallSite {
  readonly parsed: ParsedText;
  readonly find: FunctionNames['find'];
  /** Names that stand for a constant where a table-valued function is called: parameters of the function around. */
  readonly constants: ReadonlySet<string>;
  /** Parameters of the function around that take a relation. */
  readonly relations: ReadonlySet<string>;
}

export type CallOutcome =
  | { readonly ok: true; readonly edit: TextStretch & { readonly kind: 'call'; readonly call: FunctionCall } }
  | { readonly ok: false; readonly problem: Problem };

/** The call of a function of the project in its text. The gate has admitted it. */
export function locateCall(call: JsonObject, site: CallSite, alias?: string): CallOutcome {
  const { parsed } = site;
  const { words } = parsed;
  const schema = present(calledSchema(call));
  const name = textAt(call, 'function_name').toLowerCase();
  const fn = site.find(schema, name);
  const first = parsed.wordAt(byteOf(call));
  const brackets = first === undefined ? undefined : bracketsOf(words, first, [schema, name]);
  if (fn === undefined || first === undefined || brackets === undefined) {
    const message = `${schema}.${name} cannot be read here`;
    const said = { code: 'EWS2129', message, hint: `write ${schema}.${name}(...)` } as const;
    return { ok: false, problem: problemAtOrigin(parsed.originOf(byteOf(call)), 1, said) };
  }
  const read = readArguments(fn, objectsAt(call, 'children'), listItems(words, brackets[0] + 1, brackets[1]), site);
  if ('message' in read) {
    const word = read.at ?? at(words, first);
    const said = { code: 'EWS2128', message: read.message, hint: read.hint ?? signatureOf(fn) } as const;
    return { ok: false, problem: problemAtOrigin(parsed.originOf(word), word.end - word.start, said) };
  }
  const stretch = { start: at(words, first).start, end: at(words, brackets[1]).end };
  const isAliased = alias !== undefined && alias !== '';
  return { ok: true, edit: { ...stretch, kind: 'call', call: { fn, given: read, isAliased } } };
}

/** The positions of the brackets of `schema.name(...)`. */
function bracketsOf(
  words: readonly SqlWord[],
  first: number,
  [schema, name]: readonly [string, string],
): readonly [number, number] | undefined {
  const [called, dot, named, opening] = words.slice(first, first + 4);
  if (called?.name !== schema || dot?.text !== '.' || named?.name !== name || opening?.text !== '(') return undefined;
  const closing = closingOf(words, first + 3);
  return closing === undefined ? undefined : [first + 3, closing];
}

interface WrongArgument {
  readonly at?: SqlWord | undefined;
  readonly message: string;
  readonly hint?: string;
}

/** @param items the words of each argument, `nodes` what the tree has of them. */
function readArguments(
  fn: FunctionDefinition,
  nodes: readonly JsonObject[],
  items: readonly (readonly SqlWord[])[],
  site: CallSite,
): ReadonlyMap<string, GivenArgument> | WrongArgument {
  const given = new Map<string, GivenArgument>();
  const relations = relationsOf(fn);
  for (const [index, item] of items.entries()) {
    const [start] = item;
    const isNamed = item[1]?.text === ':=' || item[1]?.text === '=>';
    const value = isNamed ? item.slice(2) : item;
    const [node, from, to] = [nodes[index], value[0], value.at(-1)];
    if (node === undefined || from === undefined || to === undefined || nodes.length !== items.length) {
      return { at: start, message: `the arguments of ${calledAs(fn)} cannot be read` };
    }
    const isIt = isNamed
      ? (one: FunctionParameter) => one.name === start?.name
      : (_: unknown, at: number) => at === index;
    const parameter = fn.parameters.find(isIt);
    if (parameter === undefined) {
      const most = fn.parameters.length;
      const message = isNamed ? `has no parameter "${start?.text}"` : `takes ${most} arguments at most`;
      return { at: start, message: `${calledAs(fn)} ${message}` };
    }
    const { name } = parameter;
    if (given.has(name)) return { at: start, message: `${name} of ${calledAs(fn)} is given twice` };
    const isRelation = relations.has(name);
    const wrong = fn.kind === 'table' ? wrongTableArgument(node, isRelation, site) : undefined;
    if (wrong !== undefined) return { ...wrong, at: from, message: `${name} of ${calledAs(fn)} ${wrong.message}` };
    given.set(name, { start: from.start, end: to.end, isRelation });
  }
  const missing = fn.parameters.find((one) => one.default === undefined && !given.has(one.name));
  return missing === undefined ? given : { message: `${calledAs(fn)} is not given its ${missing.name}` };
}

/** `growth(a DOUBLE, b DOUBLE)`, to be held against what was written. */
export function signatureOf({ schema, name, file, parameters }: FunctionDefinition): string {
  const written = parameters.map((one) => {
    const type = one.type === undefined ? '' : ` ${file.text.slice(one.type.start, one.type.end)}`;
    const value = one.default === undefined ? '' : ` := ${file.text.slice(one.default.start, one.default.end)}`;
    return `${one.name}${type}${value}`;
  });
  return `it is ${schema}.${name}(${written.join(', ')})`;
}

type TableSite = Pick<CallSite, 'constants' | 'relations'>;

function wrongTableArgument(
  node: JsonObject,
  isRelation: boolean,
  site: TableSite,
): { readonly message: string; readonly hint: string } | undefined {
  if (isRelation) {
    const names = node['class'] === 'COLUMN_REF' ? textsAt(node, 'column_names') : [];
    if (names.length === 1 || names.length === 2) return undefined;
    const hint = 'write fred.unrate, features.labor, or the name of a CTE: WITH part AS (...)';
    return { message: 'is a relation: its name stands there', hint };
  }
  if (!someNode(node, (part) => !isConstantPart(part, site))) return undefined;
  const hint = 'columns stand beside it, in the query that reads it; or make it a function that gives a value';
  return { message: 'is the same for all rows: a constant, a variable or as_of()', hint };
}

const CONSTANT_CLASSES = new Set([
  'CONSTANT',
  'CAST',
  'FUNCTION',
  'OPERATOR',
  'COMPARISON',
  'CONJUNCTION',
  'COLUMN_REF',
]);
const AGGREGATES = new Set<string>([...AGGREGATE_FUNCTIONS, 'count_star']);

function isConstantPart(part: JsonObject, { constants, relations }: TableSite): boolean {
  const kind = part['class'];
  if (kind === undefined || !isObject(part)) return true;
  if (typeof kind !== 'string' || !CONSTANT_CLASSES.has(kind)) return false;
  if (kind === 'COLUMN_REF') {
    const names = textsAt(part, 'column_names').map((name) => name.toLowerCase());
    return names.length === 1 && constants.has(at(names, 0)) && !relations.has(at(names, 0));
  }
  if (kind !== 'FUNCTION') return true;
  return calledSchema(part) === undefined && !AGGREGATES.has(textAt(part, 'function_name').toLowerCase());
}
