import { type Problem, problem } from '../../diagnostics/index.ts';
import type { ChainProblem, FileCheck, Store } from '../../lake/index.ts';
import { environmentNames } from '../../plan/index.ts';
import { holds } from './chain-link.ts';
import { readRecord } from './environment-record.ts';
import { walkChain } from './walk-chain.ts';

/** What the environments of a lake name, each part of it read again. */
export interface VerifiedEnvironments {
  readonly environments: readonly string[];
  /** Keys of everything of objects and raw bytes that was read. */
  readonly read: ReadonlySet<string>;
  readonly findings: readonly ChainProblem[];
  /** EWS4002 and EWS4005: files of objects, and raw bytes, that are not as they were stored. */
  readonly problems: readonly Problem[];
  /** What cannot be said, and why, each with its environment. */
  readonly notes: readonly string[];
}

/**
 * Goes from the ref of every environment to all that its newest run names: what is not there is missed, which no
 * listing of what is there can tell. `own` is an environment that is looked for also where nothing is left of it.
 */
export async function verifyEnvironments(store: Store, own: string): Promise<VerifiedEnvironments> {
  // One whose positions are all gone may still have been told of elsewhere.
  const environments = [...new Set([...(await environmentNames(store)), own])];
  const read = new Set<string>();
  const findings: ChainProblem[] = [];
  const notes: string[] = [];
  const wrong = new Map<string, FileCheck>();
  for (const environment of environments) {
    const { record, manifest } = await readRecord(store, { environment, whole: true });
    findings.push(...record.findings);
    notes.push(...record.notes);
    if (manifest === undefined) continue;
    const objects = Object.values(manifest.nodes).flatMap((node) => node.objects);
    const { links } = await walkChain(store, manifest, objects);
    for (const { key } of links.flatMap(({ files }) => files)) read.add(key);
    for (const check of links.filter((link) => !holds(link)).flatMap(({ files }) => files)) {
      if (check.state === 'changed' || check.state === 'gone') wrong.set(check.key, check);
    }
  }
  const unique = new Map(findings.map((finding) => [`${finding.file} ${finding.message}`, finding]));
  return { environments, read, findings: [...unique.values()], problems: [...wrong.values()].map(problemOf), notes };
}

function problemOf({ key, state, expected, found }: FileCheck): Problem {
  const isRaw = key.startsWith('raw/');
  const hint = isRaw
    ? 'restore it from a copy: raw bytes cannot be computed again'
    : 'restore it from a copy, or compute it anew: ews build --full-refresh';
  if (state === 'gone') {
    return problem('EWS4005', `${key} is gone, and an environment rests on it`, { hint });
  }
  const now = found === null ? 'what cannot be read' : `sha256:${found}`;
  return problem('EWS4002', `${key} was changed: sha256:${expected ?? '?'} is recorded, ${now} is found`, { hint });
}
