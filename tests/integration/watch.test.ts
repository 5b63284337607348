import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { copyProject, edit, type TestProject } from '../build/small-project.ts';
import { REPOSITORY } from './product.ts';

/** What a program has printed so far, and a way to wait for more of it. */
function listen(child: ChildProcess): { text: () => string; until: (pattern: RegExp) => Promise<void> } {
  let text = '';
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      for (const check of waiting) check();
    });
  }
  const until = (pattern: RegExp): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!pattern.test(text)) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  return { text: () => text, until };
}

const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

interface Watched {
  readonly project: TestProject;
  readonly child: ChildProcess;
  readonly told: ReturnType<typeof listen>;
}

/** The small project, built and watched. */
async function watched(): Promise<Watched> {
  const project = await copyProject(onTestFinished);
  const args = [path.join(REPOSITORY, 'bin/ews.mjs'), 'build', '--watch', '--project-dir', project.root];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { project, child, told: listen(child) };
}

it('ews build --watch: one save, one build, and a mistake is shown and survived', async () => {
  const { project, child, told } = await watched();
  await told.until(/watching \d+ files/);
  expect(count(told.text(), /Done in/g)).toBe(1);

  await edit(project, 'features/credit.sql', '100 * ln', '50 * ln');
  await told.until(
    /saved features\/credit\.sql[\s\S]*models follow: models\.crisis_probit;[\s\S]*OK +feature +credit[\s\S]*Done in[\s\S]*Done in/,
  );
  await edit(project, 'features/credit.sql', '50 * ln', '50 * lnn');
  await told.until(/EWS2107/);
  await edit(project, 'features/credit.sql', '50 * lnn', '100 * ln');
  await told.until(/EWS2107[\s\S]*Nothing to do/);
  expect(count(told.text(), /^saved /gm)).toBe(3);

  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  expect(await ended).toBe(0);
});
