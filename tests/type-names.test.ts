import { describe, expect, it } from 'vitest';
import { type SourceFile, sourceFiles } from './source-files.ts';

/** Types that a file declares: `export type { A } from './a.ts'` declares none. */
const DECLARED =
  /^(?<exported>export )?(?:declare |abstract )*(?:interface|type|class|enum) (?<name>\w+)(?= ?[<={]| (?:ext|impl))/gm;
const EXPORTED_LATER = /^export (?:type )?\{(?<names>[^}]*)\}(?! from)/gm;

/** `Job: engine/run/scheduler.ts, lineage/job.ts`: each name under which several files export a type of their own. */
function namesTwice(files: readonly SourceFile[]): readonly string[] {
  const owners = new Map<string, string[]>();
  for (const file of files) {
    for (const name of exportedTypes(file)) owners.set(name, [...(owners.get(name) ?? []), file.path]);
  }
  const twice = [...owners].filter(([, paths]) => paths.length > 1);
  return twice.map(([name, paths]) => `${name}: ${paths.toSorted().join(', ')}`).toSorted();
}

function exportedTypes({ text }: SourceFile): ReadonlySet<string> {
  const later = new Set([...text.matchAll(EXPORTED_LATER)].flatMap((match) => namesIn(match.groups?.['names'])));
  const declared = [...text.matchAll(DECLARED)].flatMap(({ groups }) => {
    const name = groups?.['name'];
    return name !== undefined && (groups?.['exported'] !== undefined || later.has(name)) ? [name] : [];
  });
  return new Set(declared);
}

/** The names before `as` of what stands between the braces of an export. */
function namesIn(list = ''): readonly string[] {
  return [...list.matchAll(/(?:^|,)\s*(?:type )?(\w+)/g)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}

it('the name of an exported type is that of no other', async () => {
  const files = await sourceFiles('engine', 'lineage', 'tests', 'bench', 'scripts');
  expect(files.length).toBeGreaterThan(200);
  expect(files.reduce((count, file) => count + exportedTypes(file).size, 0)).toBeGreaterThan(700);
  expect(namesTwice(files)).toEqual([]);
});

describe('the check finds', () => {
  const planted = (files: Readonly<Record<string, string>>): readonly string[] =>
    namesTwice(Object.entries(files).map(([path, text]) => ({ path, text })));

  it.each([
    ['interfaces', 'export interface Job {\n  readonly id: string;\n}\n'],
    ['what extends another', 'export interface Job extends Named, Dated {}\n'],
    ['generics', 'export type Job<Id> = { readonly id: Id };\n'],
    ['unions', "export type Job =\n  | 'build'\n  | 'ingest';\n"],
    ['classes', 'export class Job {}\n'],
    ['abstract classes', 'export abstract class Job {}\n'],
    ['enums', 'export enum Job {}\n'],
    ['types that are exported after they are declared', 'interface Job {}\nexport type { Job };\n'],
  ])('%s', (_, text) => {
    const files = { 'engine/run/scheduler.ts': text, 'lineage/job.ts': 'export interface Job {}\n' };
    expect(planted(files)).toEqual(['Job: engine/run/scheduler.ts, lineage/job.ts']);
  });

  it('nothing in what a room passes on, keeps to itself, or calls a value', () => {
    const files = {
      'lineage/job.ts': 'export interface Job {}\n',
      'lineage/index.ts': "export { type Job, jobOf } from './job.ts';\nexport type { Job } from './job.ts';\n",
      'engine/run/scheduler.ts': 'interface Job {}\nexport const Task = 1;\n',
      'engine/run/task.ts': 'export interface Task {}\n',
    };
    expect(planted(files)).toEqual([]);
  });
});
