import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { NodeId } from '../../compile/index.ts';
import { isWithin } from '../../folders/index.ts';
import { idOf } from '../../ids/index.ts';
import type { FileBasedRequest } from '../../ingest/index.ts';
import { digestOfFile } from '../../lake/index.ts';
import type { Definitions } from '../../project/index.ts';
import { ingestRequests } from '../../steps/index.ts';
import type { StateFile } from './project-state.ts';

/** What a commit has of a project's files, by project-relative path. */
export interface CommittedContent {
  readonly blobOf: (path: string) => string | undefined;
  readonly sha256Of: (path: string) => Promise<string | undefined>;
}

/**
 * The files that relations are read from, as they lie on this disk, or as a commit has them. A file that the commit
 * does not have, because data are kept outside of git, is the one on this disk: the revision says nothing of it.
 */
export function sourceFiles(
  definitions: Definitions,
  committed?: CommittedContent,
): ReadonlyMap<NodeId, readonly StateFile[]> {
  const files = new Map<NodeId, readonly StateFile[]>();
  for (const source of definitions.sources) {
    for (const request of ingestRequests(definitions, source)) {
      if (request.kind === 'live') continue;
      const read = locatedIn(request).map((file) => sourceFile(definitions.root, file, committed));
      const relations = request.kind === 'file' ? [request.table] : request.series.map(({ name }) => name);
      for (const relation of relations) files.set(idOf.relation(source.name, relation), read);
    }
  }
  return files;
}

type Located = Pick<FileBasedRequest, 'file' | 'reach'>;

function locatedIn(request: FileBasedRequest): readonly Located[] {
  return request.kind === 'vintages' && request.snapshot !== undefined ? [request, request.snapshot] : [request];
}

function sourceFile(root: string, located: Located, committed: CommittedContent | undefined): StateFile {
  const shownAs = path.relative(root, located.file).split(path.sep).join('/');
  const blob = committed?.blobOf(shownAs);
  if (committed === undefined || blob === undefined) return { shownAs, sha256: () => digestOnDisk(located) };
  return { shownAs, blob, sha256: () => committed.sha256Of(shownAs) };
}

/** Undefined for what is no file, or lies where the project may not reach. */
async function digestOnDisk({ file, reach }: Located): Promise<string | undefined> {
  if (reach !== undefined && !isWithin(reach, file)) return undefined;
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() === true ? (await digestOfFile(file)).sha256 : undefined;
}
