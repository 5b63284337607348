import { spawn } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { present } from '../../engine/presence/index.ts';
import { copyProject, edit, type TestProject } from '../build/small-project.ts';
import { REPOSITORY } from './product.ts';

interface Waited {
  /** Seconds from the start of the process to its end, by another clock than its own. */
  readonly waited: number;
  readonly out: string;
  readonly err: string;
}

function run(project: TestProject, ...args: readonly string[]): Promise<Waited> {
  const began = performance.now();
  const all = [path.join(REPOSITORY, 'bin/ews.mjs'), ...args, '--project-dir', project.root];
  const child = spawn(process.execPath, all, { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString('utf8')));
  return new Promise((resolve) => {
    child.once('close', () => resolve({ waited: (performance.now() - began) / 1000, ...said }));
  });
}

/**
 * What a command cannot count is its own end: workers that stop, a process that goes. What it has to count are all
 * of the others: loading the program alone takes longer than that.
 */
function expectWaited(told: number, waited: number): void {
  expect(told).toBeLessThanOrEqual(waited + 0.06);
  expect(waited - told).toBeLessThan(0.3 + waited / 3);
}

const secondsIn = (text: string): number => {
  const found = /(?:Done in |executed\. )(?<seconds>[\d.]+) s/.exec(text);
  return Number(present(found?.groups?.['seconds'], text));
};

describe('the seconds that a command prints last', () => {
  it('are those that its user waited: of a build on two threads, one of nothing, tests and ingests', async () => {
    const project = await copyProject(onTestFinished);
    const first = await run(project, 'build', '--threads', '2');
    expectWaited(secondsIn(first.out), first.waited);
    // The seconds of nodes overlap; none of them is longer than all.
    const nodes = [...first.err.matchAll(/\[(?<seconds>[\d.]+) s[,\]]/g)].map(({ groups }) =>
      Number(groups?.['seconds']),
    );
    expect(nodes.length).toBeGreaterThan(10);
    expect(Math.max(...nodes)).toBeLessThanOrEqual(secondsIn(first.out));

    for (const args of [['build'], ['test'], ['build', '--full-refresh']]) {
      const { out, waited } = await run(project, ...args);
      expectWaited(secondsIn(out), waited);
    }
    const json = await run(project, 'build', '--json');
    expectWaited(JSON.parse(json.out).result.seconds, json.waited);
    const ingested = await run(project, 'ingest');
    expect(ingested.err.trimEnd().split('\n').at(-1)).toMatch(/^Done in [\d.]+ s$/);
    expectWaited(secondsIn(ingested.err), ingested.waited);
  });

  it('are with --watch those from the save on', async () => {
    const project = await copyProject(onTestFinished);
    const args = [path.join(REPOSITORY, 'bin/ews.mjs'), 'build', '--watch', '--project-dir', project.root];
    const began = performance.now();
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    let out = '';
    const ends: number[] = [];
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString('utf8');
      while (ends.length < [...out.matchAll(/Done in/g)].length) ends.push(performance.now());
    });
    const watching = new Promise<void>((resolve) => {
      child.stderr.on('data', (chunk: Buffer) => void (chunk.toString('utf8').includes('watching') && resolve()));
    });
    await watching;
    const saved = performance.now();
    await edit(project, 'features/credit.sql', '100 * ln', '50 * ln');
    await expect.poll(() => ends.length, { timeout: 60_000 }).toBe(2);
    const [first = '', second = ''] = out.split('Run page').map((text) => text);
    expectWaited(secondsIn(first), (present(ends[0]) - began) / 1000);
    expectWaited(secondsIn(second), (present(ends[1]) - saved) / 1000);
  });
});
