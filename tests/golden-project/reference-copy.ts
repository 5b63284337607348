import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const DEFINITIONS = ['ews.config.yaml', 'sources', 'features', 'models', 'targets'];

/** Copies the reference project's definitions and data, and nothing else of this repository, to a folder of its own. */
export async function copyReferenceProject(onFinished: (clean: () => Promise<void>) => void): Promise<string> {
  const root = await temporaryFolder(onFinished);
  for (const name of DEFINITIONS) await cp(path.join(ROOT, name), path.join(root, name), { recursive: true });
  return root;
}

/** Replaces a text that must be there, once, in one file of a project. */
export async function editFile(project: string, file: string, from: string, to: string): Promise<void> {
  const full = path.join(project, file);
  const text = await readFile(full, 'utf8');
  if (text.split(from).length !== 2) throw new Error(`${file} does not hold "${from}" exactly once`);
  await writeFile(
    full,
    text.replace(from, () => to),
  );
}
