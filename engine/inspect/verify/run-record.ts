import { ProblemError } from '../../diagnostics/index.ts';
import { isRunId } from '../../ids/index.ts';
import {
  type ChainProblem,
  type Collected,
  jsonObjectIn,
  LATE_FILE,
  listRunFiles,
  type ReadPosition,
  type RefPosition,
  readDespiteDamage,
  type Store,
  sha256,
  whenCollected,
} from '../../lake/index.ts';
import {
  deletionIn,
  holderOf,
  isManifest,
  MANIFEST,
  type Manifest,
  type RunWithFiles,
  readFileOfRun,
  type WholeManifest,
  wholeManifest,
} from '../../plan/index.ts';

/** A run's manifest as it lies there, and what is wrong with it. */
export interface ReadManifest {
  readonly run: string;
  /** Undefined where the file is none. */
  readonly manifest: Manifest | undefined;
  readonly findings: readonly ChainProblem[];
}

/**
 * The manifest that a position names, compared with the digest that the position has of it, and its own place in the
 * chain.
 */
export async function manifestAt(
  store: Store,
  environment: string,
  position: ReadPosition,
  before: RefPosition | undefined,
): Promise<ReadManifest> {
  const run = position.value?.['run'];
  if (deletionIn(position.value) !== undefined) return { run: '', manifest: undefined, findings: [] };
  if (!isRunId(run)) {
    const isSeen = position.value === undefined;
    const finding: ChainProblem = { file: position.key, what: 'damaged', message: 'it names no run' };
    return { run: '', manifest: undefined, findings: isSeen ? [] : [finding] };
  }
  const read = await manifestOfRun(store, run);
  const { manifest, digest } = read;
  const recorded = position.value?.['manifestSha256'];
  const findings = [...read.findings];
  const say = (what: ChainProblem['what'], message: string): void => {
    findings.push({ file: `runs/${run}/${MANIFEST}`, what, message });
  };
  if (digest !== undefined && recorded !== undefined && digest !== recorded) {
    say('changed', `position ${position.n} has sha256:${String(recorded)} of it, sha256:${digest} is found`);
  }
  if (manifest === undefined) return { run, manifest, findings };
  if (manifest.environment !== environment) say('replayed', `it is of environment "${manifest.environment}"`);
  if (recorded !== undefined && manifest.files === undefined)
    say('changed', 'it has no digests of the files of its run');
  const { parent } = manifest;
  if (parent !== undefined && !isSame(parent, before)) {
    const made =
      parent === null ? 'as the first of its environment' : `from position ${parent.n}, sha256:${parent.sha256}`;
    say('replayed', `its run was made ${made}, and position ${position.n} names it`);
  }
  return { run, manifest, findings };
}

/** A run that no position needs to name. */
export async function manifestOfRun(
  store: Store,
  runId: string,
): Promise<ReadManifest & { readonly digest: string | undefined }> {
  const file = `runs/${runId}/${MANIFEST}`;
  const bytes = await readDespiteDamage(store, file);
  if (bytes === undefined) {
    return {
      run: runId,
      manifest: undefined,
      digest: undefined,
      findings: [{ file, what: 'gone', message: 'it cannot be read' }],
    };
  }
  const digest = sha256(bytes);
  const json = jsonObjectIn(bytes);
  const whole: WholeManifest | undefined =
    json && (await wholeManifest(json, (run) => readDespiteDamage(store, `runs/${run}/${MANIFEST}`)));
  if (whole?.kind === 'lost') return { run: runId, manifest: undefined, digest, findings: treeFindings(runId, whole) };
  const value = whole?.value;
  if (whole === undefined || value === undefined || !isManifest(value)) {
    return {
      run: runId,
      manifest: undefined,
      digest,
      findings: [{ file, what: 'damaged', message: 'it is no manifest' }],
    };
  }
  const isCopy = value.run !== runId;
  const message = `it is that of run ${value.run}: the folder, or the file, was copied`;
  const copied: readonly ChainProblem[] = isCopy ? [{ file, what: 'replayed', message }] : [];
  return { run: runId, manifest: value, digest, findings: [...copied, ...treeFindings(runId, whole)] };
}

/** What is wrong with the nodes of a manifest that stand in that of another run. */
function treeFindings(runId: string, whole: WholeManifest): readonly ChainProblem[] {
  if (whole.kind === 'whole') return [];
  const { run, sha256: recorded } = whole.place;
  const file = `runs/${run}/${MANIFEST}`;
  if (whole.kind === 'lost')
    return [{ file, what: 'gone', message: `run ${runId} names its nodes, and it cannot be read` }];
  const message = `run ${runId} names its nodes with sha256:${recorded}, sha256:${whole.found} is found`;
  return [{ file, what: 'changed', message }];
}

function isSame(parent: RefPosition | null, before: RefPosition | undefined): boolean {
  return parent === null ? before === undefined : parent.n === before?.n && parent.sha256 === before.sha256;
}

/** What of a run that lost its environment to another is written after its manifest: how it ended. */
const AFTER_LOSING = 'openlineage.jsonl';

/**
 * Compares every file of a run with what its manifest has of it, wherever it lies; files in its folder that it does not
 * name there are findings too. Nothing for runs of before digests were kept. What was collected is no finding.
 */
export async function checkRunFiles(
  store: Store,
  { run, files }: RunWithFiles,
  { isNamed, collected }: { readonly isNamed: boolean; readonly collected: Collected },
): Promise<readonly ChainProblem[]> {
  if (files === undefined) return [];
  const compared = Object.entries(files)
    .filter(([name]) => isNamed || name !== AFTER_LOSING)
    .map(async ([name, { sha256: recorded }]): Promise<readonly ChainProblem[]> => {
      const file = `runs/${holderOf({ run, files }, name)}/${name}`;
      const bytes = await readFileOfRun(store, { run, files }, name).catch(ifDamaged);
      if (bytes === undefined && whenCollected(collected, file) !== undefined) return [];
      if (bytes === undefined) return [{ file, what: 'gone', message: 'it is gone' }];
      const found = bytes === null ? 'what cannot be read' : `sha256:${sha256(bytes)}`;
      if (found === `sha256:${recorded}`) return [];
      return [{ file, what: 'changed', message: `the manifest has sha256:${recorded} of it, ${found} is found` }];
    });
  const keys = (await listRunFiles(store, run).catch(ifDamaged)) ?? [];
  const added = keys
    .map((key) => key.slice(`runs/${run}/`.length))
    .filter((name) => !isWrittenBy({ run, files }, name) && name !== MANIFEST && name !== LATE_FILE)
    .map((name): ChainProblem => ({ file: `runs/${run}/${name}`, what: 'added', message: 'the run did not write it' }));
  return [...(await Promise.all(compared)).flat(), ...added];
}

/** A file that the run names where another run wrote it has no place in its own folder. */
function isWrittenBy({ run, files = {} }: RunWithFiles, name: string): boolean {
  return Object.hasOwn(files, name) && holderOf({ run, files }, name) === run;
}

function ifDamaged(error: unknown): null {
  if (error instanceof ProblemError && error.problems.every(({ code }) => code === 'EWS5046')) return null;
  throw error;
}
