import { didYouMean, lineTextAt, type Problem, problem, spanAt, type TextFile } from '../diagnostics/index.ts';
import type { TextStretch, VariableDefinition } from '../project/index.ts';
import { quoteText } from '../warehouse/index.ts';
import { copied, type MappedText, made, type Piece } from './mapped-text.ts';
import { type ParameterToken, parameterTokens } from './sql-scanner.ts';

/** A text whose variables are typed constants. */
export interface VariablesOutcome {
  readonly text: MappedText;
  readonly problems: readonly Problem[];
}

/** Replaces every `$name` by its declared value, as a constant of its declared type; in a stretch of a file, or all. */
export function bindVariables(
  file: TextFile,
  variables: readonly VariableDefinition[],
  { start, end }: TextStretch = { start: 0, end: file.text.length },
): VariablesOutcome {
  const values = new Map(variables.map((variable) => [variable.name, variable]));
  const problems: Problem[] = [];
  const text: Piece[] = [];
  let read = start;
  for (const found of parameterTokens(file.text.slice(start, end))) {
    const token = { ...found, start: found.start + start, end: found.end + start };
    const variable = token.name === undefined ? undefined : values.get(token.name);
    if (variable === undefined) {
      problems.push(unknownVariable(file, token, values.keys()));
      continue;
    }
    text.push(copied(file, read, token.start));
    text.push(made(constantText(variable), { file, offset: token.start, calls: [] }));
    read = token.end;
  }
  text.push(copied(file, read, end));
  return { text, problems };
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
