import { at } from '../../../presence/index.ts';

/** What is known of a relation's columns. Names are in lower case. */
export interface Columns {
  /** In order; undefined where they cannot be told from the text. */
  readonly names: readonly string[] | undefined;
  /** The columns that are never NULL. */
  readonly sure: ReadonlySet<string>;
}

export const UNKNOWN: Columns = { names: undefined, sure: new Set() };

export function oneColumn(name: string, sure: boolean): Columns {
  return { names: [name], sure: new Set(sure ? [name] : []) };
}

/** Columns side by side. A name that several of them have is sure where it is in all. */
export function together(parts: readonly Columns[]): Columns {
  const names = parts.every((part) => part.names !== undefined) ? parts.flatMap((part) => part.names ?? []) : undefined;
  const all = new Set(parts.flatMap((part) => [...part.sure]));
  const sure = [...all].filter((name) => parts.every((part) => part.sure.has(name) || !mayHave(part, name)));
  return { names, sure: new Set(sure) };
}

export function mayHave({ names }: Columns, name: string): boolean {
  return names === undefined || names.includes(name);
}

/** The columns under the names of a list of aliases, which may be shorter than theirs. */
export function renamed(columns: Columns, aliases: readonly string[]): Columns {
  if (aliases.length === 0) return columns;
  if (columns.names === undefined) return UNKNOWN;
  return together(
    columns.names.map((name, index) => oneColumn((aliases[index] ?? name).toLowerCase(), columns.sure.has(name))),
  );
}

/** The rows of both, column by column as they stand: the names are those of the left. */
export function unionOf(left: Columns, right: Columns): Columns {
  const { names } = left;
  if (names === undefined || right.names?.length !== names.length) return { names, sure: new Set() };
  const others = right.names;
  return together(
    names.map((name, index) => oneColumn(name, left.sure.has(name) && right.sure.has(at(others, index)))),
  );
}

/** The rows of both, column by column of the same name; what one side lacks is NULL there. */
export function unionByName(left: Columns, right: Columns): Columns {
  const names = left.names && right.names && [...new Set([...left.names, ...right.names])];
  return { names, sure: new Set([...left.sure].filter((name) => right.sure.has(name))) };
}

export function sameSure(a: Columns, b: Columns): boolean {
  return a.sure.size === b.sure.size && [...a.sure].every((name) => b.sure.has(name));
}
