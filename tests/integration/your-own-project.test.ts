import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { REPOSITORY, run } from './product.ts';

type Step =
  | { readonly kind: 'file'; readonly path: string; readonly text: string }
  | { readonly kind: 'command'; readonly command: string; readonly prints: string[] };

/** The blocks of the page in order: commands with what they print, and files by the name in their first line. */
function stepsOf(page: string): readonly Step[] {
  const steps: Step[] = [];
  for (const [, language, block = ''] of page.matchAll(/```(console|sql|yaml)\n([\s\S]*?)```/g)) {
    const file = /^(?:--|#) (\S+)\n([\s\S]*)$/.exec(block);
    if (language !== 'console' && file !== null) {
      steps.push({ kind: 'file', path: String(file[1]), text: String(file[2]) });
      continue;
    }
    for (const line of block.trimEnd().split('\n')) {
      const command = /^\$ (.*)$/.exec(line)?.[1];
      const before = steps.at(-1);
      if (command !== undefined) steps.push({ kind: 'command', command, prints: [] });
      else if (line !== '...' && before?.kind === 'command') before.prints.push(normal(line));
    }
  }
  return steps;
}

/** A line without what differs from run to run. */
function normal(line: string): string {
  return line.replaceAll(/\d+(?:\.\d+)? s\b/g, 'n s').trimEnd();
}

it('docs/your-own-project.md holds as it stands, in the folder of an install', async () => {
  const install = await temporaryFolder(onTestFinished);
  mkdirSync(path.join(install, 'node_modules/.bin'), { recursive: true });
  symlinkSync(path.join(REPOSITORY, 'bin/ews.mjs'), path.join(install, 'node_modules/.bin/ews'));
  const steps = stepsOf(readFileSync(path.join(REPOSITORY, 'docs/your-own-project.md'), 'utf8'));
  expect(steps.filter(({ kind }) => kind === 'command').length).toBeGreaterThan(12);
  let folder = install;
  for (const step of steps) {
    if (step.kind === 'file') {
      writeFileSync(path.join(folder, step.path), step.text);
      continue;
    }
    const { command, prints } = step;
    const [word, ...words] = command.split(' ');
    if (word === 'cd') {
      folder = path.join(folder, words.join(' '));
      continue;
    }
    const { code, stdout, stderr } = await run('sh', ['-c', command], { cwd: folder });
    const wantsError = prints.some((line) => line.startsWith('error '));
    expect(code, `${command}\n${stderr}${stdout}`).toBe(wantsError ? 1 : 0);
    const lines = `${stderr}\n${stdout}`.split('\n').map(normal);
    for (const wanted of prints) expect(lines, `"${wanted}" of ${command}`).toContain(wanted);
  }
});
