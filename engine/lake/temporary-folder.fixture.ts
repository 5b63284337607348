import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A new folder that goes away with the test: pass vitest's `onTestFinished`. */
export async function temporaryFolder(onFinished: (clean: () => Promise<void>) => void): Promise<string> {
  const folder = await mkdtemp(path.join(await realpath(tmpdir()), 'ews-test-'));
  onFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
