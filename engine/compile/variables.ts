import { didYouMean, lineTextAt, type Problem, problem, spanAt, type TextFile } from '../diagnostics/index.ts';
import { present } from '../presence/index.ts';
import type { VariableDefinition } from '../project/index.ts';
import { quoteText } from '../warehouse/index.ts';
import { type ParameterToken, parameterTokens } from './sql-scanner.ts';

/** A SQL text whose variables are typed constants, and the way back to the places of the original. */
export interface BoundText {
  readonly sql: string;
  /** Maps a UTF-16 offset in `sql` to one in the original text. */
  readonly toOriginal: (offset: number) => number;
}

export interface VariablesOutcome {
  readonly bound: BoundText;
  readonly problems: readonly Problem[];
}

/** Replaces every `$name` by its declared value, as a constant of its declared type. */
export function bindVariables(file: TextFile, variables: readonly VariableDefinition[]): VariablesOutcome {
  const values = new Map(variables.map((variable) => [variable.name, variable]));
  const problems: Problem[] = [];
  const pieces: { original: number; bound: number; length: number }[] = [];
  let sql = '';
  let read = 0;
  const copy = (end: number): void => {
    pieces.push({ original: read, bound: sql.length, length: end - read });
    sql += file.text.slice(read, end);
  };
  for (const token of parameterTokens(file.text)) {
    const variable = token.name === undefined ? undefined : values.get(token.name);
    if (variable === undefined) {
      problems.push(unknownVariable(file, token, values.keys()));
      continue;
    }
    copy(token.start);
    pieces.push({ original: token.start, bound: sql.length, length: 0 });
    sql += constantText(variable);
    read = token.end;
  }
  copy(file.text.length);
  const toOriginal = (offset: number): number => {
    // The first piece begins where the text does.
    const piece = present(pieces.findLast((candidate) => candidate.bound <= offset));
    return piece.original + Math.min(offset - piece.bound, piece.length);
  };
  return { bound: { sql, toOriginal }, problems };
}

function constantText(variable: VariableDefinition): string {
  switch (variable.type) {
    case 'integer':
      return `CAST(${variable.value} AS INTEGER)`;
    case 'number':
      return `CAST(${quoteText(String(variable.value))} AS DOUBLE)`;
    case 'text':
      return `CAST(${quoteText(String(variable.value))} AS VARCHAR)`;
    case 'date':
      return `CAST(${quoteText(String(variable.value))} AS DATE)`;
    case 'boolean':
      return variable.value === true ? 'CAST(1 AS BOOLEAN)' : 'CAST(0 AS BOOLEAN)';
    default:
      throw new Error(`unknown variable type ${variable.type satisfies never}`);
  }
}

function unknownVariable(file: TextFile, { name, start, end }: ParameterToken, declared: Iterable<string>): Problem {
  const span = spanAt(file, start, end - start);
  const declare = 'under vars in ews.config.yaml, with a type and a value';
  const hint =
    name === undefined
      ? `declare a variable ${declare}, and write $name`
      : (didYouMean(name, declared) ?? `declare it ${declare}`);
  return problem(
    'EWS2111',
    name === undefined ? 'a parameter without a name has no value' : `variable "$${name}" has no value`,
    { span, lineText: lineTextAt(file, span.line), hint },
  );
}
