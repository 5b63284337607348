import { execFile } from 'node:child_process';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ProblemError } from '../diagnostics/index.ts';
import type { Definitions } from '../project/index.ts';
import { type GlobalFlags, readPlace } from './session.ts';

/**
 * The project as a git revision has it, with the flags' target and variables. The files go to a temporary folder, by way
 * of an index of their own: neither the work tree nor the repository's index is touched. Undefined where git knows no
 * such revision; ProblemError EWS4012, with what is wrong, where it has no sound project in this place.
 */
export async function gitDefinitions(
  root: string,
  revision: string,
  flags: GlobalFlags,
): Promise<Definitions | undefined> {
  const commit = await gitIn(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  if (commit === undefined) return undefined;
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'ews-revision-')));
  try {
    const prefix = (await gitIn(root, ['rev-parse', '--show-prefix'])) ?? '';
    const top = (await gitIn(root, ['rev-parse', '--show-toplevel'])) ?? root;
    const project = path.join(folder, 'project');
    const environment = { GIT_INDEX_FILE: path.join(folder, 'index') };
    const tree = `${commit}:${prefix.replace(/\/$/, '')}`;
    const read = await gitIn(top, ['read-tree', tree], environment);
    if (read === undefined) throw unreadable(revision, 'it has no project in this folder');
    const written = await gitIn(top, ['checkout-index', '--all', '--quiet', `--prefix=${project}/`], environment);
    if (written === undefined) throw unreadable(revision, 'git could not write its files to a temporary folder');
    return await soundDefinitions(revision, { ...flags, projectDir: project });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function soundDefinitions(revision: string, flags: GlobalFlags): Promise<Definitions> {
  try {
    return (await readPlace(flags)).definitions;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const [first] = error.problems;
    throw unreadable(revision, first?.message ?? 'its project is not sound', error);
  }
}

function unreadable(revision: string, why: string, cause?: ProblemError): ProblemError {
  const message = `the definitions of ${revision} cannot be read: ${why}`;
  const hint = 'compare with a revision whose project `ews compile` accepts';
  return new ProblemError([{ code: 'EWS4012', severity: 'error', message, hint }, ...(cause?.problems ?? [])]);
}

/** What git prints; undefined where it is not installed or refuses. */
async function gitIn(
  folder: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string | undefined> {
  try {
    const env = { ...process.env, ...environment };
    return (await promisify(execFile)('git', ['-C', folder, ...args], { env, timeout: 60_000 })).stdout.trim();
  } catch {
    return undefined;
  }
}
