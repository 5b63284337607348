import { type LineageGraph, type LineageJson, lineageFromJson } from '../../lineage/index.ts';
import { type ProblemError, problemError } from '../diagnostics/index.ts';
import { isRunId } from '../ids/index.ts';
import {
  damagedRecord,
  isPlainObject,
  jsonObjectIn,
  listRunFiles,
  readCollected,
  sha256,
  whenCollected,
} from '../lake/index.ts';
import {
  holderOf,
  type Manifest,
  type RunWithFiles,
  readEnvironment,
  readFileOfRun,
  readManifest,
  runsNamedBy,
} from '../plan/index.ts';
import type { DefinitionWords } from '../run/index.ts';
import type { Session } from './session.ts';

/** The manifest of the environment's current run. ProblemError EWS4005 before its first build. */
export async function currentManifest(session: Session): Promise<Manifest> {
  const { manifest, deleted } = await readEnvironment(session.effects.store, session.environment);
  if (manifest !== undefined) return manifest;
  const name = `environment "${session.environment}"`;
  const message =
    deleted === undefined ? `${name} holds no run yet` : `${name} was deleted on ${deleted.at} by ${deleted.actor}`;
  throw problemError('EWS4005', message, { hint: buildHint(session) });
}

/** The manifest of a run. ProblemError EWS4005 when there is no such run. */
export async function requiredManifest(session: Session, runId: string): Promise<Manifest> {
  const manifest = isRunId(runId) ? await readManifest(session.effects.store, runId) : undefined;
  return manifest ?? noRunFile(session, runId, 'manifest');
}

/** Whether a text is the id of a run that the lake holds. */
export async function isStoredRun(session: Session, text: string): Promise<boolean> {
  return isRunId(text) && (await readManifest(session.effects.store, text)) !== undefined;
}

/** The lineage as a run stored it. ProblemError EWS4005 when the run did not write it, EWS5046 when it is damaged. */
export async function lineageOfRun(session: Session, runId: string): Promise<LineageGraph> {
  const file = 'lineage.json';
  const bytes = await requireRunFile(session, await named(session, runId), file, 'lineage');
  const lineage = lineageIn(bytes);
  if (lineage !== undefined) return lineage;
  throw damagedRunFile(session, runId, file, 'is damaged: it is no lineage');
}

/** Undefined for bytes that are no lineage: those of runs whose manifest has no digest of them may be anything. */
function lineageIn(bytes: Uint8Array): LineageGraph | undefined {
  const json = jsonObjectIn(bytes);
  try {
    return json === undefined ? undefined : lineageFromJson(json as unknown as LineageJson);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** What the definitions of a run said; nothing for a run of before that was kept. */
export async function definitionsOfRun(session: Session, runId: string): Promise<DefinitionWords> {
  const file = 'definitions.json';
  const manifest = await named(session, runId);
  if (manifest.files === undefined && (await readFileOfRun(session.effects.store, manifest, file)) === undefined) {
    return { files: {}, stages: {} };
  }
  const words = jsonObjectIn(await requireRunFile(session, manifest, file, 'definitions'));
  if (words !== undefined && isPlainObject(words['files']) && isPlainObject(words['stages'])) {
    return words as unknown as DefinitionWords;
  }
  throw damagedRunFile(session, runId, file, 'is damaged: it holds no definitions');
}

/** A run by its id, with what its manifest has of its files where it has one. */
async function named({ effects }: Session, runId: string): Promise<RunWithFiles> {
  return (isRunId(runId) ? await readManifest(effects.store, runId) : undefined) ?? { run: runId };
}

/**
 * A file of a run, compared with the digest that its manifest has of it. ProblemError EWS4005 when the run did not
 * write it, nor named it, EWS5046 when it is not what was written.
 */
export async function requireRunFile(
  session: Session,
  run: RunWithFiles,
  file: string,
  what: string,
): Promise<Uint8Array> {
  const bytes = isRunId(run.run) ? await readFileOfRun(session.effects.store, run, file) : undefined;
  const { files } = run;
  const recorded = files?.[file];
  if (bytes === undefined && recorded === undefined) return noRunFile(session, run.run, what);
  const holder = holderOf(run, file);
  if (bytes === undefined) throw await goneRunFile(session, holder, file);
  if (files !== undefined && recorded?.sha256 !== sha256(bytes)) {
    const found = recorded === undefined ? 'is not a file that the run wrote' : 'was changed since the run wrote it';
    throw damagedRunFile(session, holder, file, found);
  }
  if (bytes.length === 0) throw damagedRunFile(session, holder, file, 'is damaged: it is empty');
  return bytes;
}

/** A file that its manifest names and that is not there: collected, ProblemError EWS4034, or damage. */
async function goneRunFile(session: Session, runId: string, file: string): Promise<ProblemError> {
  const collected = whenCollected(await readCollected(session.effects.store), `runs/${runId}/${file}`);
  if (collected === undefined) return damagedRunFile(session, runId, file, 'is gone, and the manifest names it');
  const message = `runs/${runId}/${file} was collected ${collected.at.slice(0, 10)} by gc#${collected.step}`;
  const hint = `look at a newer run, ews runs; or build the definitions of then again, ${buildHint(session)}`;
  return problemError('EWS4034', message, { hint });
}

function damagedRunFile(session: Session, runId: string, file: string, found: string): ProblemError {
  const message = `runs/${runId}/${file} in ${session.effects.store.description} ${found}`;
  const hint = `restore it from a copy; or remove it and have the next run write it anew, ${buildHint(session)}`;
  return damagedRecord(message, hint);
}

/** That a run has no such file; or that there is no such run, with where to look for one. */
async function noRunFile(session: Session, runId: string, what: string): Promise<never> {
  const { store } = session.effects;
  const isWritten = isRunId(runId) && (await listRunFiles(store, runId)).length > 0;
  if (isWritten && (await isStoredRun(session, runId))) {
    throw problemError('EWS4005', `run ${runId} has no ${what}`, { hint: buildHint(session) });
  }
  const message = isWritten
    ? `run ${runId} has no manifest`
    : `there is no run "${runId}" in the lake at ${store.description}`;
  throw problemError('EWS4005', message, { hint: RUNS_HINT });
}

/** What to do where a run is not known by the name that it was given. */
export const RUNS_HINT = 'ews runs lists the runs of the lake';

/**
 * The path of a file of a run on this machine, with the rest of the run beside it, and of the runs whose files it
 * names: pages link to each other.
 */
export async function localRunFile(session: Session, run: RunWithFiles, file: string, what: string): Promise<string> {
  const { store } = session.effects;
  await requireRunFile(session, run, file, what);
  const wanted = `runs/${holderOf(run, file)}/${file}`;
  const keys = (await Promise.all([run.run, ...runsNamedBy(run)].map((each) => listRunFiles(store, each)))).flat();
  await Promise.all(keys.filter((key) => key !== wanted).map((key) => store.localPath(key)));
  return store.localPath(wanted);
}

/** The command that builds what is missing here. */
function buildHint(session: Session, selection = ''): string {
  const environment = session.environment === session.target.environment ? '' : ` --env ${session.environment}`;
  return `run: ews build${selection}${environment}`;
}
