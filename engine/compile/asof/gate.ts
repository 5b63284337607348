import type { Problem, TextFile } from '../../diagnostics/index.ts';
import type { Json, JsonObject } from '../../warehouse/index.ts';
import { ctesOf, isObject, isQueryNode, objectAt, objectsAt, someNode, textAt, textsAt, walk } from '../ast.ts';
import type { GateContext } from './gate-context.ts';
import { judgeAsofSides, judgeColumn, judgeFunction, judgeTableFunction, judgeUsing } from './gate-expressions.ts';
import { judgeOrder } from './gate-order.ts';
import { isQueryTable, judgeRelation } from './gate-relations.ts';
import { unknownConstruct } from './grammar.ts';
import { byteOf, type ProblemAtByte, toProblem, type UnplacedFinding } from './problem-at-byte.ts';
import { calledSchema, judgeProjectCall, tableCall } from './project-calls.ts';

/**
 * Every reason why a text may not run, in the order of the text; empty when it may. EWS2102 not one single SELECT, 2104
 * unknown relation, 2107 function not allowed, 2108 relation may not be read here, 2109 construct not allowed, 2113
 * columns depend on data, 2114 rows are picked without an order.
 * @param statements what `parseSql` makes of `context.file.text`.
 */
export function gate(context: GateContext, statements: readonly JsonObject[]): Problem[] {
  return gateFindings(context, statements).map((found) => toProblem(context.file, found));
}

/** The same before anybody says in which file: by the bytes of the text that was parsed. */
export function gateFindings(context: GateContext, statements: readonly JsonObject[]): readonly ProblemAtByte[] {
  const [statement, second] = statements;
  if (statement === undefined) return [notOneSelect(0, 'the file holds no query')];
  if (second !== undefined) {
    return [notOneSelect(startOf(second), `the file holds ${statements.length} statements`)];
  }
  const walker = new GateWalker(context);
  walker.visit(statement, new Set(), 0);
  return walker.findings.toSorted((a, b) => a.at - b.at);
}

/** The problem of a text that DuckDB parses but cannot serialise, because it holds something else than SELECTs. */
export function refuseStatement(file: TextFile): Problem {
  const pivot = /\bPIVOT(?:_WIDER)?\b/i.exec(file.text);
  if (pivot === null) {
    const first = /(?:^|;)(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(?!SELECT|WITH|FROM|VALUES)(?=\w)/i.exec(file.text);
    const at = first === null ? 0 : first.index + first[0].length;
    return toProblem(file, notOneSelect(Buffer.byteLength(file.text.slice(0, at)), 'this is not a SELECT'));
  }
  return toProblem(file, {
    code: 'EWS2113',
    at: Buffer.byteLength(file.text.slice(0, pivot.index)),
    message: 'PIVOT without a list of values makes columns of whatever the data hold',
    hint: "write the values: PIVOT ... ON k IN ('a', 'b')",
  });
}

function notOneSelect(at: number, message: string): ProblemAtByte {
  const hint = 'a definition is one single SELECT (common table expressions are fine)';
  return { code: 'EWS2102', at, message, hint };
}

function startOf(statement: JsonObject): number {
  let start = Number.MAX_SAFE_INTEGER;
  walk(statement, (node) => {
    start = Math.min(start, byteOf(node) ?? start);
  });
  return start === Number.MAX_SAFE_INTEGER ? 0 : start;
}

class GateWalker {
  readonly findings: ProblemAtByte[] = [];
  readonly #context: GateContext;

  constructor(context: GateContext) {
    this.#context = context;
  }

  /** `place` is that of the nearest node around which has one. */
  visit(value: Json, ctes: ReadonlySet<string>, place: number): void {
    if (Array.isArray(value)) {
      for (const item of value) this.visit(item, ctes, place);
      return;
    }
    if (!isObject(value) || isConstantValue(value)) return;
    const at = byteOf(value) ?? place;
    const unknown = unknownConstruct(value);
    if (unknown !== undefined) {
      const where = byteOf(value) ?? keywordPlace(this.#context.file, unknown) ?? at;
      this.findings.push({ code: 'EWS2109', at: where, message: `${unknown} is not allowed in a definition` });
      return;
    }
    for (const judgement of this.#judge(value, ctes)) this.findings.push({ ...judgement, at });
    if (isQueryNode(value) && this.#context.reads !== 'test') {
      for (const judgement of judgeOrder(value)) this.findings.push({ ...judgement, at: judgement.at ?? at });
    }
    if (value['type'] === 'TABLE_FUNCTION') this.visit(objectAt(value, 'function')?.['children'] ?? null, ctes, at);
    else if (isQueryNode(value)) this.#query(value, ctes, at);
    else this.#children(value, ctes, at);
  }

  #children(node: JsonObject, ctes: ReadonlySet<string>, at: number): void {
    for (const [key, child] of Object.entries(node)) {
      if (!LEAVES.has(key) || (key === 'value' && node['class'] !== 'CONSTANT')) this.visit(child, ctes, at);
    }
  }

  /** A CTE sees those before it, and itself only when it is recursive. */
  #query(query: JsonObject, outer: ReadonlySet<string>, at: number): void {
    const ctes = new Set(outer);
    for (const { name, entry, node, aliases } of ctesOf(query)) {
      const recursive = node['type'] === 'RECURSIVE_CTE_NODE';
      for (const text of [name, ...aliases]) this.#reserveName(text, at);
      this.visit(entry, recursive ? new Set([...ctes, name.toLowerCase()]) : ctes, at);
      ctes.add(name.toLowerCase());
    }
    const { cte_map: _, ...rest } = query;
    this.#children(rest, ctes, at);
  }

  #judge(node: JsonObject, ctes: ReadonlySet<string>): readonly UnplacedFinding[] {
    const found = [...this.#names(node)];
    if (isObject(node['sample'])) {
      found.push({ code: 'EWS2109', message: 'a sample is left to chance', hint: 'filter by a condition instead' });
    }
    switch (node['class'] ?? node['type']) {
      case 'BASE_TABLE':
        return [...found, ...judgeRelation(node, ctes, this.#context)];
      case 'TABLE_FUNCTION':
        return [...found, ...this.#tableFunction(node)];
      case 'FUNCTION':
      case 'WINDOW':
        return [...found, ...this.#call(node)];
      case 'COLUMN_REF':
        return [...found, ...judgeColumn(textsAt(node, 'column_names'))];
      case 'JOIN':
        return [...found, ...judgeUsing(node), ...judgeAsofSides(node)];
      case 'CAST':
        return [...found, ...judgeType(node)];
      case 'PIVOT':
        return [...found, ...judgePivot(node)];
      default:
        return found;
    }
  }

  #call(node: JsonObject): readonly UnplacedFinding[] {
    const schema = calledSchema(node);
    return schema === undefined ? judgeFunction(node) : judgeProjectCall(node, schema, this.#context.functions);
  }

  #tableFunction(ref: JsonObject): readonly UnplacedFinding[] {
    const call = tableCall(ref);
    const schema = call === undefined ? undefined : calledSchema(call);
    if (call !== undefined && schema !== undefined) return judgeProjectCall(call, schema, this.#context.functions, ref);
    const isGiven = this.#context.isFunctionBody === true && isQueryTable(ref);
    return isGiven ? [] : judgeTableFunction(ref);
  }

  *#names(node: JsonObject): Iterable<UnplacedFinding> {
    if (this.#context.isInlined === true) return;
    const written = [textAt(node, 'alias'), ...textsAt(node, 'column_name_alias'), ...textsAt(node, 'column_names')];
    if (textAt(node, 'alias').startsWith(ORDERED_ARRAY)) yield ORDERED_ARRAY_QUERY;
    else if (written.some((name) => name.startsWith('__') && !name.startsWith(ORDERED_ARRAY))) yield RESERVED;
  }

  #reserveName(name: string, at: number): void {
    if (name.startsWith('__') && this.#context.isInlined !== true) this.findings.push({ ...RESERVED, at });
  }
}

/** DuckDB keeps no place for some statements; their keyword, e.g. one of "SHOW, DESCRIBE or SUMMARIZE", shows it. */
function keywordPlace(file: TextFile, construct: string): number | undefined {
  const keywords = construct.match(/\b[A-Z]{3,}\b/g) ?? [];
  const found = keywords.length === 0 ? null : new RegExp(`\\b(?:${keywords.join('|')})\\b`, 'i').exec(file.text);
  return found === null ? undefined : Buffer.byteLength(file.text.slice(0, found.index));
}

const RESERVED = {
  code: 'EWS2109',
  message: 'names that begin with two underscores belong to the engine',
  hint: 'choose another name',
} as const;

/** DuckDB's own name for the keys by which `ARRAY(SELECT ... ORDER BY ...)` is ordered. */
const ORDERED_ARRAY = '__array_internal_idx';

const ORDERED_ARRAY_QUERY = {
  code: 'EWS2109',
  message: 'ARRAY(SELECT ... ORDER BY ...) is not read',
  hint: 'write (SELECT list(x ORDER BY y) FROM ...)',
} as const;

/** Fields that hold no nodes. */
const LEAVES = new Set(['sample', 'at_clause', 'value', 'cast_type', 'expected_types', 'named_param_map']);

/** The listed values of a PIVOT are bare constants, not expressions. */
function isConstantValue(value: JsonObject): boolean {
  return 'is_null' in value && isObject(value['type']);
}

/** A type that has to be computed could hide a call. */
function judgeType(cast: JsonObject): readonly UnplacedFinding[] {
  const computed = someNode(cast['cast_type'] ?? null, (node) => 'class' in node);
  return computed ? [{ code: 'EWS2109', message: 'a cast needs a plain type' }] : [];
}

function judgePivot(pivot: JsonObject): readonly UnplacedFinding[] {
  const dynamic = objectsAt(pivot, 'pivots').some((column) => textAt(column, 'pivot_enum') !== '');
  const message = 'PIVOT over a type makes columns of whatever the type holds';
  return dynamic ? [{ code: 'EWS2113', message, hint: "write the values: FOR k IN ('a', 'b')" }] : [];
}
