import { closestMatch, type ProblemError, problemError, usageError } from '../diagnostics/index.ts';
import { readEnvironment } from '../plan/index.ts';
import { isEnvironmentName } from '../project/index.ts';
import { isStoredRun, RUNS_HINT } from './environment-run.ts';
import { requireRunAt } from './past-run.ts';
import { commonCommit, revisionNames } from './revision-graph.ts';
import type { Session } from './session.ts';

/** One of the two states that are compared, by its name; nothing of it is read yet. */
export type ComparedSide =
  | { readonly kind: 'run'; readonly name: string; readonly run: string }
  | { readonly kind: 'revision'; readonly name: string; readonly revision: string; readonly text: string }
  | { readonly kind: 'definitions'; readonly name: string };

/** That a revision is meant, and neither a run nor an environment. */
const REVISION = 'git:';

/**
 * What a text names: a run by its id, an environment's current run, `ENVIRONMENT@DATE`, or a git revision; nothing
 * means the definitions as they are. `git:` before a revision says that no run and no environment is meant. Throws
 * ProblemError EWS4005 for a day on which an environment held no run. Whether git knows the revision is seen when it is
 * read.
 */
export async function comparedSide(session: Session, text: string | undefined): Promise<ComparedSide> {
  if (text === undefined) return { kind: 'definitions', name: 'the definitions' };
  const stored = isRevision(text) ? undefined : await storedSide(session, text);
  return stored ?? revisionSide(text);
}

/** Whether a text says itself that it names a revision. */
export function isRevision(text: string | undefined): boolean {
  return text?.startsWith(REVISION) === true;
}

/** The revision that a text names if it names one. */
export function revisionIn(text: string): string {
  return isRevision(text) ? text.slice(REVISION.length) : text;
}

function revisionSide(text: string): ComparedSide {
  const revision = revisionIn(text);
  return { kind: 'revision', name: `git ${revision}`, revision, text };
}

/**
 * The two texts of `A...B`, as git has it: what B brings, seen from where it left A. Other texts are left as they are.
 * ProblemError EWS6001 where the two have no commit in common.
 */
export async function fromCommonCommit(
  root: string,
  a: string,
  b: string | undefined,
): Promise<readonly [string, string | undefined]> {
  const [one = '', other = '', more] = revisionIn(a).split('...');
  if (b !== undefined || other === '' || one === '' || more !== undefined) return [a, b];
  const base = await commonCommit(root, one, other);
  if (base !== undefined) return [`${REVISION}${base}`, `${REVISION}${other}`];
  const message = `git knows no commit from which both ${one} and ${other} come`;
  throw usageError(message, 'name two revisions; a shallow clone has the newest commits alone: git fetch --unshallow');
}

/** What a run stored; undefined where the text names none. */
async function storedSide(session: Session, text: string): Promise<ComparedSide | undefined> {
  const { environment = '', day } = /^(?<environment>[^@]+)@(?<day>\d.*)$/.exec(text)?.groups ?? {};
  if (day !== undefined && isEnvironmentName(environment)) {
    return runSide(await requireRunAt(session, environment, day), environment);
  }
  if (isEnvironmentName(text)) {
    const { manifest } = await readEnvironment(session.effects.store, text);
    if (manifest !== undefined) return runSide(manifest.run, text);
  }
  return (await isStoredRun(session, text)) ? runSide(text) : undefined;
}

function runSide(run: string, environment?: string): ComparedSide {
  return { kind: 'run', name: environment === undefined ? `run ${run}` : `run ${run} of ${environment}`, run };
}

/** That a text names nothing, with what it may mean. */
export async function unknownSide(session: Session, text: string, why: string): Promise<ProblemError> {
  const message = `no run and no environment is called "${text}", and ${why}`;
  const match = closestMatch(text, [session.environment, ...(await revisionNames(session.definitions.root))]);
  const hint =
    match === undefined
      ? `write a run id, an environment, ENVIRONMENT@YYYY-MM-DD or a git revision; ${RUNS_HINT}`
      : `did you mean "${match}"?`;
  return problemError('EWS6002', message, { hint });
}
