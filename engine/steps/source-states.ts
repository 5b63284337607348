import { addDays, type Day } from '../calendar/index.ts';
import type { NodeId } from '../compile/index.ts';
import { ProblemError } from '../diagnostics/index.ts';
import { idOf, nodeId } from '../ids/index.ts';
import {
  type Attestation,
  attestationOf,
  currentObservations,
  effectiveCompleteness,
  fredDay,
  type IngestRequest,
  observationsOf,
  readStoredState,
  type StoredState,
} from '../ingest/index.ts';
import type { SourceHolding } from '../plan/index.ts';
import { type Completeness, type Definitions, type SourceDefinition, withCompleteness } from '../project/index.ts';
import type { Effects } from './context.ts';
import { ingestRequests } from './source-requests.ts';

/** What the lake knows of the sources of a project. */
export interface SourceStates {
  /** The project with the day through which each source is complete: as declared, as attested, or as FRED was asked. */
  readonly complete: Definitions;
  readonly holdings: ReadonlyMap<NodeId, SourceHolding>;
}

type StateEffects = Pick<Effects, 'store' | 'now' | 'signal'>;

/**
 * What the lake holds for every relation, and how far that goes: read together, so that what was attested of some bytes
 * is never said of others that came meanwhile. `definitions` is the project as declared. Fetches and writes nothing.
 */
export async function sourceStates(definitions: Definitions, effects: StateEffects): Promise<SourceStates> {
  const holdings = new Map<NodeId, SourceHolding>();
  const days = new Map<string, Completeness>();
  for (const source of definitions.sources) {
    const states: StoredState[] = [];
    for (const request of ingestRequests(definitions, source)) {
      const state = await stateOf(effects, request);
      states.push(state);
      const relations = request.kind === 'file' ? [request.table] : request.series.map(({ name }) => name);
      for (const relation of relations) {
        const id = idOf.relation(source.name, relation);
        holdings.set(id, holdingOf(id, state));
      }
      if (request.kind === 'live') days.set(source.name, { completeThrough: await askedThrough(effects, request) });
    }
    if (!days.has(source.name)) days.set(source.name, effectiveOf(source, states));
  }
  return { complete: withCompleteness(definitions, days), holdings };
}

/** What the lake knows of sources, whatever their files are now. */
export interface HeldSources {
  /** The project with the day through which each source is complete, as `SourceStates` has it. */
  readonly complete: Definitions;
  /** Digests of the observations that the lake holds, by relation. */
  readonly contents: ReadonlyMap<NodeId, string>;
}

/**
 * What the lake holds of the sources of a project whose files need not be here, such as those of a revision. No file of
 * a source is looked at. `definitions` is the project as declared.
 */
export async function heldSources(definitions: Definitions, effects: StateEffects): Promise<HeldSources> {
  const contents = new Map<NodeId, string>();
  const days = new Map<string, Completeness>();
  for (const source of definitions.sources) {
    const attestations: (Attestation | undefined)[] = [];
    for (const request of ingestRequests(definitions, source)) {
      const { ref, object } = await currentObservations(effects.store, request);
      if (request.kind === 'live') days.set(source.name, { completeThrough: await askedThrough(effects, request) });
      attestations.push(attestationOf(ref, object));
      const relations = object === undefined ? {} : observationsOf(object).relations;
      for (const [id, { digest }] of Object.entries(relations)) contents.set(nodeId(id), digest);
    }
    if (!days.has(source.name)) days.set(source.name, effectiveCompleteness(source.completeThrough, attestations));
  }
  return { complete: withCompleteness(definitions, days), contents };
}

/** The project alone, for commands that compile it and do not ask what is stored. */
export async function asComplete(definitions: Definitions, effects: StateEffects): Promise<Definitions> {
  return (await sourceStates(definitions, effects)).complete;
}

/**
 * The project without asking the lake, for what does not depend on it or cannot reach it: complete as files declare,
 * and a live source through the day that it would be if it were asked now.
 */
export function asDeclared(definitions: Definitions, { now }: Pick<Effects, 'now'>): Definitions {
  const live = definitions.sources.filter((source) =>
    ingestRequests(definitions, source).some(({ kind }) => kind === 'live'),
  );
  const completeThrough = addDays(fredDay(now()), -1);
  return withCompleteness(definitions, new Map(live.map(({ name }) => [name, { completeThrough }])));
}

/** The one place that says through which day a source that is read from files is complete. */
function effectiveOf({ completeThrough }: SourceDefinition, states: readonly StoredState[]): Completeness {
  return effectiveCompleteness(
    completeThrough,
    states.map((state) => (state.kind === 'missing' ? undefined : state.attestation)),
  );
}

/** The day through which a live source is complete, as stored; before its first ingest what it will be then. */
async function askedThrough({ store, now }: StateEffects, request: IngestRequest): Promise<Day> {
  const { ref } = await currentObservations(store, request);
  const stored = ref?.value['completeThrough'];
  return typeof stored === 'string' ? stored : addDays(fredDay(now()), -1);
}

/** A file that cannot be read is missing here; ingesting it says why. */
async function stateOf({ store, now, signal }: StateEffects, request: IngestRequest): Promise<StoredState> {
  try {
    return await readStoredState(store, request, now(), signal);
  } catch (error) {
    // What is damaged in the lake is no matter of the source's file: ingesting would not mend it.
    if (!(error instanceof ProblemError) || error.problems.some(({ code }) => !code.startsWith('EWS3'))) throw error;
    return { kind: 'missing', reason: error.problems[0]?.message ?? 'its data cannot be read' };
  }
}

/** What is stored of one relation; a relation that its source has only just declared is missing. */
function holdingOf(id: NodeId, stored: StoredState): SourceHolding {
  const reason = stored.kind === 'current' ? 'current' : stored.reason;
  const summary = stored.kind === 'missing' ? undefined : observationsOf(stored.object).relations[id];
  if (stored.kind === 'missing' || summary === undefined) return { state: 'missing', reason };
  const { kind, name, fingerprint } = stored.object;
  const lookedOn = stored.kind === 'current' && stored.lookedOn !== undefined ? { lookedOn: stored.lookedOn } : {};
  const object = { kind, name, fingerprint };
  const { n, sha256 } = stored.position;
  const base = { state: stored.kind, reason, content: summary.digest, object, ref: { name, n, sha256 } };
  return { ...base, rows: summary.rows, ...lookedOn };
}
