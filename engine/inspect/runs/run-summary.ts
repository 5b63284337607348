import { ProblemError } from '../../diagnostics/index.ts';
import type { PlainObject, Store } from '../../lake/index.ts';
import { type Manifest, type RunInvocation, readInvocation, readManifest } from '../../plan/index.ts';
import { Tally } from '../../presence/index.ts';
import type { NodeStatus } from '../../run/index.ts';
import { readResults, type StoredNodeResult } from './run-results.ts';

/** How a run ended, as far as the lake knows; `unfinished` ones stopped before their manifest, or still go on. */
export type RunOutcome = 'ok' | 'failed' | 'unfinished' | 'damaged';

/** What became of the nodes of a run, ingested sources among them; a test that found rows has failed. */
export interface NodeCounts {
  readonly ran: number;
  readonly reused: number;
  readonly failed: number;
  readonly skipped: number;
  readonly left: number;
}

/** One run as `ews runs` lists it. Null is what the lake does not say of it. */
export interface RunSummary {
  readonly run: string;
  readonly outcome: RunOutcome;
  /** When it was committed: UTC, ISO 8601. Of an unfinished run when it began, by its id. */
  readonly at: string | null;
  readonly actor: string | null;
  /** Who vouches for the actor. */
  readonly actorFrom: string | null;
  readonly host: string | null;
  readonly commit: string | null;
  readonly version: string | null;
  readonly command: string | null;
  readonly target: string | null;
  readonly environment: string | null;
  /** The position of the environment that names it; null where none does: it lost to another run, or did not finish. */
  readonly position: number | null;
  /** Whether its environment is as this run left it. */
  readonly current: boolean;
  readonly counts: NodeCounts | null;
  /** Nodes that failed, and tests that found rows. */
  readonly broken: readonly string[];
  /** Nodes that it made of what other environments have, with whose that is: `prod#41`. */
  readonly deferred: Readonly<Record<string, readonly string[]>>;
  readonly seconds: number | null;
  /** What is wrong with what the lake has of it. */
  readonly problem: string | null;
}

/** Which position names a run, and whether it is the newest of its environment. */
export interface RunPlace {
  readonly position: number;
  readonly current: boolean;
}

/** Everything that a run wrote of itself, summed up. What is damaged is said in the summary, and never thrown. */
export async function summariseRun(store: Store, run: string, place: RunPlace | undefined): Promise<RunSummary> {
  try {
    const manifest = await readManifest(store, run);
    if (manifest !== undefined) return await finished(store, manifest, place);
    return { ...unfinished(run, place), ...askedFor(await readInvocation(store, run)) };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const [problem = null] = error.problems.map(({ message }) => message);
    return { ...unfinished(run, place), outcome: 'damaged', problem };
  }
}

async function finished(store: Store, manifest: Manifest, place: RunPlace | undefined): Promise<RunSummary> {
  const { run, environment, at = null } = manifest;
  // What a manifest says beside its tree: who made it, and of which commit.
  const said = manifest as unknown as PlainObject;
  const results = await readResults(store, manifest);
  return {
    run,
    outcome: results.ok ? 'ok' : 'failed',
    at,
    actor: textIn(said, 'actor'),
    actorFrom: textIn(said, 'actorFrom'),
    host: textIn(said, 'host'),
    commit: textIn(said, 'commit'),
    version: textIn(said, 'version'),
    command: textIn(said, 'command'),
    target: textIn(said, 'target'),
    environment,
    ...placeOf(place),
    counts: countsOf(results.nodes),
    broken: results.nodes.filter(isBroken).map(({ id }) => id),
    deferred: deferredIn(manifest, results.nodes),
    seconds: results.seconds,
    problem: null,
  };
}

function unfinished(run: string, place: RunPlace | undefined): RunSummary {
  const nobody = { actor: null, actorFrom: null, host: null, commit: null, version: null };
  const nothing = {
    command: null,
    target: null,
    environment: null,
    counts: null,
    broken: [],
    deferred: {},
    seconds: null,
  };
  return { run, outcome: 'unfinished', at: beganAt(run), ...nobody, ...nothing, ...placeOf(place), problem: null };
}

/** What is known of a run before it ends. */
function askedFor(asked: RunInvocation | undefined): Partial<Pick<RunSummary, 'command' | 'target' | 'environment'>> {
  if (asked === undefined) return {};
  const { command, target, environment } = asked;
  return { command, target, environment };
}

/** `20070901T080000Z-3f09c1` began at 08:00:00 of 2007-09-01. */
function beganAt(run: string): string | null {
  const { day, time } = /^(?<day>\d{8})T(?<time>\d{6})Z-/.exec(run)?.groups ?? {};
  if (day === undefined || time === undefined) return null;
  const date = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
  return `${date}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}.000Z`;
}

function placeOf(place: RunPlace | undefined): Pick<RunSummary, 'position' | 'current'> {
  return place === undefined ? { position: null, current: false } : place;
}

function countsOf(nodes: readonly StoredNodeResult[]): NodeCounts {
  // A test that found rows did run; it counts where its name is told, and as the build counted it.
  const found = Tally.of<NodeStatus>(nodes.map((node) => (isBroken(node) ? 'failed' : node.status)));
  return {
    ran: found.count('ok'),
    reused: found.count('reused'),
    failed: found.count('failed'),
    skipped: found.count('skipped'),
    left: found.count('left'),
  };
}

/** Of what the run made or reused: the others are as an earlier run left them. */
function deferredIn({ nodes }: Manifest, results: readonly StoredNodeResult[]): RunSummary['deferred'] {
  const held = new Map(Object.entries(nodes));
  const taken = results.flatMap(({ id, status }) => {
    const deferred = status === 'ok' || status === 'reused' ? held.get(id)?.deferred : undefined;
    return deferred === undefined ? [] : [[id, [...new Set(Object.values(deferred))]] as const];
  });
  return Object.fromEntries(taken);
}

function isBroken({ status, test }: StoredNodeResult): boolean {
  return status === 'failed' || test?.status === 'fail';
}

function textIn(said: PlainObject, key: string): string | null {
  const value = said[key];
  return typeof value === 'string' ? value : null;
}
