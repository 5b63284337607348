import { copyFileSync, cpSync, linkSync, mkdirSync, readdirSync, realpathSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { first } from '../../engine/presence/index.ts';
import { REPOSITORY } from './product.ts';

const LEFT_OUT = new Set(['node_modules', '.git', 'dist', '.ews', 'coverage']);

/**
 * A copy of the repository to change and compile, with what is installed. Links would lead out of it, and training
 * processes may read nothing there; so the installed files have second names, or are copied to another disk.
 */
export async function repositoryCopy(): Promise<string> {
  const top = (from: string): string => first(path.relative(REPOSITORY, from).split(path.sep));
  const copy = realpathSync(await mkdtemp(path.join(tmpdir(), 'ews-copy-')));
  cpSync(REPOSITORY, copy, {
    recursive: true,
    filter: (from) => !LEFT_OUT.has(top(from)),
  });
  linkInstalled(path.join(REPOSITORY, 'node_modules'), path.join(copy, 'node_modules'));
  return copy;
}

function linkInstalled(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.name === '.vite' || entry.name === '.cache') continue;
    if (entry.isDirectory()) linkInstalled(source, target);
    else if (entry.isSymbolicLink()) cpSync(source, target, { verbatimSymlinks: true });
    else linkOrCopy(source, target);
  }
}

function linkOrCopy(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    copyFileSync(source, target);
  }
}
