import type { Problem } from '../../diagnostics/index.ts';
import { type FunctionDefinition, type SqlWord, sqlWords } from '../../project/index.ts';
import type { Json, JsonObject } from '../../warehouse/index.ts';
import { byteOf, calledSchema, isQueryTable, tableCall } from '../asof/index.ts';
import { ctesOf, isObject, objectAt, objectsAt, relationName, textAt, textsAt, walk } from '../ast.ts';
import { problemAtOrigin } from './body-problem.ts';
import { cteDefinitions } from './cte-definitions.ts';
import { type Edit, type FunctionNames, relationsOf } from './edited-text.ts';
import { type CallSite, locateCall, type ParsedText } from './find-calls.ts';

const TABLE_VALUED = 'make it table-valued: AS TABLE SELECT ...';

/** Parameters of lambdas around a node, by which it may call them. */
type Locals = ReadonlySet<string>;

/** Finds what of a body is replaced when it is written out, and what it may not hold (EWS2124). */
export class BodyWalker {
  readonly edits: Edit[] = [];
  readonly problems: Problem[] = [];
  readonly #fn: FunctionDefinition;
  readonly #parsed: ParsedText;
  readonly #site: CallSite;
  readonly #values: ReadonlySet<string>;
  readonly #relations: ReadonlySet<string>;
  readonly #ctes = new Set<string>();
  /** Arguments of calls: the names by which they are given stand where aliases do. */
  readonly #arguments = new WeakSet<JsonObject>();

  constructor(fn: FunctionDefinition, functions: FunctionNames, parsed: ParsedText) {
    this.#fn = fn;
    this.#parsed = parsed;
    this.#relations = relationsOf(fn);
    const names = fn.parameters.map(({ name }) => name);
    this.#values = new Set(names.filter((name) => !this.#relations.has(name)));
    this.#site = {
      parsed,
      find: (schema, name) => functions.find(schema, name),
      constants: this.#values,
      relations: this.#relations,
    };
  }

  /** @param node the query of the body, or the SELECT that its expression was parsed in. */
  read(node: JsonObject): void {
    walk(node, (query) => {
      for (const { name } of ctesOf(query)) this.#ctes.add(name.toLowerCase());
    });
    for (const word of cteDefinitions(this.#parsed.words, this.#ctes)) {
      this.edits.push({ kind: 'local', name: word.name, start: word.start, end: word.end });
    }
    this.#visit(node, new Set());
  }

  #visit(value: Json, locals: Locals): void {
    if (Array.isArray(value)) {
      for (const item of value) this.#visit(item, locals);
      return;
    }
    if (!isObject(value)) return;
    this.#names(value);
    switch (value['class'] ?? value['type']) {
      case 'COLUMN_REF':
        this.#column(value, locals);
        return;
      case 'LAMBDA':
        this.#lambda(value, locals);
        return;
      case 'SUBQUERY':
      case 'STAR':
      case 'POSITIONAL_REFERENCE':
        if (!this.#isAdmitted(value)) return;
        break;
      case 'BASE_TABLE':
        this.#table(value);
        break;
      case 'TABLE_FUNCTION':
        if (this.#tableFunction(value)) return;
        break;
      case 'FUNCTION':
        if (calledSchema(value) !== undefined) this.#call(value);
        break;
      default:
    }
    for (const child of Object.values(value)) this.#visit(child, locals);
  }

  /** An expression reads nothing but what it is given. */
  #isAdmitted(node: JsonObject): boolean {
    if (this.#fn.kind === 'table') return true;
    const what = { SUBQUERY: 'a subquery', STAR: 'a star' }[String(node['class'])] ?? 'a position';
    this.#refuse(byteOf(node), `${this.#fn.name} gives a value: ${what} cannot stand in it`, TABLE_VALUED);
    return false;
  }

  #names(node: JsonObject): void {
    const given = [textAt(node, 'alias'), ...textsAt(node, 'column_name_alias'), ...textsAt(node, 'using_columns')];
    if (this.#fn.kind === 'scalar') return;
    const taken = given.find((name) => this.#values.has(name.toLowerCase()));
    if (taken === undefined || this.#arguments.has(node)) return;
    this.#refuse(byteOf(node), `"${taken}" is a parameter of ${this.#fn.name}, and a name in it`, 'rename one of them');
  }

  #column(node: JsonObject, locals: Locals): void {
    const names = textsAt(node, 'column_names').map((name) => name.toLowerCase());
    const [first] = names;
    if (first === undefined) return;
    const word = this.#wordAt(node, first);
    if (locals.has(first)) {
      if (word === undefined) this.#unplaced(node);
      else this.edits.push({ kind: 'local', name: first, start: word.start, end: word.end });
      return;
    }
    if (this.#relations.has(first) && names.length === 1) {
      const hint = `read it in FROM: query_table(${first}); a parameter that is a value has a type`;
      this.#refuse(byteOf(node), `${first} is a relation: it has no type`, hint);
      return;
    }
    const isValue = this.#values.has(first) && (names.length === 1 || this.#fn.kind === 'scalar');
    if (isValue && word === undefined) this.#unplaced(node);
    else if (isValue && word !== undefined) {
      this.edits.push({ kind: 'parameter', name: first, start: word.start, end: word.end });
    } else if (this.#fn.kind === 'scalar') {
      const hint = `the parameters are ${[...this.#values].join(', ')}: what it needs is given to it`;
      const message = `"${names.join('.')}" is no parameter of ${this.#fn.name}`;
      this.#refuse(byteOf(node), message, this.#values.size === 0 ? 'add it as a parameter' : hint);
    }
  }

  /** A word that stands where a node of the tree does, if it says that name. */
  #wordAt(node: JsonObject, name: string): SqlWord | undefined {
    const position = this.#parsed.wordAt(byteOf(node));
    const word = position === undefined ? undefined : this.#parsed.words[position];
    return word?.name === name ? word : undefined;
  }

  /** `lambda x, y: ...`: the only form in which each name has its place. */
  #lambda(node: JsonObject, around: Locals): void {
    const { words } = this.#parsed;
    const first = this.#parsed.wordAt(byteOf(node));
    if (first === undefined || words[first - 1]?.name !== 'lambda') {
      this.#unplaced(node);
      return;
    }
    const locals = new Set(around);
    for (let at = first; ; at += 2) {
      const word = words[at];
      if (word === undefined || word.name === '') break;
      locals.add(word.name);
      this.edits.push({ kind: 'local', name: word.name, start: word.start, end: word.end });
      if (words[at + 1]?.text !== ',') break;
    }
    this.#visit(node['expr'] ?? null, locals);
  }

  #unplaced(node: JsonObject): void {
    const hint = 'write list_transform(l, lambda x: x + 1) or list_filter(l, lambda x: x > 0)';
    this.#refuse(byteOf(node), 'this form of a lambda or list is not read in a function', hint);
  }

  #table(node: JsonObject): void {
    const name = relationName(node);
    if (textAt(node, 'schema_name') === '' && this.#ctes.has(name)) {
      const word = this.#wordAt(node, name);
      if (word === undefined) this.#unplaced(node);
      else {
        const { start, end } = word;
        this.edits.push({ kind: 'cte', name, isAliased: textAt(node, 'alias') !== '', start, end });
      }
    } else if (textAt(node, 'schema_name') !== '') {
      const hint = 'make it a parameter: FROM query_table(series), and give it in the call';
      this.#refuse(byteOf(node), `a function reads the relations that it is given, not ${name}`, hint);
    }
  }

  /** Whether there is nothing to be looked for within. */
  #tableFunction(ref: JsonObject): boolean {
    const called = tableCall(ref);
    if (called !== undefined) {
      this.#call(called, textAt(ref, 'alias'));
      for (const argument of objectsAt(called, 'children')) {
        const names = argument['class'] === 'COLUMN_REF' ? textsAt(argument, 'column_names') : [];
        if (names.length === 0 || !this.#relationArgument(argument, names)) this.#visit(argument, new Set());
      }
      return true;
    }
    if (!isQueryTable(ref)) return false;
    const { words } = this.#parsed;
    const first = this.#parsed.wordAt(byteOf(ref));
    const [argument] = objectsAt(objectAt(ref, 'function') ?? {}, 'children');
    const [name, ...more] = argument === undefined ? [] : textsAt(argument, 'column_names');
    const closing = first === undefined ? undefined : words[first + 3];
    const isParameter = name !== undefined && more.length === 0 && this.#relations.has(name.toLowerCase());
    if (!isParameter || first === undefined || closing?.text !== ')') {
      const hint =
        'a parameter without a type is a relation: CREATE FUNCTION f(series) AS TABLE ... query_table(series)';
      this.#refuse(byteOf(ref), `query_table takes a parameter of ${this.#fn.name}`, hint);
      return true;
    }
    const start = words[first]?.start ?? closing.start;
    const isAliased = textAt(ref, 'alias') !== '';
    this.edits.push({ kind: 'relation', name: name.toLowerCase(), isAliased, start, end: closing.end });
    return true;
  }

  /** A relation that is handed on: a parameter, or a CTE of the body. */
  #relationArgument(node: JsonObject, names: readonly string[]): boolean {
    const [first = '', second] = names.map((name) => name.toLowerCase());
    const word = this.#wordAt(node, first);
    if (word === undefined) return false;
    const { start, end } = word;
    if (second !== undefined) {
      const hint = 'make it a parameter, and give it in the call';
      this.#refuse(byteOf(node), `a function reads the relations that it is given, not ${first}.${second}`, hint);
      return true;
    }
    if (this.#relations.has(first)) this.edits.push({ kind: 'parameter', name: first, start, end });
    else if (this.#ctes.has(first)) this.edits.push({ kind: 'local', name: first, start, end });
    else return false;
    return true;
  }

  #call(node: JsonObject, alias?: string): void {
    for (const argument of objectsAt(node, 'children')) this.#arguments.add(argument);
    const called = calledSchema(node);
    // What the gate refuses, or nobody can say, is no call to be looked at.
    if (called === undefined || this.#site.find(called, textAt(node, 'function_name').toLowerCase()) === undefined)
      return;
    const outcome = locateCall(node, this.#site, alias);
    if (outcome.ok) this.edits.push(outcome.edit);
    else this.problems.push(outcome.problem);
  }

  #refuse(byte: number | undefined, message: string, hint: string): void {
    const origin = this.#parsed.originOf(byte);
    const [word] = sqlWords(origin.file.text.slice(origin.offset, origin.offset + 100));
    this.problems.push(problemAtOrigin(origin, word?.text.length ?? 1, { code: 'EWS2124', message, hint }));
  }
}
