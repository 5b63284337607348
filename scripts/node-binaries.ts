import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

/** The lowest Node that `engines` in package.json allows, and the newest of the two lines after it. */
export const NODE_VERSIONS = ['20.19.0', '22.23.5', '24.22.3'] as const;

const CACHE = process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');

/** npm's build of a Node for this platform, by its exact version: installed once, then found in the cache. */
export async function nodeBinary(version: string): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = path.join(CACHE, 'ews-tools', `${name}-${version}`);
  const binary = path.join('node_modules', name, 'bin', 'node');
  if (existsSync(path.join(folder, binary))) return path.join(folder, binary);
  // Installed beside its place and renamed: whoever looks meanwhile sees none, not half of one.
  const unfinished = `${folder}.${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  const flags = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--silent'];
  const args = ['install', '--prefix', unfinished, ...flags, `${name}@${version}`];
  const { status, error } = spawnSync('npm', args, { cwd: unfinished, stdio: 'inherit' });
  if (status !== 0) throw new Error(`npm install ${name}@${version} ended with ${status ?? error?.message}`);
  // Another process may have been faster: its Node is as good.
  await rename(unfinished, folder).catch(() => rm(unfinished, { recursive: true }));
  return path.join(folder, binary);
}
