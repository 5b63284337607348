import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../lake/temporary-folder.fixture.ts';
import { paintFor } from '../report/paint/index.ts';
import { gatherAnswer } from './answer/answer.ts';
import { createProgram } from './main.ts';
import { type Person, projectAbove, takeProjectAbove } from './project-above.ts';
import type { Terminal } from './terminal.ts';

const UID = process.getuid?.();

/** `home/work/project/features/us`, with a project where it is said. */
async function folders(...projects: readonly string[]): Promise<(below: string, changes?: Partial<Person>) => Person> {
  const root = await temporaryFolder(onTestFinished);
  const home = path.join(root, 'home');
  mkdirSync(path.join(home, 'work/project/features/us'), { recursive: true });
  for (const project of projects) writeFileSync(path.join(root, project, 'ews.config.yaml'), 'name: x\n');
  return (below, changes = {}) => ({ folder: path.join(root, below), uid: UID, home, ...changes });
}

const PROJECT = 'home/work/project';

it('finds the project of a subfolder, the nearest of two', async () => {
  const at = await folders(PROJECT, 'home/work');
  expect(projectAbove(at(`${PROJECT}/features/us`))).toBe(at(PROJECT).folder);
  expect(projectAbove(at(`${PROJECT}/features`))).toBe(at(PROJECT).folder);
});

it('looks for none where the folder is a project itself, or there is no such folder', async () => {
  const at = await folders(PROJECT, 'home/work');
  expect(projectAbove(at(PROJECT))).toBeUndefined();
  expect(projectAbove(at('home/work/nowhere/below'))).toBeUndefined();
});

it('looks no further than the home folder, which may be one', async () => {
  const outside = await folders('.');
  expect(projectAbove(outside(`${PROJECT}/features`))).toBeUndefined();
  expect(projectAbove(outside(`${PROJECT}/features`, { home: undefined }))).toBe(outside('.').folder);
  const at = await folders('home', '.');
  expect(projectAbove(at(`${PROJECT}/features`))).toBe(at('home').folder);
  expect(projectAbove(at('home'))).toBeUndefined();
});

it('takes no project of somebody else', async () => {
  const at = await folders(PROJECT);
  const stranger = UID === undefined ? undefined : UID + 1;
  expect(projectAbove(at(`${PROJECT}/features`, { uid: stranger }))).toBe(
    UID === undefined ? at(PROJECT).folder : undefined,
  );
});

it('takes no link for a project', async () => {
  const at = await folders('home/work');
  symlinkSync(path.join(at('home/work').folder, 'ews.config.yaml'), path.join(at(PROJECT).folder, 'ews.config.yaml'));
  expect(projectAbove(at(`${PROJECT}/features`))).toBe(at('home/work').folder);
});

it('says which project was taken, as the log is written', async () => {
  const at = await folders(PROJECT);
  for (const [args, said] of [
    [[], [`project: ${at(PROJECT).folder}`]],
    [['--log-format', 'json'], [JSON.stringify({ kind: 'project', root: at(PROJECT).folder })]],
    [['--quiet'], []],
  ] as const) {
    const lines: string[] = [];
    const terminal: Terminal = {
      out: () => undefined,
      err: (text) => void lines.push(text),
      live: () => undefined,
      answer: gatherAnswer(),
      paintOut: paintFor({}, {}),
      paintErr: paintFor({}, {}),
      interactive: false,
      width: 80,
    };
    const program = createProgram(terminal);
    program.parseOptions([...args]);
    takeProjectAbove(program, at(`${PROJECT}/features/us`), terminal);
    expect(program.opts()['projectDir']).toBe('../..');
    expect(lines).toEqual(said);
  }
});
