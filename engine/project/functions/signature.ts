import type { FunctionDefinition } from './function-definition.ts';

/** `(a DOUBLE, months INTEGER := 12)`. */
export function parametersText({ file, parameters }: FunctionDefinition): string {
  const written = parameters.map(({ name, type, default: value }) => {
    const typed = type === undefined ? '' : ` ${file.text.slice(type.start, type.end)}`;
    return `${name}${typed}${value === undefined ? '' : ` := ${file.text.slice(value.start, value.end)}`}`;
  });
  return `(${written.join(', ')})`;
}

/** A type, or the columns of a table with theirs. */
export function returnsText({ returns }: FunctionDefinition): string {
  if (returns.kind === 'scalar') return returns.type;
  return `TABLE (${returns.columns.map(({ name, type }) => `${name} ${type}`).join(', ')})`;
}
