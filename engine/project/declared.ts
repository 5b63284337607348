import type { Placed, Room } from './layout.ts';
import { isName } from './rules/names.ts';
import type { Declared, DeclaredNames, WrittenRelation, WrittenRelations } from './rules/rule.ts';

export interface UncheckedFile {
  /** Its room is that of what it defines, wherever it lies. */
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
    const entry = { file: placed.path, columns: columnsOf(value), relations: relationsOf(value) };
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

function relationsOf(value: unknown): WrittenRelations | undefined {
  const [series, tables] = [entriesOf(member(value, 'series')), entriesOf(member(value, 'tables'))];
  if (series === undefined && tables === undefined) return undefined;
  return new Map<string, WrittenRelation>([
    ...(series ?? []).map(([name]) => [name, { kind: 'series' }] as const),
    ...(tables ?? []).map(([name, table]) => {
      const columns = columnsOf(table);
      return [name, { kind: 'table', columns: columns && [...columns] }] as const;
    }),
  ]);
}

/** Whatever cannot be said in SQL is told as such. */
function entriesOf(value: unknown): readonly (readonly [string, unknown])[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).filter(([name]) => isName(name));
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
