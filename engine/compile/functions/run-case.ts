import { lineTextAt, type Problem, problem, topOf } from '../../diagnostics/index.ts';
import {
  type CaseRow,
  type CaseValue,
  calledAs,
  type FunctionCase,
  type FunctionDefinition,
  isRows,
} from '../../project/index.ts';
import { quoteName } from '../../warehouse/index.ts';
import { argumentProblems } from '../argument-types.ts';
import type { Functions } from '../inline/index.ts';
import { type ParsedQuery, parseQuery, type QueryContext } from '../parse.ts';
import type { ShadowCatalogue } from '../shadow-catalogue.ts';
import { constantText, rowsText } from './given-rows.ts';
import { areSameRows, isSameValue } from './same-value.ts';

/** How rows of a case are told apart. */
const NUMBER = 'case_row';

/**
 * What is wrong with a case: it cannot be computed (EWS2132), or gives something else (EWS2131). A case is a query like
 * any other: the function is written out in it.
 */
export async function caseProblems(
  shadow: ShadowCatalogue,
  functions: Functions,
  fn: FunctionDefinition,
  index: number,
): Promise<readonly Problem[]> {
  const one = fn.cases[index];
  if (one === undefined) return [];
  const text = caseText(fn, one);
  const context: QueryContext = {
    file: { path: fn.yaml?.file.path ?? fn.file.path, text },
    reads: 'feature',
    relationKind: () => undefined,
    relationNames: [],
    functions,
  };
  const parsed = await parseQuery(shadow.warehouse, context, functions.variables);
  const place = casePlace(fn, index);
  const uncomputed = (message: string, hint?: string, notes?: readonly string[]): readonly Problem[] => [
    problem('EWS2132', `a case of ${calledAs(fn)} cannot be computed: ${message}`, { ...place, hint, notes }),
  ];
  if (!parsed.ok) return parsed.problems.flatMap(({ message, hint, notes }) => uncomputed(message, hint, notes));
  const [unfit] = await argumentProblems(shadow, parsed.query);
  if (unfit !== undefined) return uncomputed(unfit.message, unfit.hint);
  const answer = await computed(shadow, parsed.query, fn, one).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'Error') return error;
    throw error;
  });
  if (answer instanceof Error) return uncomputed(answer.message.split('\n')[0] ?? answer.message);
  const isSame =
    fn.returns.kind === 'table' && Array.isArray(answer) && Array.isArray(one.is)
      ? areSameRows(answer, one.is)
      : isSameValue(answer, one.is);
  if (isSame) return [];
  const message = `a case of ${calledAs(fn)} does not hold: it gives ${shown(answer)}, not ${shown(one.is)}`;
  return [problem('EWS2131', message, { ...place, hint: 'mend the function, or say what it is to give' })];
}

function casePlace({ yaml, name, file }: FunctionDefinition, index: number): Pick<Problem, 'span' | 'lineText'> {
  if (yaml === undefined) return { span: topOf(file.path), lineText: '' };
  const span = yaml.spanOf(['functions', name, 'cases', index]);
  return { span, lineText: lineTextAt(yaml.file, span.line) };
}

function shown(value: CaseValue): string {
  const text = JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 197)}...` : text;
}

/** A case as a query. */
function caseText(fn: FunctionDefinition, { call, over, with: given = {}, is }: FunctionCase): string {
  if (fn.returns.kind === 'scalar') {
    const written = `${fn.schema}.${call?.trim().replace(/^(?:lib|ews)\s*\.\s*/i, '')}`;
    if (over === undefined) return `SELECT ${written} AS given_result`;
    if (!Array.isArray(is)) return `SELECT ${written} AS given_result FROM ${rowsText(over)} AS given`;
    return `SELECT ${NUMBER}, ${written} AS given_result FROM ${rowsText(over, NUMBER)} AS given`;
  }
  const relations = Object.entries(given).flatMap(([name, rows]) => (isRows(rows) ? [[name, rows] as const] : []));
  const ctes = relations.map(([name, rows]) => `${quoteName(name)} AS ${rowsText(rows)}`);
  const values = Object.entries(given).map(([name, value]) =>
    isRows(value) ? `${name} := ${quoteName(name)}` : `${name} := ${givenValue(fn, name, value)}`,
  );
  const before = ctes.length === 0 ? '' : `WITH ${ctes.join(', ')} `;
  return `${before}SELECT * FROM ${calledAs(fn)}(${values.join(', ')})`;
}

/** A value of YAML, which has no days, as the parameter takes it. */
function givenValue({ file, parameters }: FunctionDefinition, name: string, value: CaseValue): string {
  const type = parameters.find((parameter) => parameter.name === name)?.type;
  const text = constantText(value);
  return type === undefined ? text : `CAST(${text} AS ${file.text.slice(type.start, type.end)})`;
}

/** What a case comes to, as JSON has it. */
async function computed(
  { warehouse }: ShadowCatalogue,
  { bound }: ParsedQuery,
  fn: FunctionDefinition,
  one: FunctionCase,
): Promise<CaseValue> {
  const rows = await warehouse.rows(`SELECT to_json(answer)::VARCHAR AS answer FROM (${bound.sql}) AS answer`);
  const found = rows.map(({ answer }) => JSON.parse(String(answer)) as CaseRow);
  if (fn.returns.kind === 'table') return found;
  const result = (row: CaseRow | undefined): CaseValue => row?.['given_result'] ?? null;
  if (one.over === undefined || !Array.isArray(one.is)) return result(found[0]);
  return found.toSorted((a, b) => Number(a[NUMBER]) - Number(b[NUMBER])).map(result);
}
