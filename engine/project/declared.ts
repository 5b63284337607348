import type { Placed, Room } from './layout.ts';
import type { Declared, DeclaredNames } from './rules/rule.ts';

interface UncheckedFile {
  readonly placed: Placed;
  readonly value: unknown;
}

/** The names that files stand for, by their own word and by the file's name, whether or not the rest is sound. */
export function declaredNames(files: readonly UncheckedFile[]): Declared {
  const declared: Record<Room, Map<string, DeclaredNames>> = {
    source: new Map(),
    feature: new Map(),
    label: new Map(),
    model: new Map(),
    target: new Map(),
  };
  for (const { placed, value } of files) {
    const names = declared[placed.room];
    const entry = { columns: columnsOf(value) };
    names.set(placed.stem, entry);
    const word = member(value, placed.room);
    if (typeof word === 'string') names.set(word, entry);
  }
  return declared;
}

function columnsOf(value: unknown): ReadonlySet<string> | undefined {
  const columns = member(value, 'columns');
  return typeof columns === 'object' && columns !== null ? new Set(Object.keys(columns)) : undefined;
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
