import { type Day, utcDay } from '../calendar/index.ts';
import { type Problem, ProblemError, problem, problemError } from '../diagnostics/index.ts';
import { advanceRef, type ObjectMeta, type Ref, type Store } from '../lake/index.ts';
import { first, last } from '../presence/index.ts';
import {
  type Attestation,
  attestationOf,
  effectiveCompleteness,
  type StoredAttestation,
  storedAttestation,
} from './attestation.ts';
import { currentObservations } from './current-observations.ts';
import { checkIngestDay, lookedOnOf } from './ingest-day.ts';
import { noteFileLook } from './note-look.ts';
import { digestOfVersion, observationsOf } from './observations.ts';
import { readStoredState } from './read-stored-state.ts';
import { type FileBasedRequest, observationsName } from './request.ts';
import type { MissingObservations, StaleObservations } from './stored-state.ts';

/** A statement about a source, and the tables that the source is made of. */
export interface AttestInput {
  readonly source: string;
  /** Every table of the source, or its one file. */
  readonly requests: readonly FileBasedRequest[];
  /** The day to attest; undefined where the present attestation is withdrawn without another. */
  readonly through: Day | undefined;
  /** Only then may `through` lie before the day that is attested now. */
  readonly withdraw: boolean;
  readonly by: string;
  readonly note: string;
}

export interface AttestedTable {
  /** Its ref, and the position that was made. */
  readonly ref: string;
  readonly n: number;
  /** SHA-256 of the file that was compared. */
  readonly sha256: string;
  /** The newest period that it holds, over all its series. */
  readonly newest: Day;
}

export interface AttestOutcome {
  /** `unchanged`: the source is complete through that very day already, and nothing was recorded. */
  readonly kind: 'attested' | 'withdrawn' | 'unchanged';
  /** The day through which the source is complete now; absent where nothing says so. */
  readonly completeThrough?: Day;
  /** The attestation that makes it so; absent where the declaration does. */
  readonly attestation?: Attestation;
  /** The day through which it was complete before. */
  readonly before?: string;
  readonly tables: readonly AttestedTable[];
}

const ATTEMPTS = 6;

/**
 * Records what a person saw at the publisher as the next position of the refs of the source's tables, which keep their
 * observations. Each position names the bytes that it is about. ProblemError EWS6010 for a day that cannot be attested,
 * EWS6012 where what is stored is not what lies in the project, EWS3022 for a clock before the last look, EWS4001 where
 * others move the refs without pause; a lake that cannot be written to is EWS4006.
 */
export async function attest(store: Store, input: AttestInput, now: Date): Promise<AttestOutcome> {
  let compared: readonly string[] | undefined;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const tables = await readTables(store, input, now);
    const bytes = tables.map(({ sha256 }) => sha256);
    if (compared !== undefined && compared.join() !== bytes.join()) throw new ProblemError([overtaken(input)]);
    compared = bytes;
    const outcome = await attestOnce(store, input, tables, { now, isRetry: attempt > 0 });
    if (outcome === undefined) continue;
    // A table may have been ingested anew, or attested otherwise, after its turn had come.
    const after = await readTables(store, input, now);
    if (after.map(({ sha256 }) => sha256).join() !== bytes.join()) throw new ProblemError([overtaken(input)]);
    if (!isLess(presentOf(input, after).completeThrough, outcome.completeThrough)) return outcome;
  }
  const message = `source ${input.source} is being ingested or attested by others without pause`;
  throw problemError('EWS4001', message, { hint: 'run again when they are done' });
}

interface AttestableTable {
  readonly request: FileBasedRequest;
  readonly ref: Ref;
  readonly object: ObjectMeta;
  readonly sha256: string;
  readonly newest: Day;
}

/** Where every table stands. Throws unless what is stored is what lies in the project. */
async function readTables(store: Store, input: AttestInput, now: Date): Promise<readonly AttestableTable[]> {
  const tables: AttestableTable[] = [];
  for (const request of input.requests) {
    const name = observationsName(request);
    const state = await readStoredState(store, request, now);
    if (state.kind !== 'current') throw new ProblemError([notComparable(input.source, name, state)]);
    const { ref, object } = await currentObservations(store, request);
    const newestFile = object === undefined ? undefined : observationsOf(object).history.at(-1);
    if (ref === undefined || object === undefined || newestFile === undefined) {
      throw new ProblemError([overtaken(input)]);
    }
    const lookedOn = lookedOnOf(ref, observationsOf(object).history);
    checkIngestDay(utcDay(now), { source: name, completeThrough: request.completeThrough, lookedOn });
    const dates = Object.values(observationsOf(object).relations).map(({ lastDate }) => lastDate);
    tables.push({ request, ref, object, sha256: digestOfVersion(newestFile), newest: last(dates.toSorted()) });
  }
  return tables;
}

/** One try; undefined if another writer moved a ref meanwhile. */
async function attestOnce(
  store: Store,
  input: AttestInput,
  tables: readonly AttestableTable[],
  { now, isRetry }: { readonly now: Date; readonly isRetry: boolean },
): Promise<AttestOutcome | undefined> {
  const { completeThrough: declared } = first(input.requests);
  const saying = { by: input.by, at: now.toISOString(), note: input.note };
  const present = presentOf(input, tables);
  const before = present.completeThrough === undefined ? {} : { before: present.completeThrough };
  // The last try before this one may have been the one that wrote it all.
  const isSaid = isRetry && tables.every(({ ref, sha256 }) => saysSo(storedAttestation(ref), input, saying, sha256));
  if (!isSaid && input.through !== undefined && input.through === present.completeThrough) {
    return { kind: 'unchanged', ...present, ...before, tables: tables.map(tableOf) };
  }
  if (!isSaid) checkDays(input, present, declared, utcDay(now));
  const written: AttestedTable[] = [];
  for (const table of tables) {
    const n = await advance(store, table, { input, saying, now });
    if (n === undefined) return undefined;
    written.push({ ...tableOf(table), n });
  }
  const kind = input.through === undefined || input.withdraw ? 'withdrawn' : 'attested';
  const said = input.through === undefined ? undefined : { completeThrough: input.through, ...saying };
  const completeness = effectiveCompleteness(
    declared,
    Array.from(tables, () => said),
  );
  return {
    kind,
    ...completeness,
    ...before,
    tables: written,
  };
}

/** Through when the source is complete by what its tables hold. */
function presentOf(
  { requests }: AttestInput,
  tables: readonly AttestableTable[],
): ReturnType<typeof effectiveCompleteness> {
  const attested = tables.map(({ ref, object }) => attestationOf(ref, object));
  return effectiveCompleteness(first(requests).completeThrough, attested);
}

function isLess(now: string | undefined, said: string | undefined): boolean {
  return said !== undefined && (now === undefined || now < said);
}

function tableOf({ ref, sha256, newest }: AttestableTable): AttestedTable {
  return { ref: ref.name, n: ref.n, sha256, newest };
}

interface Saying {
  readonly input: AttestInput;
  readonly saying: Omit<Attestation, 'completeThrough'>;
  readonly now: Date;
}

/** The position that was made, or that says it already; undefined if another writer moved the ref meanwhile. */
async function advance(
  store: Store,
  table: AttestableTable,
  { input, saying, now }: Saying,
): Promise<number | undefined> {
  if (saysSo(storedAttestation(table.ref), input, saying, table.sha256)) return table.ref.n;
  // Somebody who is at it too has said more of this table already.
  const present = attestationOf(table.ref, table.object)?.completeThrough;
  if (!input.withdraw && isLess(input.through, present)) return table.ref.n;
  // Whoever compares the file with the page has looked at it: what it does not hold was not known today.
  await noteFileLook(store, table.request, now);
  const { ref, object } = await currentObservations(store, table.request);
  if (ref === undefined || object?.fingerprint !== table.object.fingerprint) return undefined;
  if (JSON.stringify(ref.value['attestation']) !== JSON.stringify(table.ref.value['attestation'])) return undefined;
  const attestation = { completeThrough: input.through ?? null, ...saying, sha256: table.sha256 };
  const { previous: _, ...value } = ref.value;
  const moved = await advanceRef(store, ref.name, ref, { ...value, attestation });
  return moved.kind === 'advanced' ? moved.n : undefined;
}

/** Whether a table holds this very statement: a try before this one lost the race for another table. */
function saysSo(
  stored: StoredAttestation | undefined,
  { through }: AttestInput,
  { by, at, note }: Saying['saying'],
  sha256: string,
): boolean {
  if (stored === undefined) return false;
  const isSame = stored.by === by && stored.at === at && stored.note === note;
  return isSame && stored.completeThrough === (through ?? null) && stored.sha256 === sha256;
}

/** Throws EWS6010 for a day that is not over, or before the present one where that is not withdrawn. */
function checkDays(
  { source, through, withdraw }: AttestInput,
  present: ReturnType<typeof effectiveCompleteness>,
  declared: string | undefined,
  today: Day,
): void {
  if (through !== undefined && through > today) {
    const hint = 'nobody can have looked at a day to come: set --through to today or earlier, or the clock';
    throw refused(`source ${source} cannot be complete through ${through}: today is ${today} by this clock`, hint);
  }
  const { completeThrough: now, attestation } = present;
  if (!withdraw) {
    if (through === undefined || now === undefined || through > now) return;
    const as = attestation === undefined ? 'as declared' : `attested by ${attestation.by}`;
    const way = attestation === undefined ? 'correct complete_through in its YAML' : 'add --withdraw';
    const hint = `to take back what was said, ${way}; otherwise set --through after ${now}`;
    throw refused(`source ${source} is complete through ${now} already, ${as}: ${through} is before that`, hint);
  }
  if (attestation === undefined) {
    const hint = 'what is declared is taken back by correcting complete_through in its YAML';
    throw refused(`source ${source} has no attestation to withdraw in this lake`, hint);
  }
  if (through === undefined) return;
  if (through >= attestation.completeThrough) {
    const hint = 'leave out --withdraw to attest a later day';
    throw refused(`${through} takes nothing back: source ${source} is attested through ${now}`, hint);
  }
  if (declared !== undefined && through <= declared) {
    const hint = `leave out --through to go back to the declaration, ${declared}; that is corrected in its YAML`;
    throw refused(`source ${source} is declared complete through ${declared}: ${through} is not after that`, hint);
  }
}

function refused(message: string, hint: string): ProblemError {
  return problemError('EWS6010', `${message}; nothing was recorded`, { hint });
}

/** Refuses a table that is stored otherwise than it lies in the project, or not at all. */
function notComparable(source: string, name: string, state: StaleObservations | MissingObservations): Problem {
  const { kind, reason } = state;
  const lacks = kind === 'missing' ? `is not in this lake: ${reason}` : `is stored as it was: ${reason}`;
  const message = `${name} ${lacks}; nothing was recorded`;
  const hint = `what is attested are the bytes that the lake holds: run ews ingest ${source} first, then compare again`;
  return problem('EWS6012', message, { hint });
}

function overtaken({ source }: AttestInput): Problem {
  const message = `source ${source} was ingested anew meanwhile; nothing was recorded of the new bytes`;
  const hint = 'compare what is stored now with the publisher, then attest again';
  return problem('EWS6012', message, { hint });
}
