import type { Problem, TextFile } from '../../diagnostics/index.ts';
import { spanAt } from '../../diagnostics/index.ts';
import { at, present } from '../../presence/index.ts';
import { problemIn } from '../problem-at.ts';
import type { FunctionParameter, FunctionText, TextStretch } from './function-definition.ts';
import { closingOf, listItems, type SqlWord, sqlWords } from './sql-words.ts';

export interface FunctionTexts {
  readonly functions: readonly FunctionText[];
  readonly problems: readonly Problem[];
}

/**
 * Reads a file of CREATE FUNCTION statements: EWS2122 for whatever else stands in it. Nothing is handed to DuckDB,
 * whose CREATE would replace functions of its own without a word.
 */
export function readFunctionTexts(file: TextFile): FunctionTexts {
  const functions: FunctionText[] = [];
  const problems: Problem[] = [];
  const statements = statementsOf(sqlWords(file.text));
  if (statements.length === 0) problems.push(refused(file, undefined, 'the file holds no function'));
  for (const words of statements) {
    const read = readStatement(file, words);
    if ('functionText' in read) functions.push(read.functionText);
    else problems.push(refused(file, read.at, read.message, read.hint));
  }
  return { functions, problems };
}

interface Refused {
  readonly at: SqlWord | undefined;
  readonly message: string;
  readonly hint?: string;
}

const SHAPE = 'write CREATE FUNCTION name(parameter TYPE, ...) AS expression; or ... AS TABLE SELECT ...;';

function refused(file: TextFile, word: SqlWord | undefined, message: string, hint = SHAPE): Problem {
  const start = word?.start ?? Math.max(0, file.text.search(/\S/));
  const length = word === undefined ? 1 : word.end - word.start;
  return problemIn(file, spanAt(file, start, length), { code: 'EWS2122', message, hint });
}

function statementsOf(words: readonly SqlWord[]): readonly (readonly SqlWord[])[] {
  const statements: SqlWord[][] = [[]];
  for (const word of words) {
    if (word.kind === 'sign' && word.text === ';' && word.depth === 0) statements.push([]);
    else statements.at(-1)?.push(word);
  }
  return statements.filter((statement) => statement.length > 0);
}

type Read = Refused | { readonly functionText: FunctionText };

function readStatement(file: TextFile, words: readonly SqlWord[]): Read {
  const closed = words.find(({ depth }) => depth < 0);
  if (closed !== undefined) {
    return { at: closed, message: 'a bracket is closed that nothing has opened', hint: 'leave it out' };
  }
  const head = readHead(words);
  if (!('name' in head)) return head;
  const { name, opening } = head;
  const closing = closingOf(words, opening);
  if (closing === undefined) return { at: words[opening], message: 'this bracket is not closed' };
  const parameters: FunctionParameter[] = [];
  for (const item of listItems(words, opening + 1, closing)) {
    const parameter = readParameter(item, words[opening], parameters);
    if (!('name' in parameter)) return parameter;
    parameters.push(parameter);
  }
  const after = words.slice(closing + 1);
  if (after[0]?.name !== 'as') {
    const isTyped = after[0]?.name === 'returns';
    const message = isTyped ? 'DuckDB has no RETURNS: the type stands in the YAML' : 'AS is expected here';
    return { at: after[0] ?? words[closing], message, ...(isTyped ? { hint: 'returns: { type: DOUBLE }' } : {}) };
  }
  const isTable = after[1]?.kind === 'word' && after[1].name === 'table';
  const body = after.slice(isTable ? 2 : 1);
  const [first, last] = [body[0], body.at(-1)];
  if (first === undefined || last === undefined) return { at: after[0], message: `${name.name} has no body` };
  const second = isTable ? undefined : overload(body);
  if (second !== undefined) {
    const hint = 'give each of them a name of its own, or a parameter a default: months INTEGER := 12';
    return { at: second, message: `${name.name} is overloaded: one name is one function`, hint };
  }
  return {
    functionText: {
      name: name.name,
      kind: isTable ? 'table' : 'scalar',
      file,
      at: stretchOf([name]),
      parameters,
      body: { start: first.start, end: last.end },
    },
  };
}

interface Head {
  readonly name: SqlWord;
  /** The position of the bracket that opens the parameters. */
  readonly opening: number;
}

const NAME = /^[a-z][a-z0-9_]{0,62}$/;

function readHead(words: readonly SqlWord[]): Head | Refused {
  const [create, what] = words;
  if (create?.name !== 'create') return { at: create, message: 'only CREATE FUNCTION may stand here' };
  if (what?.name === 'or' || what?.name === 'temp' || what?.name === 'temporary') {
    const hint = 'write CREATE FUNCTION: a file says what a function is, and nothing is replaced';
    return { at: what, message: `CREATE ${what.text.toUpperCase()} is not read here`, hint };
  }
  if (what?.name !== 'function' && what?.name !== 'macro') {
    return { at: what ?? create, message: 'only CREATE FUNCTION may stand here' };
  }
  const [, , name, next] = words;
  if (name?.name === 'if' && next?.name === 'not') {
    return { at: name, message: 'IF NOT EXISTS is not read here', hint: 'leave it out' };
  }
  if (name === undefined || name.name === '') return { at: name ?? what, message: 'a function needs a name' };
  if (next?.text === '.') {
    const hint = 'write the bare name: a function of features/lib is called as lib.name';
    return { at: name, message: 'a function has no schema of its own', hint };
  }
  if (name.kind !== 'word' || !NAME.test(name.text)) {
    const hint = 'a small letter first, then small letters, digits or _, without quotes';
    return { at: name, message: `the name ${name.text} is not allowed`, hint };
  }
  if (next?.text !== '(') return { at: next ?? name, message: 'the parameters of a function stand in brackets' };
  return { name, opening: 3 };
}

function readParameter(
  item: readonly SqlWord[],
  opening: SqlWord | undefined,
  before: readonly FunctionParameter[],
): FunctionParameter | Refused {
  const [name, ...rest] = item;
  if (name === undefined) return { at: opening, message: 'a parameter is missing between two commas' };
  if (name.kind !== 'word' || !NAME.test(name.text)) {
    const hint = 'a small letter first, then small letters, digits or _, without quotes';
    return { at: name, message: `the parameter ${name.text} is not allowed`, hint };
  }
  if (before.some((other) => other.name === name.name)) {
    return { at: name, message: `two parameters are called ${name.name}`, hint: 'rename one of them' };
  }
  const sign = rest.findIndex((word) => word.text === ':=' || word.text === '=>');
  const type = sign < 0 ? rest : rest.slice(0, sign);
  const value = sign < 0 ? [] : rest.slice(sign + 1);
  if (sign >= 0 && value.length === 0) return { at: rest[sign], message: `${name.name} has no default behind it` };
  const untyped = type.find((word) => word.name === 'any');
  if (untyped !== undefined) {
    return { at: untyped, message: 'ANY is no type', hint: `leave the type out: ${name.name} takes anything then` };
  }
  if (sign < 0 && before.some((other) => other.default !== undefined)) {
    const hint = 'parameters with a default come last';
    return { at: name, message: `${name.name} has no default, and one before it has`, hint };
  }
  return {
    name: name.name,
    ...stretchOf([name]),
    ...(type.length === 0 ? {} : { type: stretchOf(type) }),
    ...(value.length === 0 ? {} : { default: stretchOf(value) }),
  };
}

function stretchOf(words: readonly SqlWord[]): TextStretch {
  return { start: at(words, 0).start, end: present(words.at(-1)).end };
}

/** The second of several bodies: `AS a, (x) AS b`. */
function overload(body: readonly SqlWord[]): SqlWord | undefined {
  const comma = body.findIndex((word) => word.kind === 'sign' && word.text === ',' && word.depth === 0);
  const isNext = comma >= 0 && body.slice(comma).some((word) => word.name === 'as' && word.depth === 0);
  return isNext ? body[comma + 1] : undefined;
}
