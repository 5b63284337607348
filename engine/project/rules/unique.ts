import type { Problem } from '../../diagnostics/index.ts';
import type { YamlPath } from '../problem-at.ts';
import type { YamlFile } from '../yaml-file.ts';
import { type GroupEntry, type LabelEntry, namedEntries, problemAtValue, type Sketch } from './rule.ts';

/** Two files of one kind in different folders cannot define one name; case does not tell names apart. */
export function* definitionNamesAreUnique(sketch: Sketch): Iterable<Problem> {
  const paths = new Map<string, string>();
  for (const entry of namedEntries(sketch)) {
    const { room, definition } = entry;
    const { name } = definition;
    const key = `${room} ${name.toLowerCase()}`;
    const earlier = paths.get(key);
    paths.set(key, earlier ?? entry.yaml.file.path);
    if (earlier === undefined) continue;
    const message = `there are two ${room} definitions called "${name}"`;
    yield problemAtValue(entry, [room], {
      code: 'EWS1007',
      message,
      notes: [`the other one is ${earlier}`],
      hint: 'rename one',
    });
  }
}

/** One FRED series under two names would be fetched, stored and counted twice. */
export function* seriesIdsAreUnique(sketch: Sketch): Iterable<Problem> {
  for (const { yaml, definition } of sketch.sources) {
    if (definition.connector !== 'fred') continue;
    const places = definition.series.map(({ name, seriesId }) => ({
      text: seriesId,
      path: ['series', name, 'id'],
    }));
    yield* repeated(yaml, places, 'series id');
  }
}

export function* listsNameEachOnce(sketch: Sketch): Iterable<Problem> {
  for (const entry of [...sketch.groups, ...sketch.labels]) yield* keysOnce(entry);
  for (const { yaml, shape } of sketch.models) {
    const places = shape.features.map((text, i) => ({ text, path: ['features', i] }));
    yield* repeated(yaml, places, 'feature');
  }
  for (const { yaml, definition } of sketch.sources) {
    if (definition.connector !== 'file') continue;
    for (const { name, keys } of definition.tables) {
      const places = keys.map((text, i) => ({ text, path: ['tables', name, 'keys', i] }));
      yield* repeated(yaml, places, 'key');
    }
  }
}

function keysOnce({ yaml, definition }: GroupEntry | LabelEntry): Iterable<Problem> {
  const places = definition.keys.map((text, i) => ({ text, path: ['keys', i] }));
  return repeated(yaml, places, 'key');
}

function* repeated(
  yaml: YamlFile,
  places: readonly { readonly text: string; readonly path: YamlPath }[],
  what: string,
): Iterable<Problem> {
  const first = new Map<string, YamlPath>();
  for (const { text, path } of places) {
    const earlier = first.get(text.toLowerCase());
    first.set(text.toLowerCase(), earlier ?? path);
    if (earlier === undefined) continue;
    const notes = [`it is first written on line ${yaml.spanOf(earlier).line}`];
    yield problemAtValue({ yaml }, path, { code: 'EWS1007', message: `the ${what} "${text}" is listed twice`, notes });
  }
}
