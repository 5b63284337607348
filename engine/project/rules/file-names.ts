import type { Problem } from '../../diagnostics/index.ts';
import type { YamlFile } from '../yaml-file.ts';
import { at, type Sketch } from './rule.ts';

interface Named {
  readonly yaml: YamlFile;
  readonly definition: { readonly name: string };
}

/** A definition is found by its file's name, so both say the same. */
export function* namesAreFileNames(sketch: Sketch): Iterable<Problem> {
  yield* differing(sketch.sources, 'source');
  yield* differing(sketch.groups, 'feature');
  yield* differing(sketch.labels, 'label');
  yield* differing(sketch.models, 'model');
  yield* differing(sketch.targets, 'target');
}

function* differing(entries: readonly Named[], room: string): Iterable<Problem> {
  for (const entry of entries) {
    const { path } = entry.yaml.file;
    const stem = path.slice(path.lastIndexOf('/') + 1, -'.yaml'.length);
    const { name } = entry.definition;
    if (name === stem) continue;
    const message = `${path} defines "${name}": a definition is called like its file`;
    yield at(entry, [room], { code: 'EWS1006', message, hint: `write ${room}: ${stem}, or rename the file` });
  }
}
