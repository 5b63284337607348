import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { at } from '../../engine/presence/index.ts';
import { addFiles, SMALL_PROJECT, type TestProject } from './small-project.ts';

/** Looks like a key of a cloud, and is none. */
const SECRET = ['AKIA', 'IOSFODNN7', 'EXAMPLE'].join('');
const TESTED = 'unit: points\n    tests:\n      - not_null\n';

type Edit = (project: TestProject, draw: (below: number) => number) => Promise<void>;

/** A file, if it is there, with another text. */
export async function rewritten({ root }: TestProject, file: string, change: (text: string) => string): Promise<void> {
  const at = path.join(root, file);
  const text = await readFile(at, 'utf8').catch(() => undefined);
  if (text !== undefined) await writeFile(at, change(text));
}

const FILES = ['features/slope', 'features/credit', 'features/crisis', 'features/strain', 'models/labels/crisis_ahead'];

/** What people do to a project, some of which breaks it. */
export const EDITS: readonly Edit[] = [
  (project, draw) => rewritten(project, `${at(FILES, draw(5))}.sql`, (text) => `-- ${draw(9)}\n${text}`),
  (project, draw) =>
    rewritten(project, `${at(FILES, draw(5))}.sql`, (text) => text.replace(' - ', draw(2) === 0 ? ' + ' : ' * ')),
  (project, draw) =>
    rewritten(project, 'features/slope.sql', (text) =>
      text.replace(/value( \+ \d+)? AS slope/, `value + ${draw(3)} AS slope`),
    ),
  (project, draw) =>
    rewritten(project, 'features/slope.sql', (text) =>
      text.replace(/AS (slope|steep)\b/, draw(2) === 0 ? 'AS slope' : 'AS steep'),
    ),
  (project, draw) =>
    rewritten(project, `${at(FILES, draw(4))}.yaml`, (text) =>
      text.replace(/^description: .*$/m, `description: Words ${draw(9)}`),
    ),
  (project, draw) =>
    rewritten(project, 'features/slope.yaml', (text) => text.replace(/ttl: \d+/, `ttl: ${90 + draw(4)}`)),
  (project, draw) =>
    rewritten(project, 'features/slope.yaml', (text) => text.replace(/min: -\d+/, `min: -${3 + draw(3)}`)),
  (project, draw) =>
    rewritten(project, 'ews.config.yaml', (text) => text.replace(/value: \d+/, `value: ${2 + draw(3)}`)),
  (project, draw) =>
    rewritten(project, 'ews.config.yaml', (text) =>
      text.replace(/end: 2009-\d\d-\d\d/, `end: 2009-${10 + draw(3)}-28`),
    ),
  (project, draw) =>
    rewritten(project, 'models/crisis_probit.yaml', (text) => text.replace(/^(seed: \d+\n)?/, `seed: ${draw(4)}\n`)),
  (project, draw) =>
    rewritten(project, 'sources/bank.yaml', (text) =>
      text.replace(/type: (DOUBLE|INTEGER)/, draw(2) === 0 ? 'type: DOUBLE' : 'type: INTEGER'),
    ),
  async ({ root }, draw) => {
    const name = `more_${draw(3)}`;
    const sql = `SELECT date, long.value * ${draw(4)} AS more FROM rates.long AS long`;
    await writeFile(path.join(root, `features/${name}.sql`), sql);
    await writeFile(
      path.join(root, `features/${name}.yaml`),
      `feature: ${name}\ndescription: More\ncolumns:\n  more: { description: More }\n`,
    );
  },
  async ({ root }, draw) => {
    for (const end of ['sql', 'yaml']) await rm(path.join(root, `features/more_${draw(3)}.${end}`), { force: true });
  },
  async ({ root }, draw) => {
    await mkdir(path.join(root, 'features/deep'), { recursive: true });
    const [from, to] = draw(2) === 0 ? ['features', 'features/deep'] : ['features/deep', 'features'];
    for (const end of ['sql', 'yaml']) {
      await rename(path.join(root, `${from}/crisis.${end}`), path.join(root, `${to}/crisis.${end}`)).catch(
        () => undefined,
      );
    }
  },
  async ({ root }, draw) => {
    const data = path.join(root, 'sources/data/turns.csv');
    const away = `${data}.away`;
    await (draw(2) === 0 ? rename(data, away) : rename(away, data)).catch(() => undefined);
  },
  // Tests of a group in SQL: one of one group, and one that comes and goes and reads two.
  (project, draw) =>
    rewritten(project, 'features/credit.growth_is_fresh.sql', (text) =>
      text.replace(/INTERVAL \d+ DAYS/, `INTERVAL ${100 + draw(3)} DAYS`),
    ),
  async ({ root }, draw) => {
    const file = path.join(root, 'features/credit.agrees.sql');
    const text = `SELECT inverted FROM features.credit JOIN features.slope USING (as_of) WHERE slope > ${draw(3)}`;
    await (draw(3) === 0 ? rm(file, { force: true }) : writeFile(file, text));
  },
  (project, draw) =>
    rewritten(project, 'features/credit.yaml', (text) =>
      text.replace(/severity: \w+/, `severity: ${draw(2) === 0 ? 'warn' : 'error'}`),
    ),
  (project, draw) =>
    rewritten(project, 'features/slope.sql', (text) =>
      text.replace(/THEN 1(\.5)?/, draw(2) === 0 ? 'THEN 1' : 'THEN 1.5'),
    ),
  // What is seen of a group from elsewhere: its keys, its columns, how they are known.
  (project, draw) =>
    rewritten(project, 'features/credit.yaml', (text) =>
      text.replace(/as_known: \w+/, `as_known: ${draw(2) === 0 ? 'row' : 'last_value'}`),
    ),
  (project, draw) =>
    rewritten(project, 'features/slope.yaml', (text) =>
      text.replace(/^ttl/m, draw(2) === 0 ? 'keys: [slope]\nttl' : 'ttl'),
    ),
  (project, draw) =>
    rewritten(project, 'features/slope.yaml', (text) =>
      text.replace(/^ {2}(slope|steep):/m, draw(2) === 0 ? '  slope:' : '  steep:'),
    ),
  (project, draw) =>
    rewritten(project, 'features/strain.yaml', (text) =>
      text.replace(/unit: points\n( {4}tests:\n {6}- not_null\n)?/, draw(2) === 0 ? 'unit: points\n' : TESTED),
    ),
  (project, draw) =>
    rewritten(project, 'features/strain.yaml', (text) => text.replace(/description: Slope/, `tags: [t${draw(3)}]\n$&`)),
  // Functions and what calls them, unit tests, and what they give.
  (project, draw) =>
    rewritten(project, 'features/lib/own.sql', (text) => text.replace(/x \* \d/, `x * ${2 + draw(2)}`)),
  (project, draw) =>
    rewritten(project, 'features/doubled.yaml', (text) =>
      text
        .replace(/value: \d( })?\n/, `value: ${3 + draw(2)} }\n`)
        .replace(/doubled: \d }/, `doubled: ${6 + draw(2)} }`),
    ),
  (project, draw) =>
    rewritten(project, 'features/doubled.sql', (text) =>
      text.replace(/\(value[^)]*\)/, draw(2) === 0 ? '(value)' : `(value + ${draw(3)})`),
    ),
  // What must be told: no SQL, a template, a secret, a key that nobody knows, a name of nobody.
  (project, draw) =>
    rewritten(project, `${at(FILES, draw(5))}.sql`, (text) =>
      at([`${text} WHERE`, `{{ ref('x') }} ${text}`, `-- ${SECRET}\n${text}`, text.replace('date', 'dat')], draw(4)),
    ),
  (project, draw) =>
    rewritten(project, `${at(FILES, draw(5))}.yaml`, (text) =>
      at(
        [`${text}nothing: 1\n`, `${text}# ${SECRET}\n`, text.replace('description', 'descripton'), `# c\n${text}`],
        draw(4),
      ),
    ),
  (project, draw) =>
    rewritten(project, 'models/labels/crisis_ahead.yaml', (text) =>
      text.replace(/to_month: \S+/, `to_month: ${draw(2) === 0 ? 12 : 9}`),
    ),
  // A group under another name, with or without those that read it.
  async (project, draw) => {
    const [from, to] = draw(2) === 0 ? ['strain', 'stress'] : ['stress', 'strain'];
    for (const end of ['sql', 'yaml']) {
      const file = (name: string): string => path.join(project.root, `features/${name}.${end}`);
      await rename(file(from), file(to)).catch(() => undefined);
    }
    await rewritten(project, `features/${to}.yaml`, (text) => text.replace(`feature: ${from}`, `feature: ${to}`));
    if (draw(3) === 0) return;
    await rewritten(project, 'models/crisis_probit.yaml', (text) => text.replaceAll(`${from}.`, `${to}.`));
  },
];

/** Gives the small project a function, a group that calls it, and a unit test of that. */
export async function addLarger(project: TestProject): Promise<void> {
  await mkdir(path.join(project.root, 'features/lib'), { recursive: true });
  await addFiles(project, {
    'features/lib/own.sql': 'CREATE FUNCTION twice(x DOUBLE) AS x * 2;\n',
    'features/lib/own.yaml':
      'functions:\n  twice: { description: d, returns: { type: DOUBLE }, cases: [{ call: twice(2), is: 4 }] }\n',
    'features/doubled.sql': 'SELECT date, lib.twice(value) AS doubled FROM rates.short\n',
    'features/doubled.yaml':
      'feature: doubled\ndescription: twice the short rate\nttl: 95\n' +
      'columns:\n  doubled: { description: twice the short rate, unit: "%" }\n' +
      'unit_tests:\n  twice_as_much:\n    description: d\n    as_of: [2001-03-31]\n' +
      '    given:\n      rates.short:\n        - { date: 2001-01-01, value: 3 }\n' +
      '    expect:\n      - { as_of: 2001-03-31, doubled: 6 }\n',
  });
}

/** Somebody takes back what they did. */
export async function restored(project: TestProject): Promise<void> {
  const { root } = project;
  for (const name of await readdir(root)) if (name !== '.ews') await rm(path.join(root, name), { recursive: true });
  await cp(SMALL_PROJECT, root, { recursive: true });
  await addLarger(project);
}
