import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCard } from '../../engine/cli/commands/card.ts';
import { runDebug } from '../../engine/cli/commands/debug.ts';
import { runLineage } from '../../engine/cli/commands/lineage.ts';
import { runLineageDiff } from '../../engine/cli/commands/lineage-diff.ts';
import { runLineageVerify } from '../../engine/cli/commands/lineage-verify.ts';
import { runModelBacktest } from '../../engine/cli/commands/model-backtest.ts';
import { runModelExplain } from '../../engine/cli/commands/model-explain.ts';
import { runOpen } from '../../engine/cli/commands/open.ts';
import { runPlan } from '../../engine/cli/commands/plan.ts';
import { runShow } from '../../engine/cli/commands/show.ts';
import type { GlobalFlags } from '../../engine/cli/session.ts';
import type { Terminal } from '../../engine/cli/terminal.ts';
import { ProblemError } from '../../engine/diagnostics/index.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { Attacker } from './attacker.ts';
import { builtProject } from './built-project.ts';
import { buildProject, executed, refusedBuild, type TestProject } from './small-project.ts';

const built = builtProject();
const MODEL = 'crisis_probit';
const FRESH = { projectDir: '', logFormat: 'text' } as const;

/** What may become of a file. */
const DAMAGE: Readonly<Record<string, (file: string) => Promise<unknown>>> = {
  empty: (file) => writeFile(file, ''),
  'cut off': async (file) => writeFile(file, (await readFile(file)).subarray(0, 40)),
  'a list': (file) => writeFile(file, '[]'),
  'an empty object': (file) => writeFile(file, '{}'),
  'a folder': async (file) => {
    await rm(file);
    await mkdir(path.join(file, 'within'), { recursive: true });
  },
  gone: (file) => rm(file),
};

type Command = (flags: GlobalFlags, terminal: Terminal, runId: string) => Promise<number>;

const card: Command = (flags, terminal) => runCard(MODEL, flags, terminal);
const ofRun: Command = (flags, terminal, runId) => runLineage('slope', { ...flags, run: runId }, terminal);
const page: Command = (flags, terminal) => runOpen([], { ...flags, print: true }, terminal);
const plan: Command = (flags, terminal) => runPlan(flags, terminal);

/** File of the newest run, by its key -> the commands that read it, which must not go on. */
const READ: Readonly<Record<string, readonly Command[]>> = {
  'runs/RUN/manifest.json': [
    plan,
    card,
    page,
    ofRun,
    (flags, terminal) => runShow('slope', flags, terminal),
    (flags, terminal) => runModelBacktest(MODEL, flags, terminal),
    (flags, terminal) => runModelExplain(MODEL, flags, terminal),
    (flags, terminal) => runLineage('slope', { ...flags, at: '2022-11-01' }, terminal),
  ],
  'refs/main/00000001.json': [plan, card, page],
  'refs/sources/rates/00000001.json': [plan],
  'runs/RUN/lineage.json': [ofRun, (flags, terminal) => runLineageDiff('main', undefined, flags, terminal)],
  'runs/RUN/definitions.json': [ofRun],
  'runs/RUN/cards/crisis_probit.md': [card],
  'runs/RUN/cards/crisis_probit.json': [(flags, terminal) => runCard(MODEL, { ...flags, json: true }, terminal)],
  'runs/RUN/cards/crisis_probit.html': [
    (flags, terminal) => runOpen(['card', MODEL], { ...flags, print: true }, terminal),
  ],
  'runs/RUN/index.html': [page],
  'runs/RUN/lineage.html': [(flags, terminal) => runOpen(['lineage'], { ...flags, print: true }, terminal)],
  'runs/RUN/run_results.json': [],
  'runs/RUN/events.jsonl': [],
  'runs/RUN/openlineage.jsonl': [],
};

/** Gone, these are what an environment or a source has before anything was built: nobody but a log can know better. */
const FIRST_POSITIONS = ['refs/main/00000001.json', 'refs/sources/rates/00000001.json'];

describe.each(Object.entries(READ))('%s', (name, commands) => {
  it('is a problem, with its way back, however it is damaged', async () => {
    const project = await built();
    const runId = await new Attacker(project).runAt('main', 1);
    const key = name.replace('RUN', runId);
    const file = path.join(project.lake, key);
    const whole = await readFile(file);
    for (const [kind, damage] of Object.entries(DAMAGE)) {
      await damage(file);
      const isNothing = kind === 'gone' && FIRST_POSITIONS.includes(name);
      for (const command of isNothing ? [] : commands) {
        const problems = await problemsOf(command, project, runId);
        const told = problems.map(({ message }) => message).join('\n');
        expect(told, kind).toMatch(new RegExp(`${key}|run ${runId} has no manifest`));
        for (const { hint } of problems) expect(hint, kind).toMatch(/ews |restore|move/);
      }
      const terminal = recordingTerminal();
      expect(await runLineageVerify(undefined, { ...FRESH, projectDir: project.root }, terminal), kind).toBe(1);
      expect(terminal.said.out.join('\n'), kind).toContain(key);
      if (kind === 'gone') {
        const debug = recordingTerminal();
        expect(await runDebug({ ...FRESH, projectDir: project.root, deep: true, json: true }, debug)).toBe(1);
        expect(debug.said.out.join('\n')).toContain(key);
      }
      await rm(file, { recursive: true, force: true });
      await writeFile(file, whole);
    }
  });
});

it.each(['empty', 'a folder', 'gone'])(
  'a manifest that is %s has a way back, in a build of everything',
  async (kind) => {
    const project = await built();
    const attacker = new Attacker(project);
    await DAMAGE[kind]?.(attacker.at(`runs/${await attacker.runAt('main', 1)}/manifest.json`));
    expect(await refusedBuild(project)).toMatchObject([
      { code: 'EWS5046', hint: expect.stringContaining('ews build --full-refresh') },
    ]);
    // The other nodes would be lost.
    expect(await refusedBuild(project, { fullRefresh: true, select: ['slope'] })).toMatchObject([{ code: 'EWS5046' }]);
    const again = await buildProject(project, { fullRefresh: true });
    expect(again.result.ok).toBe(true);
    expect(await attacker.json(attacker.ref('main', 2))).toMatchObject({ run: again.result.run, previous: 1 });
    expect(executed(await buildProject(project))).toEqual([]);
  },
);

it('debug --deep misses an object that an environment names, though nothing of it is listed', async () => {
  const project = await built();
  const attacker = new Attacker(project);
  const folder = await attacker.folderOf('feature', 'strain');
  await attacker.remove(folder);
  const terminal = recordingTerminal();
  expect(await runDebug({ ...FRESH, projectDir: project.root, deep: true, json: true }, terminal)).toBe(1);
  const { problems } = JSON.parse(terminal.said.out.join('\n'));
  expect(problems).toMatchObject([
    { code: 'EWS4005', message: expect.stringContaining(`${folder}/meta.json is gone`) },
  ]);
});

it('a lake of before these digests is read as it was, and verify says what is not recorded', async () => {
  const project = await built();
  const attacker = new Attacker(project);
  const runId = await attacker.runAt('main', 1);
  await attacker.rewrite(`runs/${runId}/manifest.json`, (manifest) => {
    for (const key of ['files', 'parent', 'sources']) delete manifest[key];
  });
  for (const name of ['main', 'sources/rates', 'sources/bank.loans', 'sources/bank.turns']) {
    await attacker.rewrite(attacker.ref(name, 1), (ref) => {
      for (const key of ['manifestSha256', 'previousSha256', 'metaSha256']) delete ref[key];
    });
  }
  await attacker.silence(runId);
  const terminal = recordingTerminal();
  expect(await runLineageVerify(undefined, { ...FRESH, projectDir: project.root }, terminal)).toBe(0);
  expect(terminal.said.out.join('\n').match(/not recorded: /g)).toHaveLength(2);
  for (const command of [plan, card, page, ofRun]) {
    expect(await command({ ...FRESH, projectDir: project.root }, recordingTerminal(), runId)).toBe(0);
  }
  expect(executed(await buildProject(project))).toEqual([]);
  const after = recordingTerminal();
  expect(await runLineageVerify(undefined, { ...FRESH, projectDir: project.root }, after)).toBe(0);
  expect(after.said.out.join('\n').match(/not recorded: /g)).toHaveLength(1);
});

async function problemsOf(command: Command, project: TestProject, runId: string): Promise<ProblemError['problems']> {
  try {
    await command({ ...FRESH, projectDir: project.root }, recordingTerminal(), runId);
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
  throw new Error('the command went on');
}
