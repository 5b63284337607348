import type { Problem } from '../../diagnostics/index.ts';
import { namedEntries, problemAtValue, type Sketch } from './rule.ts';

/** Whether a definition can be called like a file of this name, without its extension. */
export function isFileName(stem: string, room: string): boolean {
  return (room === 'target' ? /^[a-z][a-z0-9_-]{0,62}$/ : /^[a-z][a-z0-9_]{0,62}$/).test(stem);
}

/** A definition is found by its file's name, so both say the same. */
export function* namesAreFileNames(sketch: Sketch): Iterable<Problem> {
  for (const entry of namedEntries(sketch)) {
    const { room, definition } = entry;
    const { path } = entry.yaml.file;
    const stem = path.slice(path.lastIndexOf('/') + 1, -'.yaml'.length);
    const { name } = definition;
    // Of a file whose own name is not allowed, the name that it defines is judged by itself.
    if (name === stem || !isFileName(stem, room)) continue;
    const message = `${path} defines "${name}": a definition is called like its file`;
    yield problemAtValue(entry, [room], {
      code: 'EWS1006',
      message,
      hint: `write ${room}: ${stem}, or rename the file`,
    });
  }
}
