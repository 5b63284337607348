import { readRunFile, type Store } from '../lake/index.ts';
import type { Manifest } from './manifest.ts';

/** A run, with what its manifest has of its files. */
export type RunWithFiles = Pick<Manifest, 'run' | 'files'>;

/** The run in whose folder a file of a run lies: its own, unless its manifest names another's. */
export function holderOf({ run, files }: RunWithFiles, file: string): string {
  return files?.[file]?.run ?? run;
}

/** The bytes of a file of a run, wherever it lies; undefined where it is not there. Throws as `readRunFile`. */
export async function readFileOfRun(store: Store, run: RunWithFiles, file: string): Promise<Uint8Array | undefined> {
  return readRunFile(store, holderOf(run, file), file);
}

/** The runs whose files the manifest of a run names, each once. */
export function runsNamedBy({ files = {} }: Pick<Manifest, 'files'>): readonly string[] {
  return [...new Set(Object.values(files).flatMap(({ run }) => (run === undefined ? [] : [run])))];
}
