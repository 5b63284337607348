import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCard } from '../../engine/cli/commands/card.ts';
import { runModelCompare } from '../../engine/cli/commands/model-compare.ts';
import { runModelExplain } from '../../engine/cli/commands/model-explain.ts';
import { runOpen } from '../../engine/cli/commands/open.ts';
import { runShow } from '../../engine/cli/commands/show.ts';
import type { GlobalFlags } from '../../engine/cli/session.ts';
import { ProblemError } from '../../engine/diagnostics/index.ts';
import { openLocalStore, readRunFile } from '../../engine/lake/index.ts';
import { present } from '../../engine/presence/index.ts';
import { renderRunPages, resultText } from '../../engine/report/index.ts';
import { paintFor } from '../../engine/report/paint/index.ts';
import type { StandingState } from '../../engine/standing/index.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { builtProject } from './built-project.ts';
import { flipFile } from './flip-file.ts';
import { objectDigests } from './objects.ts';
import { addFiles, type BuildChanges, type Built, buildProject, edit, type TestProject } from './small-project.ts';

const fresh = builtProject('whose-numbers', async (project) => {
  const model = await readFile(path.join(project.root, 'models/crisis_probit.yaml'), 'utf8');
  await addFiles(project, {
    'models/slope_probit.yaml': model
      .replace('model: crisis_probit', 'model: slope_probit')
      .replace(', strain.strain', ''),
  });
});

/** One line of the table: how the model comes into a state, and what is said of its numbers then. */
interface Case {
  readonly state: StandingState;
  readonly change: (project: TestProject) => Promise<unknown>;
  readonly build?: BuildChanges;
  /** Undefined: the run's own numbers, and nothing is said. */
  readonly said?: string;
  /** Its definition has changed: nothing is built of it, so that nothing is explained. */
  readonly withheld: boolean;
}

const reseed = (project: TestProject) => edit(project, 'models/crisis_probit.yaml', 'seed: 7', 'seed: 8');
const failing = "CAST('none' || amount AS DOUBLE) * ln";

const CASES: readonly Case[] = [
  { state: 'ok', change: async () => undefined, withheld: false },
  {
    state: 'failed',
    change: async (project) => {
      await reseed(project);
      const files = Object.keys(await objectDigests(project.lake)).filter((file) =>
        /^feature\/slope\/.*parquet$/.test(file),
      );
      for (const file of files) await flipFile(path.join(project.lake, 'objects', file));
    },
    said: 'not built now: it failed in run after',
    withheld: true,
  },
  {
    state: 'blocked',
    change: (project) => edit(project, 'features/credit.sql', '100 * ln', failing),
    said: 'not built now: what it is made of failed in run after',
    withheld: true,
  },
  {
    state: 'stale',
    change: reseed,
    build: { select: ['credit'] },
    said: 'not built now: its definition or its inputs have changed, and run after did not build it',
    withheld: true,
  },
  {
    state: 'not selected',
    change: async () => undefined,
    build: { select: ['credit'] },
    said: 'run after was not to build it, and nothing it is made of changed',
    withheld: false,
  },
  {
    state: 'aborted',
    change: async (project) => {
      await reseed(project);
      await addFiles(project, {
        'features/aside.yaml':
          'feature: aside\ndescription: Read by nobody\ncolumns:\n  broken:\n    description: Fails on the data\n',
        'features/aside.sql': "SELECT date, CAST('none' || amount AS DOUBLE) AS broken FROM bank.loans",
      });
    },
    build: { failFast: true, threads: 1 },
    said: 'not built now: run after was stopped before it',
    withheld: true,
  },
];

describe.each(CASES)('a model that is $state', ({ state, change, build, said, withheld }) => {
  it('shows on every page, in every text and as data whose numbers it has', async () => {
    const project = await fresh();
    const before = (await buildProject(project, { run: 'before', renderPages: renderRunPages })).result.run;
    const maker = await builderOf(project, before);
    await edit(project, 'models/crisis_probit.yaml', 'Probability of a crisis', 'NEW WORDS');
    await change(project);
    const built = await buildProject(project, { ...build, run: 'after', renderPages: renderRunPages });
    const mark = said === undefined ? undefined : `as of run ${maker}${withheld ? ', ' : ': '}${said}`;

    expect(standingInJson(built)).toMatchObject({ state, numbersOf: maker });
    expectMark(resultText(built.result, undefined, paintFor({}, {})), mark);
    const page = await fileOf(project, 'index.html');
    expectMark(sectionOf(page, '<article class="model"', 'crisis_probit'), mark);
    expect(page.indexOf('Run after failed.') > 0).toBe(!built.result.ok);
    if (!built.result.ok) expect(page.indexOf('Run after failed.')).toBeLessThan(page.indexOf('Known on'));

    for (const name of ['crisis_probit', 'crisis_ahead.comparison']) {
      const card = JSON.parse(await fileOf(project, `cards/${name}.json`));
      if (state === 'ok') expect(card.envelope.standing).toBeUndefined();
      else expect(card.envelope.standing).toMatchObject({ numbersOf: maker });
      expectMark((await fileOf(project, `cards/${name}.md`)).toLowerCase(), mark?.slice(0, 12));
      expectMark((await fileOf(project, `cards/${name}.html`)).toLowerCase(), mark?.slice(0, 12));
    }
    const card = await fileOf(project, 'cards/crisis_probit.md');
    expectMark(card.replace('> **As', 'as'), mark);
    // Old numbers keep the words that they had; those of now belong to what is as defined.
    expect(card.includes('NEW WORDS')).toBe(!withheld);

    for (const run of [
      (flags: GlobalFlags, terminal = recordingTerminal()) => told(runCard('crisis_probit', flags, terminal), terminal),
      (flags: GlobalFlags, terminal = recordingTerminal()) => told(runOpen([], flags, terminal), terminal),
      (flags: GlobalFlags, terminal = recordingTerminal()) =>
        told(runModelCompare(['slope_probit', 'crisis_probit'], flags, terminal), terminal),
    ]) {
      expectMark((await run(flagsFor(project))).err, mark && `models.crisis_probit is ${mark}`);
    }
    const terminal = recordingTerminal();
    const compared = told(
      runModelCompare(['slope_probit', 'crisis_probit'], flagsFor(project, true), terminal),
      terminal,
    );
    expect(JSON.parse((await compared).out).standings.crisis_probit).toMatchObject({ state, numbersOf: maker });
    for (const read of [explained, shown]) {
      if (withheld) await expect(read(project, true)).rejects.toThrow(/^EWS400[23] /);
      else {
        expectMark(await read(project, false), mark);
        expect(JSON.parse(await read(project, true)).standing).toMatchObject({ state, numbersOf: maker });
      }
    }
  });
});

it('a definition that changed after the run is told of before its numbers are shown', async () => {
  const project = await fresh();
  await reseed(project);
  const terminal = recordingTerminal();
  const { err } = await told(runCard('crisis_probit', flagsFor(project), terminal), terminal);
  expect(err).toContain('warning EWS4017 models.crisis_probit is as of run');
  expect(err).toContain('its definition or its inputs have changed');
  await edit(project, 'models/crisis_probit.yaml', 'seed: 8', 'seed: 7');
  const again = recordingTerminal();
  expect((await told(runCard('crisis_probit', flagsFor(project), again), again)).err).toBe('');
});

it('rows of a model as of a day have the outcomes that were known on it', async () => {
  const project = await fresh();
  const rowsOf = async (target: string, flags: object): Promise<readonly Record<string, unknown>[]> => {
    const terminal = recordingTerminal();
    await runShow(target, { ...flagsFor(project, true), asOf: '2007-06-30', from: '2006-01-31', ...flags }, terminal);
    return JSON.parse(terminal.said.out.join('')).rows;
  };
  const rows = await rowsOf('models.crisis_probit', {});
  const known = await rowsOf('labels.crisis_ahead', { stored: true });
  const outcomes = new Map(known.map(({ date, y }) => [date, y ?? null]));
  expect(rows.map(({ as_of: date, y }) => [date, y])).toEqual(
    rows.map(({ as_of: date }) => [date, outcomes.get(date) ?? null]),
  );
  expect(rows.at(-1)).toMatchObject({ as_of: '2007-06-30', y: null, excluded: null });
  expect(rows[0]).toMatchObject({ as_of: '2006-01-31', y: 1, excluded: false });
});

function expectMark(text: string, mark: string | undefined): void {
  if (mark === undefined) expect(text).not.toContain('as of run');
  else expect(text).toContain(mark);
}

function standingInJson({ result }: Built): object | undefined {
  return result.predictions.find(({ model }) => model === 'crisis_probit')?.standing;
}

/** The run that made the model's numbers, as the manifest of a run has it. */
async function builderOf(project: TestProject, run: string): Promise<string> {
  const manifest = JSON.parse(await readFile(path.join(project.lake, 'runs', run, 'manifest.json'), 'utf8'));
  return manifest.nodes['models.crisis_probit'].builtBy;
}

async function fileOf(project: TestProject, file: string): Promise<string> {
  const bytes = present(await readRunFile(openLocalStore(project.lake), 'after', file), file);
  return Buffer.from(bytes).toString('utf8');
}

function sectionOf(page: string, start: string, name: string): string {
  const section = page.split(start).find((part) => part.includes(`cards/${name}.html`));
  if (section === undefined) throw new Error(`the page has no ${name}`);
  return section;
}

async function told(
  running: Promise<number>,
  { said }: ReturnType<typeof recordingTerminal>,
): Promise<{ readonly out: string; readonly err: string }> {
  await running.catch((error: unknown) => {
    if (!(error instanceof ProblemError)) throw error;
  });
  return { out: said.out.join('\n'), err: said.err.join('\n') };
}

function flagsFor(project: TestProject, json = false): GlobalFlags {
  return { projectDir: project.root, logFormat: 'text', json };
}

async function explained(project: TestProject, json: boolean): Promise<string> {
  const terminal = recordingTerminal();
  await runModelExplain('crisis_probit', flagsFor(project, json), terminal);
  return terminal.said.out.join('\n');
}

async function shown(project: TestProject, json: boolean): Promise<string> {
  const terminal = recordingTerminal();
  await runShow('crisis_probit', { ...flagsFor(project, json), last: '1' }, terminal);
  return terminal.said.out.join('\n');
}
