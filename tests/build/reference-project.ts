import { cp, realpath } from 'node:fs/promises';
import path from 'node:path';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import type { OnFinished, TestProject } from './small-project.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const DEFINITIONS = ['ews.config.yaml', 'sources', 'features', 'models', 'targets'];

/** The project at the repository's root, in a folder of its own and without a lake. */
export async function copyReference(onFinished: OnFinished): Promise<TestProject> {
  const root = await realpath(await temporaryFolder(onFinished));
  for (const name of DEFINITIONS) await cp(path.join(ROOT, name), path.join(root, name), { recursive: true });
  return { root, lake: path.join(root, '.ews', 'lake') };
}
