import type { Problem } from '../../diagnostics/index.ts';
import { RESERVED_REFS } from '../../ids/index.ts';
import { isEnvironmentName } from '../environment-name.ts';
import type { YamlPath } from '../problem-at.ts';
import type { YamlFile } from '../yaml-file.ts';
import { isFileName } from './file-names.ts';
import {
  type GroupEntry,
  type LabelEntry,
  problemAtKey,
  problemAtValue,
  type Sketch,
  type SourceEntry,
} from './rule.ts';

const NAME = /^[a-z][a-z0-9_]{0,62}$/;
const TARGET = /^[a-z][a-z0-9_-]{0,62}$/;

const RESERVED_SOURCES = new Set(
  'features labels models calendar lib ews served main temp system this information_schema pg_catalog'.split(' '),
);

/** Whether a name can be a source's. */
export function isSourceName(name: string): boolean {
  return isName(name) && !RESERVED_SOURCES.has(name);
}

/** Whether SQL can say a name without quotes. */
export function isName(name: string): boolean {
  return NAME.test(name);
}

/** Every name that SQL or the command line will say: small letters, digits and underscores, a letter first. */
export function* namesAreWellFormed(sketch: Sketch): Iterable<Problem> {
  const { config } = sketch;
  if (config !== undefined) {
    yield* value(config.yaml, ['name'], config.definition.name);
    for (const { name } of config.definition.vars) yield* key(config.yaml, ['vars', name], name);
  }
  for (const { yaml, definition } of sketch.sources) yield* ownName(yaml, 'source', definition.name);
  for (const { yaml, definition } of sketch.groups) yield* ownName(yaml, 'feature', definition.name);
  for (const { yaml, definition } of sketch.labels) yield* ownName(yaml, 'label', definition.name);
  for (const { yaml, definition } of sketch.models) yield* ownName(yaml, 'model', definition.name);
  for (const source of sketch.sources) yield* relationNames(source);
  for (const group of sketch.groups) {
    yield* keyNames(group);
    for (const { name } of group.definition.columns) yield* key(group.yaml, ['columns', name], name);
    for (const { name, sql } of group.definition.customTests) {
      if (!NAME.test(name)) yield* value(group.yaml, ['feature'], name, `the test "${name}" of ${sql.path}`);
    }
  }
  for (const label of sketch.labels) yield* keyNames(label);
}

/** That a definition is not called like its file says the same better: the file's name is there to be copied. */
function* ownName(yaml: YamlFile, room: string, name: string): Iterable<Problem> {
  const { path } = yaml.file;
  const stem = path.slice(path.lastIndexOf('/') + 1, -'.yaml'.length);
  if (name === stem || !isFileName(stem, room)) yield* value(yaml, [room], name);
}

function* relationNames({ yaml, definition }: SourceEntry): Iterable<Problem> {
  if (definition.connector === 'fred') {
    for (const { name } of definition.series) yield* key(yaml, ['series', name], name);
    return;
  }
  for (const table of definition.tables) {
    yield* key(yaml, ['tables', table.name], table.name);
    for (const { name } of table.columns) yield* key(yaml, ['tables', table.name, 'columns', name], name);
  }
}

function* keyNames({ yaml, definition }: GroupEntry | LabelEntry): Iterable<Problem> {
  for (const [i, name] of definition.keys.entries()) yield* value(yaml, ['keys', i], name);
}

function* value(yaml: YamlFile, path: YamlPath, name: string, what = `the name "${name}"`): Iterable<Problem> {
  if (!NAME.test(name)) yield problemAtValue({ yaml }, path, malformed(name, what));
}

function* key(yaml: YamlFile, path: YamlPath, name: string): Iterable<Problem> {
  if (!NAME.test(name)) yield problemAtKey({ yaml }, path, malformed(name, `the name "${name}"`));
}

function malformed(name: string, what: string) {
  const repaired = name
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 63);
  return {
    code: 'EWS1006' as const,
    message: `${what} is not allowed: a small letter first, then small letters, digits or _, 63 at most`,
    hint: NAME.test(repaired) ? `write "${repaired}"` : undefined,
  };
}

export function* sourceNamesAreFree(sketch: Sketch): Iterable<Problem> {
  for (const source of sketch.sources) {
    const { name } = source.definition;
    if (!RESERVED_SOURCES.has(name)) continue;
    const message = `a source cannot be called "${name}": SQL already means something else by it`;
    yield problemAtValue(source, ['source'], {
      code: 'EWS1006',
      message,
      hint: `reserved: ${[...RESERVED_SOURCES].join(', ')}`,
    });
  }
}

/** SQL never says a target's name, so that it may have a - like the environments. */
export function* targetNamesAreUsable(sketch: Sketch): Iterable<Problem> {
  for (const target of sketch.targets) {
    const { name } = target.definition;
    if (TARGET.test(name)) continue;
    const hint = 'a small letter first, then small letters, digits, _ and -, such as aws-govcloud';
    yield problemAtValue(target, ['target'], { code: 'EWS1006', message: `the target "${name}" is not allowed`, hint });
  }
}

/** The environment is a folder of the lake, beside the folder `sources`. */
export function* environmentNamesAreUsable(sketch: Sketch): Iterable<Problem> {
  for (const target of sketch.targets) {
    const name = target.definition.environment;
    if (isEnvironmentName(name)) continue;
    const message = `the environment "${name}" is not allowed`;
    const taken = `taken are ${[...RESERVED_REFS].join(', ')}`;
    const hint = `small letters, digits, _ and -, such as main or pr-42; ${taken}`;
    yield problemAtValue(target, ['environment'], { code: 'EWS1006', message, hint });
  }
}
