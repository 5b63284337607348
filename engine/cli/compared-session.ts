import path from 'node:path';
import { ProblemError } from '../diagnostics/index.ts';
import { diskFiles, type ProjectFiles } from '../project/index.ts';
import { isRevision, revisionIn } from './compared-side.ts';
import { gitFiles } from './git-files.ts';
import { commitOf } from './revision-graph.ts';
import {
  openPlace,
  openSession,
  readStorePlace,
  type Session,
  type SessionFlags,
  type TargetedProject,
} from './session.ts';
import type { Terminal } from './terminal.ts';

/**
 * A session for comparing two states. Where the definitions as they are are one of them, they have to be sound; else
 * what is stored where suffices, as the work tree says it, or a revision that is compared where that does not say it
 * either. Throws ProblemError with the problems of the work tree.
 */
export async function openComparedSession(
  sides: readonly [a: string, b: string | undefined],
  flags: SessionFlags,
  terminal: Terminal,
): Promise<Session> {
  const [a, b] = sides;
  if (b === undefined) return openSession(flags, terminal);
  return openPlace(await storePlace([b, a], flags), flags, terminal);
}

async function storePlace(sides: readonly string[], flags: SessionFlags): Promise<TargetedProject> {
  const root = path.resolve(flags.projectDir);
  try {
    return await readStorePlace(diskFiles(root, flags.allowOutside), flags);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    for (const side of sides.toSorted((one, other) => Number(isRevision(other)) - Number(isRevision(one)))) {
      const files = await committedFiles(root, revisionIn(side));
      if (files === undefined) continue;
      return readStorePlace(files, flags);
    }
    throw error;
  }
}

async function committedFiles(root: string, revision: string): Promise<ProjectFiles | undefined> {
  const found = await commitOf(root, revision);
  if (found.kind === 'unknown') return undefined;
  const files = await gitFiles(root, found.commit);
  return files.ok ? files.files : undefined;
}
