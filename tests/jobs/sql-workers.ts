import path from 'node:path';
import type { TestContext } from 'vitest';
import { findLaunchTools, type JobLimits, type LaunchTools, localWorkers } from '../../engine/jobs/index.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { type Warehouses, workerWarehouses } from '../../engine/warehouse/index.ts';
import { ROOT } from '../source-files.ts';

/** What one statement may use here: three seconds, and the least memory that a worker has. */
const SMALL: JobLimits = { answerSeconds: 3, memory: 384e6, scratch: 100e6 };

/** Warehouses in workers of the compiled engine, ended after the test. */
export async function sqlWorkers(
  onTestFinished: TestContext['onTestFinished'],
  limits: JobLimits = SMALL,
  tools: () => Promise<LaunchTools> = findLaunchTools,
): Promise<Warehouses> {
  const folder = await temporaryFolder(onTestFinished);
  const workers = localWorkers({
    node: [path.join(ROOT, 'dist/programs/worker.js')],
    tools,
    scratchRoot: () => path.join(folder, 'scratch'),
    width: 1,
    fileBytes: 2 ** 33,
  });
  onTestFinished(() => workers.close());
  return workerWarehouses(workers, { data: limits, compile: limits });
}
