import type { Problem } from '../../diagnostics/index.ts';
import { lineTextAt, problem } from '../../diagnostics/index.ts';
import { type CaseRow, calledAs, type FunctionDefinition, isRows } from '../../project/index.ts';
import { parseSql, quoteName } from '../../warehouse/index.ts';
import { bindQuery } from '../bind.ts';
import { Expander, type FunctionBody, problemAtOrigin, relationsOf } from '../inline/index.ts';
import { boundText, type MappedText, made, type TextOrigin } from '../mapped-text.ts';
import type { ParsedQuery } from '../parse.ts';
import { parsedQuery } from '../parse.ts';
import type { ShadowCatalogue } from '../shadow-catalogue.ts';
import type { TypedColumn } from '../typed-column.ts';
import { emptyText } from './given-rows.ts';
import { typeNamed } from './types.ts';

/**
 * What is wrong with a function that nobody calls: its types, what its body does with values of these types, and what
 * comes of it, held against what is declared (EWS2130).
 */
export async function aloneProblems(
  shadow: ShadowCatalogue,
  body: FunctionBody,
  bodyOf: (fn: FunctionDefinition) => FunctionBody,
): Promise<readonly Problem[]> {
  const { fn } = body;
  const unknown = await typeProblems(shadow, fn);
  if (unknown.length > 0) return unknown;
  const query = await aloneQuery(shadow, body, bodyOf);
  const answer = await bindQuery(shadow, query);
  if (!answer.ok) return answer.problems;
  return returnProblems(shadow, fn, answer.bound.output);
}

async function typeProblems(shadow: ShadowCatalogue, fn: FunctionDefinition): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const { type } of fn.parameters) {
    if (type === undefined) continue;
    const written = fn.file.text.slice(type.start, type.end);
    if ((await typeNamed(shadow, written)) !== undefined) continue;
    const origin = { file: fn.file, offset: type.start, calls: [] };
    problems.push(
      problemAtOrigin(origin, type.end - type.start, {
        code: 'EWS2122',
        message: `DuckDB has no type ${written}`,
        hint: 'write a type such as DOUBLE, INTEGER, DATE, VARCHAR or DOUBLE[]',
      }),
    );
  }
  const { returns } = fn;
  const declared = returns.kind === 'scalar' ? [{ name: '', type: returns.type }] : returns.columns;
  for (const { name, type } of declared) {
    if ((await typeNamed(shadow, type)) !== undefined) continue;
    const path = returns.kind === 'scalar' ? ['returns', 'type'] : ['returns', 'columns', name];
    problems.push(atReturns(fn, path, `DuckDB has no type ${type}`, 'write a type such as DOUBLE or DATE'));
  }
  return problems;
}

const GIVEN = 'given';

/** The function over a row of its parameters, or over relations like those of its first case. */
async function aloneQuery(
  shadow: ShadowCatalogue,
  body: FunctionBody,
  bodyOf: (fn: FunctionDefinition) => FunctionBody,
): Promise<ParsedQuery> {
  const { fn } = body;
  const columns: string[] = [];
  const given = new Map<string, MappedText>();
  const relations = relationsOf(fn);
  for (const parameter of fn.parameters) {
    const origin: TextOrigin = { file: fn.file, offset: parameter.start, calls: [] };
    const { name, type } = parameter;
    if (relations.has(name)) given.set(name, [made(emptyText(rowsGiven(fn, name)), origin)]);
    else if (type !== undefined && fn.kind === 'scalar') {
      columns.push(`CAST(NULL AS ${fn.file.text.slice(type.start, type.end)}) AS ${quoteName(name)}`);
      given.set(name, [made(`${GIVEN}.${quoteName(name)}`, origin)]);
    } else if (parameter.default === undefined) given.set(name, [made('NULL', origin)]);
  }
  const start: TextOrigin = { file: fn.file, offset: fn.body.start, calls: [] };
  const end: TextOrigin = { file: fn.file, offset: fn.body.end, calls: [] };
  const written = new Expander({ bodyOf }).alone(body, given);
  const row = columns.length === 0 ? 'SELECT 1 AS nothing' : `SELECT ${columns.join(', ')}`;
  const text =
    fn.kind === 'table'
      ? [...written, made('', end)]
      : [made('SELECT ', start), ...written, made(` AS given_result FROM (${row}) AS ${GIVEN}`, end)];
  const bound = boundText(text);
  const answer = await parseSql(shadow.warehouse, bound.sql);
  const statement = answer.ok ? answer.value[0] : undefined;
  if (statement === undefined) throw new Error(`${calledAs(fn)} could not be written out`);
  return parsedQuery(fn.file, bound, statement);
}

function rowsGiven(fn: FunctionDefinition, parameter: string): readonly CaseRow[] {
  const rows = fn.cases[0]?.with?.[parameter];
  if (rows === undefined || !isRows(rows)) throw new Error(`${calledAs(fn)} has no case with ${parameter}`);
  return rows;
}

async function returnProblems(
  shadow: ShadowCatalogue,
  fn: FunctionDefinition,
  output: readonly TypedColumn[],
): Promise<readonly Problem[]> {
  const { returns } = fn;
  if (returns.kind === 'scalar') {
    const declared = await typeNamed(shadow, returns.type);
    const [found] = output;
    if (found === undefined || found.type === declared) return [];
    const hint = `write returns: { type: ${found.type} }, or cast what it gives: (...)::${returns.type}`;
    return [atReturns(fn, ['returns', 'type'], `${calledAs(fn)} gives ${found.type}, not ${returns.type}`, hint)];
  }
  const problems: Problem[] = [];
  for (const { name, type } of returns.columns) {
    const path = ['returns', 'columns', name];
    const found = output.find((column) => column.name === name);
    const declared = await typeNamed(shadow, type);
    if (found === undefined) problems.push(atReturns(fn, path, `${calledAs(fn)} gives no column "${name}"`));
    else if (found.type !== declared) {
      problems.push(atReturns(fn, path, `column "${name}" of ${calledAs(fn)} is ${found.type}, not ${type}`));
    }
  }
  const declared = new Set(returns.columns.map(({ name }) => name));
  for (const { name, type } of output) {
    if (declared.has(name)) continue;
    const hint = `add ${name}: ${type} to it, or leave the column out`;
    problems.push(atReturns(fn, ['returns', 'columns'], `${calledAs(fn)} gives a column "${name}" as well`, hint));
  }
  return problems;
}

function atReturns(fn: FunctionDefinition, path: readonly string[], message: string, hint?: string): Problem {
  const { yaml } = fn;
  if (yaml === undefined) throw new Error(`${calledAs(fn)}: ${message}`);
  const span = yaml.spanOf(['functions', fn.name, ...path]);
  return problem('EWS2130', message, { span, lineText: lineTextAt(yaml.file, span.line), hint });
}
