import type { Problem } from '../../diagnostics/index.ts';
import { namedEntries, problemAtValue, type Sketch } from './rule.ts';

/** A definition is found by its file's name, so both say the same. */
export function* namesAreFileNames(sketch: Sketch): Iterable<Problem> {
  for (const entry of namedEntries(sketch)) {
    const { room, definition } = entry;
    const { path } = entry.yaml.file;
    const stem = path.slice(path.lastIndexOf('/') + 1, -'.yaml'.length);
    const { name } = definition;
    if (name === stem) continue;
    const message = `${path} defines "${name}": a definition is called like its file`;
    yield problemAtValue(entry, [room], {
      code: 'EWS1006',
      message,
      hint: `write ${room}: ${stem}, or rename the file`,
    });
  }
}
