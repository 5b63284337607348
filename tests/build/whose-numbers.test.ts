import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { runCard } from '../../engine/cli/commands/card.ts';
import { runModelCompare } from '../../engine/cli/commands/model-compare.ts';
import { runModelExplain } from '../../engine/cli/commands/model-explain.ts';
import { runOpen } from '../../engine/cli/commands/open.ts';
import { runShow } from '../../engine/cli/commands/show.ts';
import type { GlobalFlags } from '../../engine/cli/session.ts';
import type { Terminal } from '../../engine/cli/terminal.ts';
import { ProblemError } from '../../engine/diagnostics/index.ts';
import { nodeId } from '../../engine/ids/index.ts';
import { openLocalStore, readRunFile } from '../../engine/lake/index.ts';
import { present } from '../../engine/presence/index.ts';
import { renderRunPages, resultText } from '../../engine/report/index.ts';
import { paintFor } from '../../engine/report/paint/index.ts';
import type { RunResult } from '../../engine/run/index.ts';
import { type StandingState, standingText } from '../../engine/standing/index.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { sharedProject } from './built-project.ts';
import { flipFile } from './flip-file.ts';
import { storedFile } from './object-file.ts';
import { objectDigests } from './objects.ts';
import {
  addFiles,
  type BuildChanges,
  type Built,
  buildProject,
  copyProject,
  edit,
  manifestOf,
  type TestProject,
} from './small-project.ts';

const shared = sharedProject('whose-numbers', async (project) => {
  const model = await readFile(path.join(project.root, 'models/crisis_probit.yaml'), 'utf8');
  await addFiles(project, {
    'models/slope_probit.yaml': model
      .replace('model: crisis_probit', 'model: slope_probit')
      .replace(', strain.strain', ''),
  });
});

const fresh = async (): Promise<TestProject> => copyProject(onTestFinished, (await shared()).root);

/** How the model comes into a state, and what is said of its numbers then. */
interface Case {
  readonly change: (project: TestProject) => Promise<unknown>;
  readonly build?: BuildChanges;
  /** Undefined: the run's own numbers, and nothing is said. */
  readonly said?: string;
  /** Its definition has changed: nothing is built of it, so that nothing is explained. */
  readonly withheld: boolean;
  /** What the comparison of it is, which is made of its card. */
  readonly compared: StandingState;
}

const reseed = (project: TestProject) => edit(project, 'models/crisis_probit.yaml', 'seed: 7', 'seed: 8');
const failing = "CAST('none' || amount AS DOUBLE) * ln";

/** The lines of the table: a state that is added to the type has to be added here. */
const STATES: Readonly<Record<StandingState, Case>> = {
  ok: { change: async () => undefined, withheld: false, compared: 'ok' },
  failed: {
    change: async (project) => {
      await reseed(project);
      const files = Object.keys(await objectDigests(project.lake)).filter((file) =>
        /^feature\/slope\/.*parquet$/.test(file),
      );
      for (const file of files) await flipFile(await storedFile(project.lake, file));
    },
    said: 'not built now: it failed in run after',
    withheld: true,
    compared: 'blocked',
  },
  blocked: {
    change: (project) => edit(project, 'features/credit.sql', '100 * ln', failing),
    said: 'not built now: what it is made of failed in run after',
    withheld: true,
    compared: 'blocked',
  },
  stale: {
    change: reseed,
    build: { select: ['credit'] },
    said: 'not built now: its definition or its inputs have changed, and run after did not build it',
    withheld: true,
    compared: 'stale',
  },
  'not selected': {
    change: async () => undefined,
    build: { select: ['credit'] },
    said: 'run after was not to build it, and nothing it is made of changed',
    withheld: false,
    compared: 'not selected',
  },
  aborted: {
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
    compared: 'aborted',
  },
};

/** A project in which the model is in one of the states, after the run `after`. */
interface World extends Case {
  readonly state: StandingState;
  readonly project: TestProject;
  readonly built: Built;
  /** The run that made the numbers of the model, and that of the comparison. */
  readonly maker: string;
  readonly comparedBy: string;
  /** What stands wherever the model's numbers are shown; undefined where nothing is said. */
  readonly mark: string | undefined;
}

/** The columns of the table: where numbers are shown, and what has to stand there. */
const PLACES: Readonly<Record<string, (world: World) => Promise<void>>> = {
  terminal: async ({ built, mark }) => expectMark(resultText(built.result, undefined, paintFor({}, {})), mark),
  JSON: async ({ built, project, state, maker }) => {
    const standing = { state, run: 'after', numbersOf: maker };
    expect(standingInJson(built.result)).toEqual(standing);
    expect(standingInJson(JSON.parse(await fileOf(project, 'run_results.json')))).toEqual(standing);
  },
  'run page': async ({ built, project, mark }) => {
    const page = await fileOf(project, 'index.html');
    expectMark(sectionOf(page, '<article class="model"', 'crisis_probit'), mark);
    expect(page.indexOf('Run after failed.') > 0).toBe(!built.result.ok);
    if (!built.result.ok) expect(page.indexOf('Run after failed.')).toBeLessThan(page.indexOf('Known on'));
    const { err } = await told((flags, terminal) => runOpen([], flags, terminal), project);
    expectMark(err, mark && `models.crisis_probit is ${mark}`);
  },
  card: async ({ project, state, maker, mark, withheld }) => {
    expectEnvelope(await fileOf(project, 'cards/crisis_probit.json'), { state, maker });
    const markdown = await fileOf(project, 'cards/crisis_probit.md');
    for (const text of [markdown, await fileOf(project, 'cards/crisis_probit.html')]) {
      expectMark(text.replace('As of run', 'as of run'), mark);
      // Old numbers keep the words that they had; those of now belong to what is as defined.
      expect(text.includes('NEW WORDS')).toBe(!withheld);
    }
    const { err } = await told((flags, terminal) => runCard('crisis_probit', flags, terminal), project);
    expectMark(err, mark && `models.crisis_probit is ${mark}`);
  },
  comparison: async ({ project, state, compared, maker, comparedBy, mark }) => {
    expectEnvelope(await fileOf(project, 'cards/crisis_ahead.comparison.json'), { state: compared, maker: comparedBy });
    const own = standingText({ state: compared, run: 'after', numbersOf: comparedBy }) ?? undefined;
    for (const form of ['md', 'html']) {
      const text = await fileOf(project, `cards/crisis_ahead.comparison.${form}`);
      expectMark(text.replace('As of run', 'as of run'), own);
    }
    const compare = (flags: GlobalFlags, terminal: Terminal) =>
      runModelCompare(['slope_probit', 'crisis_probit'], flags, terminal);
    expectMark((await told(compare, project)).err, mark && `models.crisis_probit is ${mark}`);
    const { standings } = JSON.parse((await told(compare, project, true)).out);
    expect(standings.crisis_probit).toMatchObject({ state, numbersOf: maker });
  },
  explain: ({ project, ...world }) => expectRead(world, (json) => explained(project, json)),
  show: ({ project, ...world }) => expectRead(world, (json) => shown(project, json)),
};

describe.each(Object.keys(STATES) as readonly StandingState[])(
  'a model that is %s says whose its numbers are',
  (state) => {
    const clean: (() => Promise<void>)[] = [];
    let world: World;

    beforeAll(async () => {
      const project = await copyProject((work) => void clean.push(work), (await shared()).root);
      world = await worldIn(project, state);
    });
    afterAll(async () => void (await Promise.all(clean.map((work) => work()))));

    it.each(Object.entries(PLACES))('on its %s', async (_, expectWhose) => expectWhose(world));
  },
);

async function worldIn(project: TestProject, state: StandingState): Promise<World> {
  const row = STATES[state];
  await buildProject(project, { run: 'before', renderPages: renderRunPages });
  const { nodes } = await manifestOf(project);
  const maker = present(nodes[nodeId('models.crisis_probit')]).builtBy;
  const comparedBy = present(nodes[nodeId('comparisons.crisis_ahead')]).builtBy;
  await edit(project, 'models/crisis_probit.yaml', 'Probability of a crisis', 'NEW WORDS');
  await row.change(project);
  const built = await buildProject(project, { ...row.build, run: 'after', renderPages: renderRunPages });
  const mark = row.said === undefined ? undefined : `as of run ${maker}${row.withheld ? ', ' : ': '}${row.said}`;
  return { ...row, state, project, built, maker, comparedBy, mark };
}

/** A command that reads objects by the definitions of now: it says whose they are, or that there are none. */
async function expectRead(
  { state, maker, mark, withheld }: Omit<World, 'project'>,
  read: (json: boolean) => Promise<string>,
): Promise<void> {
  if (withheld) {
    for (const json of [true, false]) await expect(read(json)).rejects.toThrow(/^EWS400[23] /);
    return;
  }
  expectMark(await read(false), mark);
  expect(JSON.parse(await read(true)).standing).toMatchObject({ state, numbersOf: maker });
}

/** A run's own numbers need no word. */
function expectEnvelope(
  text: string,
  { state, maker }: { readonly state: StandingState; readonly maker: string },
): void {
  const { standing } = JSON.parse(text).envelope;
  if (state === 'ok') expect(standing).toBeUndefined();
  else expect(standing).toEqual({ state, run: 'after', numbersOf: maker });
}

it('a definition that changed after the run is told of before its numbers are shown', async () => {
  const project = await fresh();
  await reseed(project);
  const card = (flags: GlobalFlags, terminal: Terminal) => runCard('crisis_probit', flags, terminal);
  const { err } = await told(card, project);
  expect(err).toContain('warning EWS4017 models.crisis_probit is as of run');
  expect(err).toContain('its definition or its inputs have changed');
  await edit(project, 'models/crisis_probit.yaml', 'seed: 8', 'seed: 7');
  expect((await told(card, project)).err).toBe('');
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

function standingInJson({ predictions }: Pick<RunResult, 'predictions'>): object | undefined {
  return predictions.find(({ model }) => model === 'crisis_probit')?.standing;
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

/** What a command says; that it has nothing to show is said in its problems. */
async function told(
  command: (flags: GlobalFlags, terminal: Terminal) => Promise<unknown>,
  project: TestProject,
  json = false,
): Promise<{ readonly out: string; readonly err: string }> {
  const terminal = recordingTerminal();
  await command(flagsFor(project, json), terminal).catch((error: unknown) => {
    if (!(error instanceof ProblemError)) throw error;
  });
  return { out: terminal.said.out.join('\n'), err: terminal.said.err.join('\n') };
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
