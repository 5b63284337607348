import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TestContext } from 'vitest';
import {
  findLaunchTools,
  type JobLimits,
  type LaunchTools,
  localWorkers,
  type Workers,
} from '../../engine/jobs/index.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { ROOT } from '../source-files.ts';

/** What one job may use here: little, so that it is soon used up. */
export const LIMITS: JobLimits = { seconds: 20, memory: 100e6, scratch: 20e6 };

/** A worker whose room `probe` runs what it is asked: the body of an async function of `scratch` and `say`. */
const PROGRAM = (jobs: string): string => `
import { serveJobs } from ${JSON.stringify(jobs)};
const room = {
  open: async (scratch) => ({
    answer: async (question, body) => {
      const run = new Function('scratch', 'body', 'load', 'return (async () => {' + question + '})()');
      const answer = await run(scratch, body, (name) => import(name));
      return answer instanceof Uint8Array ? { answer: null, body: [answer] } : { answer: answer ?? null };
    },
    close: async () => {},
  }),
};
await serveJobs({ probe: async () => room });
`;

export interface TestWorkers {
  readonly workers: Workers;
  readonly scratchRoot: string;
  /** The workers' program, and the module of the room that starts them. */
  readonly entry: string;
  readonly jobs: string;
}

/** Workers that run what tests write, and the folder below which their scratch lies. */
export async function testWorkers(
  onTestFinished: TestContext['onTestFinished'],
  changes: { readonly tools?: LaunchTools; readonly program?: string } = {},
): Promise<TestWorkers> {
  const folder = await temporaryFolder(onTestFinished);
  const jobs = pathToFileURL(path.join(ROOT, 'dist/engine/jobs/index.js')).href;
  const entry = path.join(folder, 'worker.mjs');
  await writeFile(entry, changes.program ?? PROGRAM(jobs));
  const scratchRoot = path.join(folder, 'scratch');
  const { tools } = changes;
  const workers = localWorkers({
    node: [entry],
    tools: tools === undefined ? findLaunchTools : async () => tools,
    scratchRoot: () => scratchRoot,
    width: 2,
    fileBytes: 2 ** 30,
  });
  onTestFinished(() => workers.close());
  return { workers, scratchRoot, entry, jobs };
}
