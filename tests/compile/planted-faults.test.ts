import { randomInt } from 'node:crypto';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { compile, judgeSql } from '../../engine/compile/index.ts';
import { type Problem, ProblemError } from '../../engine/diagnostics/index.ts';
import { present } from '../../engine/presence/index.ts';
import { diskFiles, readProject } from '../../engine/project/index.ts';
import { memoryFiles } from '../../engine/project/memory-files.ts';
import { IN_PROCESS, type JsonObject, parseSql } from '../../engine/warehouse/index.ts';
import { type Roll, rollOf } from '../lifting/roll.ts';

/** Another one each time; EWS_SEED repeats a run. */
const SEED = Number(process.env['EWS_SEED'] ?? randomInt(2 ** 31));
const ROUNDS = 12;
const MOST_FAULTS = 8;

const ROOT = path.resolve(import.meta.dirname, '../..');
const PROJECT = /^(ews\.config\.yaml|(features|models|sources|targets)\/.*)$/;

/** A change of one file, and the line on which a problem must stand. */
interface Fault {
  readonly file: string;
  readonly text: string;
  readonly line: number;
  readonly what: string;
}

let sound: Readonly<Record<string, string>>;

beforeAll(async () => {
  const files = diskFiles(ROOT);
  const paths = (await files.list()).filter((file) => PROJECT.test(file));
  const texts = await Promise.all(
    paths.map(async (file) => [file, /\.(yaml|sql)$/.test(file) ? await files.readText(file) : ''] as const),
  );
  sound = Object.fromEntries(texts);
});

async function problemsOf(files: Readonly<Record<string, string>>): Promise<readonly Problem[]> {
  const effects = { warehouses: IN_PROCESS };
  const { definitions, problems } = await readProject('/a/project', memoryFiles({ ...files }), {
    judgeSql: (parts) => judgeSql(parts, effects),
  });
  if (definitions === undefined) return problems;
  try {
    return (await compile(definitions, effects)).problems;
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
}

/** `features/labor` of its YAML, its SQL and its tests. */
function groupOf(file: string): string {
  return file.replace(/(\.\w+)?\.(yaml|sql)$/, '');
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function replaced(file: string, at: number, [from, to]: readonly [string, string], what: string): Fault {
  const text = present(sound[file]);
  return { file, text: text.slice(0, at) + to + text.slice(at + from.length), line: lineOf(text, at), what };
}

/** A key that nobody knows, a value of another type, a tab, a key twice. */
function yamlFault(file: string, roll: Roll): Fault {
  const text = present(sound[file]);
  const at = text.search(/^description:/m);
  const line = lineOf(text, at);
  return roll.pick([
    () => ({ file, text: `${text}\nqwxz: 1\n`, line: text.split('\n').length + 1, what: 'an unknown key' }),
    () => replaced(file, at, ['description:', 'description: {}\nqwxz:'], 'two wrong lines'),
    () => ({ ...replaced(file, at, ['', '\tx: 1\n'], 'a tab'), line }),
    () => ({ ...replaced(file, at, ['', 'description: twice\n'], 'a key twice'), line: line + 1 }),
  ])();
}

/** Column references in expressions: those that name a column of the result would change what readers see. */
async function sqlFault(file: string, roll: Roll): Promise<Fault | undefined> {
  const text = present(sound[file]);
  const warehouse = await IN_PROCESS.open({ work: 'compile' });
  const parsed = await parseSql(warehouse, text);
  warehouse.close();
  const places: { readonly at: number; readonly from: string }[] = [];
  const visit = (value: unknown, isItem: boolean): void => {
    if (Array.isArray(value)) for (const part of value) visit(part, isItem);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    const node = value as JsonObject;
    const at = Number(node['query_location']);
    const isNamed = isItem && node['alias'] === '';
    if (node['class'] === 'COLUMN_REF' && !isNamed && Number.isSafeInteger(at)) {
      const names = node['column_names'] as readonly string[];
      const from = names.join('.');
      if (text.startsWith(from, at))
        places.push({ at: at + from.length - present(names.at(-1)).length, from: present(names.at(-1)) });
    }
    if (node['type'] === 'BASE_TABLE' && node['schema_name'] !== '') {
      const from = `${node['schema_name']}.${node['table_name']}`;
      if (text.startsWith(from, at)) places.push({ at, from });
    }
    for (const [key, part] of Object.entries(node)) visit(part, key === 'select_list');
  };
  visit(parsed.ok ? parsed.value : [], false);
  if (places.length === 0) return undefined;
  const { at, from } = roll.pick(places);
  return replaced(file, at, [from, from.includes('.') ? 'fred.qwxz' : 'qwxz'], `${from} -> qwxz`);
}

it(`the reference project has no problem but warnings`, async () => {
  expect((await problemsOf(sound)).filter(({ severity }) => severity === 'error')).toEqual([]);
});

it(`independent faults are all told, and nothing else is (EWS_SEED=${SEED})`, async () => {
  const roll = rollOf(SEED);
  let told = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const yamls = Object.keys(sound).filter((file) => /^(features|models|targets)\/.*\.yaml$/.test(file));
    const sqls = Object.keys(sound).filter((file) => file.endsWith('.sql'));
    const faults: Fault[] = [];
    for (const file of roll.shuffled([...yamls, ...sqls]).slice(0, 1 + roll.below(MOST_FAULTS))) {
      // What a test may read its group's YAML says: of one that is broken it is not told.
      if (faults.some((other) => file !== other.file && groupOf(file) === groupOf(other.file))) continue;
      const fault = file.endsWith('.sql') ? await sqlFault(file, roll) : yamlFault(file, roll);
      if (fault !== undefined) faults.push(fault);
    }
    const planted = Object.fromEntries(faults.map(({ file, text }) => [file, text]));
    const errors = (await problemsOf({ ...sound, ...planted })).filter(({ severity }) => severity === 'error');
    const said = errors.map(({ code, message, span }) => `${span?.file}:${span?.line} ${code} ${message}`);
    const list = `round ${round}: ${faults.map(({ file, line, what }) => `${file}:${line} ${what}`).join('; ')}\n`;
    for (const { file, line } of faults) {
      expect(
        said.some((text) => text.startsWith(`${file}:${line} `)),
        list + said.join('\n'),
      ).toBe(true);
    }
    const known = new Set(faults.flatMap(({ file, line }) => [`${file}:${line}`, `${file}:${line + 1}`]));
    expect(
      said.filter((text) => !known.has(present(text.split(' ')[0]))),
      list + said.join('\n'),
    ).toEqual([]);
    told += faults.length;
  }
  process.stdout.write(`figures: ${told} faults planted in ${ROUNDS} projects, all told, none invented\n`);
});
