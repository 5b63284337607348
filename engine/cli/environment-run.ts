import { type LineageGraph, type LineageJson, lineageFromJson } from '../../lineage/index.ts';
import { ProblemError } from '../diagnostics/index.ts';
import { listRunFiles, readRunFile } from '../lake/index.ts';
import { type Manifest, readEnvironment, readManifest } from '../plan/index.ts';
import type { DefinitionWords } from '../run/index.ts';
import type { Session } from './session.ts';

/** The manifest of the environment's current run. ProblemError EWS4005 before its first build. */
export async function currentManifest(session: Session): Promise<Manifest> {
  const { manifest } = await readEnvironment(session.effects.store, session.environment);
  if (manifest !== undefined) return manifest;
  const message = `environment "${session.environment}" holds no run yet`;
  throw new ProblemError([{ code: 'EWS4005', severity: 'error', message, hint: buildHint(session) }]);
}

/** The manifest of a run. ProblemError EWS4005 when there is no such run. */
export async function manifestOfRun(session: Session, run: string): Promise<Manifest> {
  const manifest = isRunId(run) ? await readManifest(session.effects.store, run) : undefined;
  return manifest ?? noRunFile(session, run, 'manifest');
}

/** Whether a text is the id of a run that the lake holds. */
export async function isStoredRun(session: Session, text: string): Promise<boolean> {
  return isRunId(text) && (await readManifest(session.effects.store, text)) !== undefined;
}

/** The lineage as a run stored it. ProblemError EWS4005 when the run did not write it. */
export async function lineageOfRun(session: Session, run: string): Promise<LineageGraph> {
  const bytes = await requireRunFile(session, run, 'lineage.json', 'lineage');
  return lineageFromJson(JSON.parse(Buffer.from(bytes).toString('utf8')) as LineageJson);
}

/** What the definitions of a run said; nothing for a run of before that was kept. */
export async function definitionsOfRun(session: Session, run: string): Promise<DefinitionWords> {
  const bytes = isRunId(run) ? await readRunFile(session.effects.store, run, 'definitions.json') : undefined;
  if (bytes === undefined) return { files: {}, stages: {} };
  return JSON.parse(Buffer.from(bytes).toString('utf8')) as DefinitionWords;
}

/** A file of a run. ProblemError EWS4005 when the run did not write it. */
export async function requireRunFile(session: Session, run: string, file: string, what: string): Promise<Uint8Array> {
  const bytes = isRunId(run) ? await readRunFile(session.effects.store, run, file) : undefined;
  return bytes ?? noRunFile(session, run, what);
}

/** What a user gives as a run may be no part of a key at all. */
function isRunId(text: string): boolean {
  return /^[\w-]+$/.test(text);
}

function noRunFile(session: Session, run: string, what: string): never {
  const message = `run ${run} has no ${what}`;
  throw new ProblemError([{ code: 'EWS4005', severity: 'error', message, hint: buildHint(session) }]);
}

/** The same as a local file, with the rest of the run beside it: pages link to each other. */
export async function localRunFile(session: Session, run: string, file: string, what: string): Promise<string> {
  const { store } = session.effects;
  const keys = await listRunFiles(store, run);
  const wanted = `runs/${run}/${file}`;
  if (!keys.includes(wanted)) return noRunFile(session, run, what);
  await Promise.all(keys.filter((key) => key !== wanted).map((key) => store.localPath(key)));
  return store.localPath(wanted);
}

/** The command that builds what is missing here. */
function buildHint(session: Session, selection = ''): string {
  const environment = session.environment === session.target.environment ? '' : ` --env ${session.environment}`;
  return `run: ews build${selection}${environment}`;
}
