import { valueAt } from './key-places.ts';
import type { YamlPath } from './problem-at.ts';

/** What is wrong at a path of a file, and how the file can be read on without it. */
export type Deviation =
  | {
      readonly kind: 'unknown key';
      readonly path: YamlPath /** The key beside it that is meant. */;
      readonly meant?: string;
    }
  /** A key that belongs elsewhere, or a value of another form. */
  | { readonly kind: 'misplaced key' | 'wrong value'; readonly path: YamlPath };

/** A value so deep is a detail of one entry of a list or mapping: all else is judged as well by its default. */
const DETAIL_DEPTH = 3;

/**
 * A file's value as it would be read without what is wrong in it, so that the rest can be judged: unknown keys are
 * taken for what they probably mean, or left out, and so are wrong details. Undefined where something is wrong by which
 * more is judged than itself.
 */
export function mendedValue(value: unknown, deviations: readonly Deviation[]): unknown {
  if (!deviations.every((deviation) => isMendable(value, deviation))) return undefined;
  return deviations.reduce<unknown>((mended, deviation) => {
    return changed(mended, deviation.path, deviation.kind === 'unknown key' ? deviation.meant : undefined);
  }, value);
}

function isMendable(value: unknown, deviation: Deviation): boolean {
  const { path } = deviation;
  switch (deviation.kind) {
    case 'misplaced key':
      return false;
    case 'wrong value':
      return path.length >= DETAIL_DEPTH;
    case 'unknown key':
      // What a whole mapping of the file was to say nobody can tell.
      return deviation.meant !== undefined || path.length > 1 || typeof valueAt(value, path) !== 'object';
    default:
      return deviation satisfies never;
  }
}

/** A copy without what stands at a path, or with it under another key where that is free. */
function changed(value: unknown, path: YamlPath, key: string | undefined): unknown {
  const [next, ...rest] = path;
  if (next === undefined || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    if (rest.length === 0) return value.filter((_, index) => index !== next);
    return value.map((item, index) => (index === next ? changed(item, rest, key) : item));
  }
  const copy: Record<string, unknown> = Object.assign(Object.create(null), value);
  if (!Object.hasOwn(copy, next)) return value;
  if (rest.length > 0) return Object.assign(copy, { [next]: changed(copy[next], rest, key) });
  const moved = copy[next];
  delete copy[next];
  if (key !== undefined && !Object.hasOwn(copy, key)) copy[key] = moved;
  return copy;
}
