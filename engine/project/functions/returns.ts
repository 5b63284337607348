import { closestMatch, type Problem } from '../../diagnostics/index.ts';
import { problemIn, type YamlPath } from '../problem-at.ts';
import type { FunctionsShape } from '../schemas/functions.ts';
import type { YamlFile } from '../yaml-file.ts';
import type { CaseRow, CaseValue, FunctionReturns, FunctionText } from './function-definition.ts';

type Entry = FunctionsShape['functions'][string];

/** A sound entry says a type, or columns: `wrongCases` has looked. */
export function returnsOf({ type, unit, columns }: Entry['returns']): FunctionReturns {
  if (columns !== undefined) {
    return { kind: 'table', columns: Object.entries(columns).map(([name, of]) => ({ name, type: of })) };
  }
  if (type === undefined) throw new Error('what a function returns was not looked at');
  return { kind: 'scalar', type, ...(unit === undefined ? {} : { unit }) };
}

/** What is wrong with a sound entry beside the function that it describes (EWS1011): keys of the other kind. */
export function wrongCases(text: FunctionText, entry: Entry, yaml: YamlFile): readonly Problem[] {
  const problems: Problem[] = [];
  const say = (path: YamlPath, message: string, hint?: string): void => {
    const span = yaml.spanOf(['functions', text.name, ...path]);
    problems.push(problemIn(yaml.file, span, { code: 'EWS1011', message, hint }));
  };
  const { type, columns, unit } = entry.returns;
  if (text.kind === 'scalar' && (type === undefined || columns !== undefined)) {
    say(['returns'], `${text.name} gives a value: what it returns is a type`, 'write returns: { type: DOUBLE }');
  }
  if (text.kind === 'table' && (columns === undefined || type !== undefined || unit !== undefined)) {
    const hint = 'write returns: { columns: { date: DATE, value: DOUBLE } }';
    say(['returns'], `${text.name} is table-valued: what it returns are columns`, hint);
  }
  for (const [index, one] of entry.cases.entries()) {
    const at = ['cases', index] as const;
    if (text.kind === 'scalar') wrongScalarCase(text, one, (path, ...words) => say([...at, ...path], ...words));
    else wrongTableCase(text, one, (path, ...words) => say([...at, ...path], ...words));
  }
  return problems;
}

type OneCase = Entry['cases'][number];
type Say = (path: YamlPath, message: string, hint?: string) => void;

function wrongScalarCase({ name }: FunctionText, one: OneCase, say: Say): void {
  if (one.with !== undefined) say(['with'], '"with" is for table-valued functions', 'write call: and over:');
  if (one.call === undefined) say([], `a case of ${name} needs a call`, `write call: "${name}(...)"`);
  else if (!new RegExp(`^\\s*(?:lib\\s*\\.\\s*)?${name}\\s*\\(`, 'i').test(one.call)) {
    say(['call'], `the call of a case of ${name} begins with its name`, `write call: "${name}(...)"`);
  }
  if (one.over === undefined) return;
  if (one.over.length === 0) say(['over'], 'a case needs a row at least');
  wrongRows(one.over, (path, ...words) => say(['over', ...path], ...words));
  if (Array.isArray(one.is) && one.is.length !== one.over.length) {
    const hint = 'one value for each row of over, in its order; a single value of what aggregates all of them';
    say(['is'], `there are ${one.is.length} values for ${one.over.length} rows`, hint);
  }
}

function wrongTableCase({ name, parameters }: FunctionText, one: OneCase, say: Say): void {
  if (one.call !== undefined) say(['call'], `${name} is table-valued: its arguments stand under "with"`);
  if (one.over !== undefined) say(['over'], `${name} is table-valued: its rows stand under "with"`);
  const known = parameters.map((parameter) => parameter.name);
  for (const [argument, value] of Object.entries(one.with ?? {})) {
    if (!known.includes(argument)) {
      const near = closestMatch(argument, known);
      const hint = near === undefined ? `there are: ${known.join(', ')}` : `did you mean "${near}"?`;
      say(['with', argument], `${name} has no parameter "${argument}"`, hint);
    }
    if (!isRows(value)) continue;
    if (value.length === 0) say(['with', argument], 'a case needs a row at least');
    wrongRows(value, (path, ...words) => say(['with', argument, ...path], ...words));
  }
  if (!isRows(one.is)) {
    say(['is'], `${name} is table-valued: it gives rows`, 'write is: [{ date: 2020-01-01, value: 1.5 }]');
  }
}

const COLUMN = /^[a-z][a-z0-9_]{0,62}$/;

function wrongRows(rows: readonly CaseRow[], say: Say): void {
  const named = new Set(Object.keys(rows[0] ?? {}));
  for (const name of named) {
    if (!COLUMN.test(name)) say([0, name], `the column "${name}" is not allowed: small letters, digits and _`);
  }
  for (const [index, row] of rows.entries()) {
    const other = Object.keys(row).find((name) => !named.has(name));
    if (other !== undefined) say([index, other], `the first row has no "${other}": it names all columns`);
  }
}

/** Rows, as a relation takes them. */
export function isRows(value: CaseValue): value is readonly CaseRow[] {
  return Array.isArray(value) && value.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row));
}
