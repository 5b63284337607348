import { struck, struckLine } from '../../diagnostics/index.ts';
import type { Catalogue } from './catalogue.ts';

/**
 * A catalogue without what looks like a secret in its texts. Names of nodes, functions and columns stay what they are:
 * pages find them by these.
 */
export function withoutSecrets(catalogue: Catalogue): Catalogue {
  const { nodes, functions, files } = catalogue;
  const columns = nodes.flatMap((node) => node.columns.map(({ name }) => name));
  const names = new Set([...nodes, ...functions].map(({ id }) => id).concat(columns));
  const told = struckDeep({ ...catalogue, files: {}, functions: [] }, names);
  return {
    ...told,
    functions: functions.map((fn) => ({ ...struckDeep({ ...fn, sql: '' }, names), sql: struckText(fn.sql) })),
    files: Object.fromEntries(Object.entries(files).map(([path, text]) => [path, struckText(text)])),
  };
}

/** A text of several lines: also what stands behind a name of a secret is none of a reader's. */
function struckText(text: string): string {
  return struck(text).split('\n').map(struckLine).join('\n');
}

/** Every text in a value of plain objects and lists. */
function struckDeep<Value>(value: Value, names: ReadonlySet<string>): Value {
  if (typeof value === 'string') return (names.has(value) ? value : struck(value)) as Value;
  if (Array.isArray(value)) return value.map((each: unknown) => struckDeep(each, names)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, struckDeep(each, names)])) as Value;
}
