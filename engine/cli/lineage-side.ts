import { buildLineage, type LineageGraph } from '../../lineage/index.ts';
import { compile } from '../compile/index.ts';
import { ProblemError } from '../diagnostics/index.ts';
import { readEnvironment } from '../plan/index.ts';
import { lineageStages } from '../run/index.ts';
import { isStoredRun, lineageOfRun } from './environment-run.ts';
import { gitDefinitions } from './git-definitions.ts';
import { requireRunAt } from './past-run.ts';
import type { GlobalFlags, Session } from './session.ts';

/** One of the two states that a diff compares. */
export interface LineageSide {
  /** `run 20221101T060000Z-5a51f3 of main`, `git main`, `the definitions`. */
  readonly name: string;
  readonly lineage: LineageGraph;
}

/**
 * What a text names: a run by its id, an environment's current run, `ENVIRONMENT@DATE`, or a git revision; nothing means
 * the definitions as they are. `git:` before a revision says that no run and no environment is meant. Throws ProblemError
 * EWS6002 for a name of none of these, EWS4012 for a revision whose definitions cannot be read.
 */
export async function lineageSide(
  session: Session,
  text: string | undefined,
  flags: GlobalFlags,
): Promise<LineageSide> {
  if (text === undefined)
    return { name: 'the definitions', lineage: buildLineage(lineageStages(await compile(session.definitions))) };
  if (text.startsWith('git:')) return revisionSide(session, text.slice('git:'.length), flags);
  const [environment = '', day] = text.split('@');
  if (isEnvironmentName(environment)) {
    if (day !== undefined && /^\d/.test(day)) {
      return runSide(session, await requireRunAt(session, environment, day), `run`, ` of ${environment}`);
    }
    const { manifest } = await readEnvironment(session.effects.store, text);
    if (manifest !== undefined) return runSide(session, manifest.run, 'run', ` of ${text}`);
  }
  if (await isStoredRun(session, text)) return runSide(session, text, 'run', '');
  return revisionSide(session, text, flags);
}

async function runSide(session: Session, run: string, before: string, after: string): Promise<LineageSide> {
  return { name: `${before} ${run}${after}`, lineage: await lineageOfRun(session, run) };
}

async function revisionSide(session: Session, revision: string, flags: GlobalFlags): Promise<LineageSide> {
  const definitions = await gitDefinitions(session.definitions.root, revision, flags);
  if (definitions === undefined) {
    const message = `nothing is called "${revision}": no run, no environment and no git revision`;
    const hint = 'write a run id, an environment, ENVIRONMENT@YYYY-MM-DD or a git revision';
    throw new ProblemError([{ code: 'EWS6002', severity: 'error', message, hint }]);
  }
  return { name: `git ${revision}`, lineage: buildLineage(lineageStages(await compile(definitions))) };
}

/** A text that could be the key of a ref; `sources` is where sources keep theirs. */
function isEnvironmentName(text: string): boolean {
  return /^[a-z0-9][a-z0-9_.-]{0,62}$/.test(text) && text !== 'sources';
}
