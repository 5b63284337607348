import { hasRunFiles } from '../lake/index.ts';
import { type Manifest, type RunFile, runsNamedBy } from '../plan/index.ts';
import type { BegunRun } from './begin-run.ts';

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
 * What of it the run before has, by name, in its folder or in that of a run that it names. None where everything was
 * asked for anew, and no file that is gone, which is written again. Its environment keeps that run until this one takes
 * its place, so that nothing of it can be collected meanwhile.
 */
export async function namedFiles(
  { options, effects }: BegunRun,
  before: Manifest | undefined,
  { documents, digests }: ToBeWritten,
): Promise<Readonly<Record<string, RunFile>>> {
  if (before?.files === undefined || options.fullRefresh) return {};
  const isSaid = documents !== undefined && before.documents === documents;
  const same = Object.entries(before.files)
    .filter(([name, { sha256 }]) => (isDocument(name) ? isSaid : digests.get(name) === sha256))
    .map(([name, file]) => ({ name, file: { ...file, run: file.run ?? before.run } }));
  const holders = runsNamedBy({ files: Object.fromEntries(same.map(({ name, file }) => [name, file])) });
  const held = await Promise.all(holders.map(async (run) => [run, await hasRunFiles(effects.store, run)] as const));
  const has = new Map(held);
  const isThere = (name: string, { run }: { readonly run: string }): boolean => has.get(run)?.(name) === true;
  // Documents lead to the page of their run.
  const isWhole = same
    .filter(({ name }) => isDocument(name))
    .every(({ name, file }) => isThere(name, file) && (!DOCUMENT_PAGES.has(name) || isThere('index.html', file)));
  const found = same.filter(({ name, file }) => (isDocument(name) ? isWhole : isThere(name, file)));
  return Object.fromEntries(found.map(({ name, file }) => [name, file]));
}
