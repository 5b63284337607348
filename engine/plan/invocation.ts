import {
  damagedRecord,
  type FileDigest,
  indentedJson,
  jsonObjectIn,
  type PlainJson,
  type PlainObject,
  readRunFile,
  type Store,
  sha256,
  writeRunFile,
} from '../lake/index.ts';

/** The file of a run that says how it was asked for: it is there before anything is computed. */
export const INVOCATION = 'invocation.json';

/** How a run was asked for: what it takes to ask for it again. */
export interface RunInvocation {
  readonly command: 'build' | 'run' | 'test';
  readonly target: string;
  readonly environment: string;
  readonly select: readonly string[];
  readonly exclude: readonly string[];
  /** Kinds of nodes that it left, whatever was selected. */
  readonly without: readonly string[];
  readonly fullRefresh: boolean;
  readonly failFast: boolean;
  readonly ingest: boolean;
  readonly defer: boolean;
  /** As they were typed; null where they were not. */
  readonly vars: string | null;
  readonly state: string | null;
  readonly threads: string | null;
  /** The run of which it did what that had left to do; null of any other. */
  readonly retries: string | null;
}

/** What a run had left to do: nodes and ingestions by id, or all that it was asked for. */
export interface LeftToDo {
  readonly run: string;
  readonly nodes: ReadonlySet<string> | 'all';
}

/** Writes it down; gives back the file's digest, for the run's manifest. */
export async function writeInvocation(store: Store, runId: string, invocation: RunInvocation): Promise<FileDigest> {
  const bytes = Buffer.from(indentedJson(invocation));
  await writeRunFile(store, runId, INVOCATION, bytes);
  return { sha256: sha256(bytes), bytes: bytes.byteLength };
}

/** Undefined of a run that kept none: one of before. ProblemError EWS5046 where the file is damaged. */
export async function readInvocation(store: Store, runId: string): Promise<RunInvocation | undefined> {
  const bytes = await readRunFile(store, runId, INVOCATION);
  if (bytes === undefined) return undefined;
  const value = jsonObjectIn(bytes);
  if (value !== undefined && isInvocation(value)) return value;
  const file = `runs/${runId}/${INVOCATION} in ${store.description}`;
  const hint = 'restore it from a copy; or build with the flags that you want: ews build';
  throw damagedRecord(`${file} is damaged: it does not say how the run was asked for`, hint);
}

function isInvocation(value: PlainObject): value is PlainObject & RunInvocation {
  const { command, target, environment, select, exclude, without, vars, state, threads, retries } = value;
  const { fullRefresh, failFast, ingest, defer } = value;
  if (command !== 'build' && command !== 'run' && command !== 'test') return false;
  return (
    [target, environment].every((text) => typeof text === 'string') &&
    [select, exclude, without].every(isTexts) &&
    [fullRefresh, failFast, ingest, defer].every((flag) => typeof flag === 'boolean') &&
    [vars, state, threads, retries].every((text) => text === null || typeof text === 'string')
  );
}

function isTexts(value: PlainJson | undefined): boolean {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}
