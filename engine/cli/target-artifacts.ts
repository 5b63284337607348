import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { machineProblem, ProblemError, problem } from '../diagnostics/index.ts';
import { makeFolder } from '../folders/index.ts';
import { dbtArtifacts, openWhole } from '../inspect/index.ts';
import { isPlainObject, jsonObjectIn } from '../lake/index.ts';
import { readManifest } from '../plan/index.ts';
import type { GlobalFlags, Session } from './session.ts';
import { tellProblem } from './tell-problem.ts';
import type { Terminal } from './terminal.ts';
import { replaceFile } from './written-file.ts';

/**
 * Writes a run that has ended as dbt's artefacts, where its target names a folder for them. What cannot be written is a
 * warning: the run is stored all the same, and `ews artifacts` writes it anew. A run that was stopped has no manifest.
 */
export async function writeTargetArtifacts(
  session: Session,
  runId: string,
  flags: GlobalFlags,
  terminal: Terminal,
): Promise<void> {
  const { target, definitions, effects } = session;
  if (target.artifacts === undefined) return;
  const manifest = await readManifest(effects.store, runId);
  if (manifest === undefined) return;
  const folder = path.resolve(definitions.root, target.artifacts);
  try {
    await replaceArtifacts(folder, await dbtArtifacts(await openWhole(session), manifest));
  } catch (error) {
    const known =
      error instanceof ProblemError ? error : machineProblem(error, `${folder} has no artefacts of the run`);
    if (known === undefined) throw error;
    for (const each of known.problems) tellProblem({ ...each, severity: 'warning' }, flags, terminal);
  }
}

/**
 * Each file is whole at every moment, and takes the place of an earlier artefact of ours and of nothing else.
 * ProblemError EWS4014 where something else has its name: then none is written.
 */
export async function replaceArtifacts(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  makeFolder(folder);
  const foreign: string[] = [];
  for (const name of files.keys()) if (await isForeign(path.join(folder, name))) foreign.push(name);
  if (foreign.length > 0) {
    const message = `${folder} holds ${foreign.join(', ')}, which ews did not write`;
    const hint = 'give the artefacts a folder of their own in the target, or move these away';
    throw new ProblemError([problem('EWS4014', message, { hint })]);
  }
  for (const [name, text] of files) await replaceFile(path.join(folder, name), text);
}

/** Whether a file is there and does not say of itself that an `ews` wrote it. */
async function isForeign(file: string): Promise<boolean> {
  try {
    if (!(await stat(file)).isFile()) return true;
    const metadata = jsonObjectIn(await readFile(file))?.['metadata'];
    const from = isPlainObject(metadata) ? metadata['env'] : undefined;
    return !isPlainObject(from) || from['EWS_VERSION'] === undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}
