import type { ProblemError } from '../../diagnostics/index.ts';
import {
  damagedRecord,
  isPlainObject,
  jsonObjectIn,
  type PlainObject,
  readRunFile,
  type Store,
  sha256,
} from '../../lake/index.ts';
import type { Manifest } from '../../plan/index.ts';
import type { NodeResult } from '../../run/index.ts';

/** What a run wrote of a node: the objects of one that it reused stand in its manifest alone. */
export type StoredNodeResult = Omit<NodeResult, 'objects'>;

/** What a run wrote of its results. */
export interface StoredResults {
  readonly ok: boolean;
  readonly seconds: number;
  readonly nodes: readonly StoredNodeResult[];
}

/** The results of a run. ProblemError EWS5046 where they are not those that the run wrote. */
export async function readResults(store: Store, { run, files }: Manifest): Promise<StoredResults> {
  const file = 'run_results.json';
  const bytes = await readRunFile(store, run, file);
  const recorded = files?.[file]?.sha256;
  const results = bytes === undefined ? undefined : jsonObjectIn(bytes);
  const isSame = bytes !== undefined && (recorded === undefined || recorded === sha256(bytes));
  if (isSame && results !== undefined && isResults(results)) return results as unknown as StoredResults;
  throw notItsResults(run, bytes === undefined ? 'is gone' : 'is not what the run wrote');
}

function isResults({ ok, seconds, nodes }: PlainObject): boolean {
  return typeof ok === 'boolean' && typeof seconds === 'number' && Array.isArray(nodes) && nodes.every(isPlainObject);
}

function notItsResults(run: string, what: string): ProblemError {
  return damagedRecord(`runs/${run}/run_results.json ${what}`, 'restore it from a copy');
}
