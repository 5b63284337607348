import { isRunId } from '../../ids/index.ts';
import {
  type ChainProblem,
  type Collected,
  checkRefChain,
  type ReadPosition,
  type RefPosition,
  readCollected,
  type Store,
} from '../../lake/index.ts';
import { deletionIn, type Manifest } from '../../plan/index.ts';
import { auditFindings } from './audit-witness.ts';
import { namelessRuns } from './nameless-runs.ts';
import { objectsDisagree } from './objects-disagree.ts';
import { checkRunFiles, manifestAt, manifestOfRun } from './run-record.ts';
import { sourceFindings } from './source-refs.ts';

/** What an environment says of itself, each part compared with what another part has of it. */
export interface VerifiedRecord {
  /** The newest position: its digest is what everything before it follows from. Null where the environment has none. */
  readonly head: RefPosition | null;
  /** The position that names the run; null where none does. */
  readonly position: number | null;
  /** Files that were compared: positions, manifests, what the run wrote. */
  readonly files: number;
  readonly findings: readonly ChainProblem[];
  /** What cannot be said, and why: what was written before digests were kept, runs that no position names. */
  readonly notes: readonly string[];
}

export interface RecordRequest {
  readonly environment: string;
  /** Default: the run of the newest position. */
  readonly run?: string;
  /** Every position's manifest, other runs and audit events are compared too, and not only what the run rests on. */
  readonly whole: boolean;
}

export interface ReadRecord {
  readonly record: VerifiedRecord;
  /** Null before the environment's first run, and where its newest position names none. */
  readonly runId: string | null;
  /** As it lies there, whether or not it is the one that was committed; undefined where it cannot be read. */
  readonly manifest: Manifest | undefined;
  /** Oldest first. */
  readonly positions: readonly RefPosition[];
  /** What garbage collection took since the run; nothing where it is the newest, which needs all that it names. */
  readonly collected: Collected;
}

/** Reads the record of an environment again: refs, manifests, the files of a run, the refs of sources. */
export async function readRecord(store: Store, request: RecordRequest): Promise<ReadRecord> {
  const { environment, whole } = request;
  const chain = await checkRefChain(store, environment);
  const head = chain.positions.at(-1);
  const runId = request.run ?? runOf(head);
  const index = chain.positions.findLastIndex((position) => runOf(position) === runId);
  const wanted = whole
    ? chain.positions
    : chain.positions.slice(index === -1 ? chain.positions.length : index, index + 1);
  const manifests = await Promise.all(
    wanted.map(async (position) => {
      const before = chain.positions.find(({ n }) => n === position.n - 1);
      return manifestAt(store, environment, position, before);
    }),
  );
  const named = manifests.find((each) => each.run === runId);
  const own = runId === null ? undefined : (named ?? (await manifestOfRun(store, runId)));
  const manifest = own?.manifest;
  const isNewest = runId === runOf(head);
  const collected = isNewest || manifest === undefined ? NOTHING : await collectedSince(store, manifest);
  const found = [
    ...chain.findings,
    ...replays(chain.positions),
    ...undigested(chain.positions),
    ...manifests.flatMap(({ findings }) => findings),
    ...(named === undefined ? (own?.findings ?? []) : []),
    ...(manifest === undefined
      ? []
      : await checkRunFiles(store, manifest, { isNamed: named !== undefined, collected })),
    ...(manifest === undefined ? [] : await sourceFindings(store, manifest)),
    ...(whole ? (await checkRefChain(store, 'gc')).findings : []),
    ...(whole ? objectsDisagree(manifests) : []),
    ...(whole ? await auditFindings(store, environment, chain.positions) : []),
  ];
  const nameless = whole ? await namelessRuns(store, chain.positions.map(runOf), environment) : [];
  const files = chain.positions.length + wanted.length + Object.keys(manifest?.files ?? {}).length;
  const notes = [...unrecordedNotes(chain, manifest), ...unnamedNote(runId, named, environment), ...nameless];
  const position = chain.positions[index]?.n ?? null;
  const record = { head: head === undefined ? null : { n: head.n, sha256: head.sha256 }, position, files };
  const read = { record: { ...record, findings: unique(found), notes }, runId, manifest, positions: chain.positions };
  return { ...read, collected };
}

const NOTHING: Collected = new Map();

/** What was there when the run was committed, and went since. */
async function collectedSince(store: Store, { at }: Manifest): Promise<Collected> {
  const all = await readCollected(store);
  return new Map([...all].filter(([, file]) => at === undefined || at < file.at));
}

function runOf(position: ReadPosition | undefined): string | null {
  const run = position?.value?.['run'];
  return isRunId(run) ? run : null;
}

/** A run moves its environment once. */
function replays(positions: readonly ReadPosition[]): readonly ChainProblem[] {
  return positions.flatMap((position, index): readonly ChainProblem[] => {
    const runId = runOf(position);
    const first = positions.slice(0, index).find((each) => runId !== null && runOf(each) === runId);
    if (first === undefined) return [];
    const message = `it names run ${runId}, as position ${first.n} does: a run moves its environment once`;
    return [{ file: position.key, what: 'replayed', message }];
  });
}

/** Once positions have the digests of their manifests, all do. */
function undigested(positions: readonly ReadPosition[]): readonly ChainProblem[] {
  const first = positions.findIndex(({ value }) => value?.['manifestSha256'] !== undefined);
  return positions.slice(first === -1 ? positions.length : first).flatMap(({ key, value }): readonly ChainProblem[] => {
    if (value === undefined || value['manifestSha256'] !== undefined || deletionIn(value) !== undefined) return [];
    const message = 'it has no digest of the manifest of its run, and earlier positions have one';
    return [{ file: key, what: 'changed', message }];
  });
}

function unrecordedNotes(
  { positions }: { readonly positions: readonly ReadPosition[] },
  manifest: Manifest | undefined,
) {
  const before = positions.filter(
    ({ value }) => value !== undefined && value['manifestSha256'] === undefined && deletionIn(value) === undefined,
  );
  const last = before.at(-1);
  const notes: string[] = [];
  if (last !== undefined) {
    notes.push(
      `not recorded: positions up to ${last.n} were written before they had digests; their manifests are not compared`,
    );
  }
  if (manifest !== undefined && manifest.files === undefined) {
    notes.push(`not recorded: run ${manifest.run} kept no digests of the files that it wrote; they are not compared`);
  }
  return notes;
}

function unnamedNote(runId: string | null, named: unknown, environment: string): readonly string[] {
  if (runId === null || named !== undefined) return [];
  const alone = 'its manifest is compared with nothing, and says itself what it holds';
  return [`no position of environment "${environment}" names run ${runId}: ${alone}`];
}

function unique(findings: readonly ChainProblem[]): readonly ChainProblem[] {
  return [...new Map(findings.map((finding) => [`${finding.file} ${finding.message}`, finding])).values()];
}
