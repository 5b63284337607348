import { hasRunFiles } from '../lake/index.ts';
import { type Manifest, type RunFile, runsNamedBy } from '../plan/index.ts';
import type { BegunRun } from './begin-run.ts';

/** Files of earlier runs that a run names in the place of its own, by their names below its folder. */
export type NamedFiles = Readonly<Record<string, RunFile>>;

/** The pages of a run that say the same as those of a run before it, where its documents do. */
const DOCUMENT_PAGES: ReadonlySet<string> = new Set(['lineage.html', 'histories.js']);

/** Whether a file is drawn from documents. They lead to each other, so that a run names all of them or none. */
export function isDocument(name: string): boolean {
  return name.startsWith('cards/') || DOCUMENT_PAGES.has(name);
}

/** What a run is about to write. */
export interface ToBeWritten {
  /** As `documentsDigest` has it. */
  readonly documents: string | undefined;
  /** Name -> SHA-256 of each file that is no document and may be named. */
  readonly digests: ReadonlyMap<string, string>;
}

/**
 * What of it the run before has, in its folder or in that of a run that it names. None where everything was asked for
 * anew, and no file that is gone, which is written again. Its environment keeps that run until this one takes its
 * place, so that nothing of it can be collected meanwhile.
 */
export async function namedFiles(
  { options, effects }: BegunRun,
  before: Manifest | undefined,
  { documents, digests }: ToBeWritten,
): Promise<NamedFiles> {
  if (before?.files === undefined || options.fullRefresh) return {};
  const isSaid = documents !== undefined && before.documents === documents;
  const same = Object.entries(before.files)
    .filter(([name, { sha256 }]) => (isDocument(name) ? isSaid : digests.get(name) === sha256))
    .map(([name, file]) => [name, { ...file, run: file.run ?? before.run }] as const);
  const holders = runsNamedBy({ files: Object.fromEntries(same) });
  const held = await Promise.all(holders.map(async (run) => [run, await hasRunFiles(effects.store, run)] as const));
  const isThere = new Map(held);
  const found = same.filter(([name, { run }]) => isThere.get(run)?.(name) === true);
  const isWhole =
    found.filter(([name]) => isDocument(name)).length === same.filter(([name]) => isDocument(name)).length;
  return Object.fromEntries(found.filter(([name]) => isWhole || !isDocument(name)));
}
