import { mkdir, readFile, rename, rm, unlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { commitAll, gitRepository, runGit } from '../build/git-repository.ts';
import { copyProject, edit, manifestOf, type TestProject } from '../build/small-project.ts';
import { tinyProject, untilNewest, type Watched, watch } from './watched-command.ts';

const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

const SQL = 'features/credit.sql';

const fileIn = ({ root }: TestProject, file: string): string => path.join(root, file);
const queryOf = (amount: number): string => `SELECT date, amount + ${amount} AS amount FROM bank.loans\n`;
const configUntil = (day: string): string =>
  `name: watched\ncalendar: { frequency: monthly, start: 2020-01-31, end: ${day} }\ndefault_target: local\n`;

/** As editors do that write a file beside it and rename that. */
async function replaced(project: TestProject, file: string, text: string): Promise<void> {
  await writeFile(fileIn(project, `${file}.tmp`), text);
  await rename(fileIn(project, `${file}.tmp`), fileIn(project, file));
}

async function lastDay(project: TestProject): Promise<unknown> {
  const manifest = (await manifestOf(project)) as unknown as { readonly calendar: { readonly last: string } };
  return manifest.calendar.last;
}

async function watching(project?: TestProject): Promise<Watched> {
  const watched = watch(project ?? (await tinyProject()));
  await watched.told.until(/watching \d+ files/);
  return watched;
}

interface Scenario {
  readonly what: string;
  readonly save: (project: TestProject) => Promise<void>;
  readonly seen: (project: TestProject, watched: Watched) => Promise<void>;
}

/** Saves as editors make them, each followed by a build of what was saved. */
const SCENARIOS: readonly Scenario[] = [
  {
    what: 'a file renamed over it, as VS Code does',
    save: (project) => replaced(project, SQL, queryOf(2)),
    seen: (project) => untilNewest(project, 104),
  },
  {
    what: 'the old one moved away and a new one written, as vim does',
    save: async (project) => {
      await rename(fileIn(project, SQL), fileIn(project, `${SQL}~`));
      await writeFile(fileIn(project, SQL), queryOf(2));
      await unlink(fileIn(project, `${SQL}~`));
    },
    seen: (project) => untilNewest(project, 104),
  },
  {
    what: 'both names exchanged by renames, as JetBrains does',
    save: async (project) => {
      await writeFile(fileIn(project, `${SQL}___jb_tmp___`), queryOf(2));
      await rename(fileIn(project, SQL), fileIn(project, `${SQL}___jb_old___`));
      await rename(fileIn(project, `${SQL}___jb_tmp___`), fileIn(project, SQL));
      await unlink(fileIn(project, `${SQL}___jb_old___`));
    },
    seen: (project) => untilNewest(project, 104),
  },
  {
    what: 'the configuration renamed over',
    save: (project) => replaced(project, 'ews.config.yaml', configUntil('2020-05-31')),
    seen: (project) => expect.poll(() => lastDay(project), { timeout: 120_000 }).toBe('2020-05-31'),
  },
  {
    what: 'the configuration renamed over, twice',
    save: async (project) => {
      await replaced(project, 'ews.config.yaml', configUntil('2020-05-31'));
      await expect.poll(() => lastDay(project), { timeout: 120_000 }).toBe('2020-05-31');
      await replaced(project, 'ews.config.yaml', configUntil('2020-04-30'));
    },
    seen: (project) => expect.poll(() => lastDay(project), { timeout: 120_000 }).toBe('2020-04-30'),
  },
  {
    what: 'a file in a folder that is new',
    save: async (project) => {
      await mkdir(fileIn(project, 'models/labels'), { recursive: true });
      await writeFile(fileIn(project, 'models/labels/x.yaml'), 'label: x\n');
    },
    seen: (_project, { told }) => told.until(/saved models\/labels\/x\.yaml[\s\S]*models\/labels\/x\.yaml:1:1/),
  },
  {
    what: 'a group taken away',
    save: async (project) => {
      await unlink(fileIn(project, SQL));
      await unlink(fileIn(project, 'features/credit.yaml'));
    },
    seen: (project) => untilNewest(project, undefined),
  },
  {
    what: 'a file of data',
    save: async (project) => {
      const file = fileIn(project, 'sources/data/loans.csv');
      await writeFile(file, `${await readFile(file, 'utf8')}2020-04-01,105\n`);
    },
    seen: (_project, { told }) => told.until(/saved sources\/data\/loans\.csv[\s\S]*OK +source +bank .*4 rows/),
  },
  {
    what: 'a file taken away and made again',
    save: async (project) => {
      await unlink(fileIn(project, SQL));
      await writeFile(fileIn(project, SQL), queryOf(3));
    },
    seen: (project) => untilNewest(project, 105),
  },
];

it.each(SCENARIOS)('ews build --watch builds after a save: $what', async ({ save, seen }) => {
  const watched = await watching();
  await save(watched.project);
  await seen(watched.project, watched);
  expect(await watched.interrupt()).toBe(0);
});

it('ews build --watch builds nothing for what editors put beside a file', async () => {
  const { project, told, interrupt } = await watching();
  await writeFile(fileIn(project, 'features/.credit.sql.swp'), 'b0VIM');
  await writeFile(fileIn(project, 'features/4913'), '');
  await replaced(project, SQL, queryOf(2));
  await untilNewest(project, 104);
  expect(told.text().match(/^saved .*$/gm)).toEqual(['saved features/credit.sql']);
  expect(told.text()).not.toMatch(/error EWS/);
  await interrupt();
});

it('ews build --watch loses no save that is made while it builds for the first time', async () => {
  const watched = watch(await tinyProject());
  await watched.told.until(/found \d+ series/);
  await replaced(watched.project, SQL, queryOf(1));
  await untilNewest(watched.project, 103);
  expect(await watched.interrupt()).toBe(0);
});

it('ews build --watch loses none of 200 saves in quick succession: what is built in the end is the last', async () => {
  const { project, told, interrupt } = await watching();
  for (let save = 1; save <= 200; save++) {
    if (save % 3 === 0) await replaced(project, SQL, queryOf(save));
    else await writeFile(fileIn(project, SQL), queryOf(save));
    if (save % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await untilNewest(project, 302);
  // Half a file is no error of anybody's.
  expect(told.text()).not.toMatch(/error EWS/);
  await interrupt();
});

it('ews build --watch follows a checkout of another branch', async () => {
  const project = await tinyProject();
  const write = async (amount: number): Promise<void> => {
    for (let group = 0; group < 10; group++) {
      const yaml = `feature: g${group}\ndescription: a group\ncolumns:\n  amount: { description: plus ${amount} }\n`;
      await writeFile(fileIn(project, `features/g${group}.yaml`), yaml);
      await writeFile(fileIn(project, `features/g${group}.sql`), queryOf(amount + group));
    }
    await writeFile(fileIn(project, SQL), queryOf(amount));
  };
  await write(1);
  gitRepository(project);
  runGit(project.root, 'checkout', '--quiet', '-b', 'other');
  await write(40);
  commitAll(project, 'v2');
  const watched = await watching(project);
  await untilNewest(project, 142);
  runGit(project.root, 'checkout', '--quiet', 'trunk');
  await untilNewest(project, 103);
  expect(watched.told.text()).not.toMatch(/error EWS/);
  expect(await watched.interrupt()).toBe(0);
});

it('ews build --watch: one save, one build, and a mistake is shown and survived', async () => {
  const { project, told, interrupt } = await watching(await copyProject(onTestFinished));
  expect(count(told.text(), /Done in/g)).toBe(1);

  const built = told.next(
    /made of changes: models\.crisis_probit;[\s\S]*OK +feature +credit[\s\S]*Done in[\s\S]*Done in[\s\S]*Known on/,
  );
  await edit(project, SQL, '100 * ln', '50 * ln');
  await built;
  const refused = told.next(/EWS2107/);
  await edit(project, SQL, '50 * ln', '50 * lnn');
  await refused;
  const mended = told.next(/Nothing to do/);
  await edit(project, SQL, '50 * lnn', '100 * ln');
  await mended;
  expect(count(told.text(), /^saved /gm)).toBe(3);
  expect(await interrupt()).toBe(0);
});

it('ews build --watch: a file that is only touched changes nothing, data elsewhere are followed', async () => {
  const project = await tinyProject();
  await mkdir(fileIn(project, 'elsewhere'));
  await rename(fileIn(project, 'sources/data/loans.csv'), fileIn(project, 'elsewhere/loans.csv'));
  await edit(project, 'sources/bank.yaml', 'file: data/loans.csv', 'file: ../elsewhere/loans.csv');
  const { told, interrupt } = await watching(project);
  const nothing = told.next(/saved features\/credit\.sql[\s\S]*Nothing to do/);
  await utimes(fileIn(project, SQL), new Date(), new Date());
  await nothing;
  const file = fileIn(project, 'elsewhere/loans.csv');
  const read = told.next(/saved elsewhere\/loans\.csv[\s\S]*OK +source +bank .*4 rows[\s\S]*Done in/);
  await replaced(project, 'elsewhere/loans.csv', `${await readFile(file, 'utf8')}2020-04-01,105\n`);
  await read;
  const gone = told.next(/EWS3009[\s\S]*1 error/);
  await rm(file);
  await gone;
  await interrupt();
});
