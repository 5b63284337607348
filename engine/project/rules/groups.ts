import { didYouMean, type Problem } from '../../diagnostics/index.ts';
import { type GroupEntry, type LabelEntry, problemAtKey, problemAtValue, type Sketch } from './rule.ts';

/** Columns that the engine adds to what a group stores. */
const STORED = new Set(['as_of', 'date']);
/** Columns that the engine adds to what a label stores. */
const STORED_WITH_LABELS = new Set(['as_of', 'date', 'y', 'known_from', 'known_to']);
/** Columns that the engine adds to what a model stores, whose keys are its label's. */
const STORED_WITH_MODELS = new Set(['cutoff', 'probability', 'baseline', 'threshold', 'alarm', 'excluded']);

export function* columnNamesAreFree(sketch: Sketch): Iterable<Problem> {
  for (const group of sketch.groups) {
    for (const { name } of group.definition.columns) {
      const reason = reservedBecause(name, STORED);
      if (reason === undefined) continue;
      const message = `a column cannot be called "${name}": ${reason}`;
      yield problemAtKey(group, ['columns', name], { code: 'EWS1006', message, hint: columnHint(name) });
    }
  }
}

function columnHint(name: string): string {
  return name === 'date' ? 'the SQL returns date in any case: it is not declared' : 'give it another name';
}

export function* keyNamesAreFree(sketch: Sketch): Iterable<Problem> {
  for (const group of sketch.groups) yield* reservedKeys(group, STORED);
  for (const label of sketch.labels)
    yield* reservedKeys(label, new Set([...STORED_WITH_LABELS, ...STORED_WITH_MODELS]));
}

function* reservedKeys(entry: GroupEntry | LabelEntry, reserved: ReadonlySet<string>): Iterable<Problem> {
  for (const [i, name] of entry.definition.keys.entries()) {
    const reason = reservedBecause(name, reserved);
    if (reason === undefined) continue;
    const message = `a key cannot be called "${name}": ${reason}`;
    yield problemAtValue(entry, ['keys', i], {
      code: 'EWS1006',
      message,
      hint: 'keys say whose value it is, such as country',
    });
  }
}

function reservedBecause(name: string, reserved: ReadonlySet<string>): string | undefined {
  if (reserved.has(name)) return 'the engine stores one of that name';
  if (name.endsWith('__date')) return 'names in __date are kept for the dates of last values';
  return undefined;
}

export function* keysAreNotColumns(sketch: Sketch): Iterable<Problem> {
  for (const group of sketch.groups) {
    const columns = new Set(group.definition.columns.map(({ name }) => name));
    for (const [i, key] of group.definition.keys.entries()) {
      if (!columns.has(key)) continue;
      const message = `"${key}" is a key and a column`;
      yield problemAtValue(group, ['keys', i], {
        code: 'EWS1011',
        message,
        hint: `remove it from keys or from columns`,
      });
    }
  }
}

/** `tests:` of a group only gives a severity to a test that has its SQL file. */
export function* customTestsHaveTheirSql(sketch: Sketch): Iterable<Problem> {
  for (const group of sketch.groups) {
    const { name, customTests, yaml } = group.definition;
    const folder = yaml.file.path.slice(0, yaml.file.path.lastIndexOf('/'));
    const written = customTests.map((test) => test.name);
    for (const test of Object.keys(group.shape.tests)) {
      if (written.includes(test)) continue;
      yield problemAtKey(group, ['tests', test], {
        code: 'EWS1008',
        message: `the test "${test}" has no SQL: there is no ${folder}/${name}.${test}.sql`,
        hint:
          didYouMean(test, written) ??
          'write the file, or remove the entry; tests of one column stand below the column',
      });
    }
  }
}
