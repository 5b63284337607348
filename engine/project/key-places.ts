import type * as z from 'zod';
import { pathText, type YamlPath } from './problem-at.ts';

/** A key that stands where it does not belong: what to do, and the key of which it is no second problem. */
export interface KeyPlace {
  readonly hint: string;
  /** Path of a key whose own problem follows from this one. */
  readonly explains: YamlPath | undefined;
}

/** Keys that other tools have for the same. */
const OTHER_WORDS: ReadonlyMap<string, string> = new Map([
  ['data_tests', 'tests'],
  ['desc', 'description'],
  ['label_name', 'label'],
  ['variables', 'vars'],
  ['parameters', 'vars'],
  ['target', 'label'],
  ['inputs', 'features'],
]);

/** What a key that nobody knows here may be another word for. */
export function otherWord(key: string, allowed: readonly string[]): string | undefined {
  const word = OTHER_WORDS.get(key.toLowerCase());
  return word !== undefined && allowed.includes(word) ? word : undefined;
}

/** Where the key at a path belongs, by its indentation; undefined where it is known nowhere. */
export function keyPlace(schema: z.ZodType, root: unknown, path: YamlPath): KeyPlace | undefined {
  const key = String(path.at(-1));
  if (/[\u00a0\u2007\u202f]/.test(key)) {
    const hint = 'no-break spaces stand before it, which are letters to YAML: indent by plain spaces';
    return { hint, explains: emptyBefore(root, path) };
  }
  const empty = emptyBefore(root, path);
  if (empty !== undefined) {
    return { hint: `if it belongs to "${pathText(empty)}", which is empty, indent it below that`, explains: empty };
  }
  for (let depth = path.length - 2; depth >= 0; depth--) {
    const parent = path.slice(0, depth);
    if (!keysAt(schema, root, parent).includes(key)) continue;
    const place =
      depth === 0 ? 'the file itself: begin it in the first column' : `"${pathText(parent)}": indent it less`;
    return { hint: `"${key}" belongs to ${place}`, explains: [...parent, key] };
  }
  return undefined;
}

/** The key right before the last of a path, if nothing stands below it. */
function emptyBefore(root: unknown, path: YamlPath): YamlPath | undefined {
  const parent = valueAt(root, path.slice(0, -1));
  if (typeof parent !== 'object' || parent === null || Array.isArray(parent)) return undefined;
  const keys = Object.keys(parent);
  const before = keys[keys.indexOf(String(path.at(-1))) - 1];
  return before !== undefined && valueAt(parent, [before]) === null ? [...path.slice(0, -1), before] : undefined;
}

/** No file has a key of this name. */
const PROBE = '\u0000';

/** The keys that a mapping at a path of a file may have: what the schema says of one that it does not know. */
function keysAt(schema: z.ZodType, root: unknown, path: YamlPath): readonly string[] {
  const probed = withProbe(root, path);
  const { error } = schema.safeParse(probed);
  const found = error?.issues.find(
    (issue) =>
      issue.code === 'unrecognized_keys' &&
      issue.keys.includes(PROBE) &&
      pathText(issue.path.map(step)) === pathText(path),
  );
  return found?.message.split(' ') ?? [];
}

function step(key: PropertyKey): string | number {
  return typeof key === 'number' ? key : String(key);
}

function withProbe(value: unknown, path: YamlPath): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const [next, ...rest] = path;
  if (next === undefined) return { ...value, [PROBE]: 0 };
  if (Array.isArray(value)) return value.map((item, i) => (i === next ? withProbe(item, rest) : item));
  return { ...value, [next]: withProbe(valueAt(value, [next]), rest) };
}

export function valueAt(value: unknown, path: YamlPath): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string | number, unknown>)[key];
  }
  return current;
}
