import { ProblemError } from '../../diagnostics/index.ts';
import { isRunId } from '../../ids/index.ts';
import {
  type ReadRecord,
  readRecord,
  type VerifiedChain,
  type VerifiedLink,
  verifyLineage,
} from '../../inspect/index.ts';
import { objectKey } from '../../lake/index.ts';
import type { Manifest } from '../../plan/index.ts';
import { verificationProblems, verificationText } from '../../report/index.ts';
import { type Recomputed, recompute } from '../../run/index.ts';
import { currentManifest, lineageOfRun, requiredManifest } from '../environment-run.ts';
import { expectedDigest, unexpectedHead } from '../expected-head.ts';
import { interruptedBy, interruptSignal } from '../interrupt-signal.ts';
import { type GlobalFlags, openSession, type Session } from '../session.ts';
import { tellProblem } from '../tell-problem.ts';
import type { ExitCode, Terminal } from '../terminal.ts';
import { type Verified, verifiedObjects } from '../verified-objects.ts';

export interface LineageVerifyFlags extends GlobalFlags {
  readonly run?: string;
  /** A digest that somebody wrote down: the environment's head, now or then. */
  readonly expectHead?: string;
  /** Compute what is verified again, and compare. */
  readonly recompute?: boolean;
}

/**
 * `ews lineage verify [TARGET]`: every byte that the target, or the environment, rests on, read again, and the record
 * that names it; 1 when something is not what was stored.
 */
export async function runLineageVerify(
  target: string | undefined,
  flags: LineageVerifyFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const expected = expectedDigest(flags.expectHead);
  const session = await openSession(flags, terminal);
  for (const problem of session.warnings) tellProblem(problem, flags, terminal);
  const read = await recordOf(session, flags.run, target === undefined);
  const unwitnessed = expected === undefined ? [] : unexpectedHead(expected, read, session.environment);
  const record = { ...read.record, findings: [...read.record.findings, ...unwitnessed] };
  const links =
    read.manifest === undefined ? [] : await linksOf(session, target, flags, { ...read, manifest: read.manifest });
  const recomputed =
    flags.recompute === true && read.manifest !== undefined ? await again(session, read.manifest, links) : [];
  const chain: VerifiedChain = {
    target: target ?? null,
    run: read.runId,
    environment: session.environment,
    holds: read.manifest !== undefined && record.findings.length === 0 && isWhole(links, recomputed),
    record,
    links,
    ...(flags.recompute === true ? { recomputed } : {}),
  };
  for (const problem of verificationProblems(chain)) terminal.answer.found(problem);
  if (flags.json === true) terminal.answer.gave('lineage verify', chain);
  else terminal.out(verificationText(chain, terminal.paintOut, terminal.width));
  return chain.holds ? 0 : 1;
}

function isWhole(links: readonly VerifiedLink[], recomputed: readonly Recomputed[]): boolean {
  return links.every(({ holds }) => holds) && recomputed.every(({ verdict }) => verdict !== 'differs');
}

/** The nodes whose objects were verified, computed again. */
async function again(
  session: Session,
  manifest: Manifest,
  links: readonly VerifiedLink[],
): Promise<readonly Recomputed[]> {
  const { definitions, target, effects } = session;
  const verified = new Set(links.map(({ id }) => `objects/${id}`));
  const nodes = Object.entries(manifest.nodes).filter(([, { objects }]) =>
    objects.some((object) => verified.has(objectKey(object))),
  );
  const signal = interruptSignal();
  return recompute({
    definitions,
    target,
    manifest,
    nodes: nodes.map(([id]) => id),
    effects: interruptedBy(signal, effects),
    threads: session.threads,
    signal,
  });
}

/** ProblemError EWS4005 where there is no such run, or none at all. */
async function recordOf(session: Session, runId: string | undefined, whole: boolean): Promise<ReadRecord> {
  if (runId !== undefined && !isRunId(runId)) await requiredManifest(session, runId);
  const { environment, effects } = session;
  const read = await readRecord(effects.store, { environment, whole, ...(runId === undefined ? {} : { run: runId }) });
  // Deleted, and every position of it holds: there is nothing that rests on anything.
  if (runId === undefined && read.runId === null && read.record.findings.length === 0) await currentManifest(session);
  if (read.manifest !== undefined || read.record.position !== null || read.positions.length > 0) {
    if (runId !== undefined && read.record.position === null && read.manifest === undefined)
      await requiredManifest(session, runId);
    return read;
  }
  if (runId !== undefined) await requiredManifest(session, runId);
  if (read.record.findings.length === 0) await currentManifest(session);
  return read;
}

async function linksOf(
  session: Session,
  target: string | undefined,
  { run }: LineageVerifyFlags,
  { manifest, collected }: Pick<ReadRecord, 'collected'> & { readonly manifest: Manifest },
): Promise<readonly VerifiedLink[]> {
  const what: Verified =
    target === undefined
      ? { objects: Object.values(manifest.nodes).flatMap(({ objects }) => objects) }
      : await targetObjects(session, target, manifest);
  // The past may have read other files than those that the project bundles now.
  const current = run === undefined ? { definitions: session.definitions } : {};
  const { definitions, effects } = session;
  const { scratch, warehouses } = effects;
  const reading = { definitions, scratch, warehouses };
  return verifyLineage({ ...what, manifest, store: effects.store, ...current, reading, collected });
}

/** By the lineage that the run stored; where that is damaged, which the record says, by the nodes of its manifest. */
async function targetObjects(session: Session, target: string, manifest: Manifest): Promise<Verified> {
  try {
    return verifiedObjects(target, manifest, await lineageOfRun(session, manifest.run));
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problems.some(({ code }) => code !== 'EWS5046')) throw error;
    return verifiedObjects(target, manifest, undefined);
  }
}
