import { availableParallelism, totalmem } from 'node:os';
import { type Problem, ProblemError } from '../../diagnostics/index.ts';
import { appendEvent, verifyLake } from '../../lake/index.ts';
import { byteSize, counted, problemText, tableText } from '../../report/index.ts';
import { ENGINE_SETTINGS } from '../../warehouse/index.ts';
import { EWS_VERSION, type GlobalFlags, openSession, type Session } from '../session.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

export interface DebugFlags extends GlobalFlags {
  readonly deep?: boolean;
}

/** One fact about the installation. `not verified`: this machine cannot tell, so nobody may rely on it. */
interface Check {
  readonly name: string;
  readonly state: 'ok' | 'failed' | 'not verified';
  readonly detail: string;
}

/** `ews debug`: what runs here, and whether it can; `--deep` reads every stored byte again. 1 when a check failed. */
export async function runDebug(flags: DebugFlags, terminal: Terminal): Promise<ExitCode> {
  const session = await openSession(flags);
  const problems: Problem[] = [...session.warnings];
  const checks = [...installationChecks(session), await storeCheck(session, problems)];
  if (flags.deep === true) checks.push(await lakeCheck(session, problems));
  if (flags.json === true) terminal.out(JSON.stringify({ checks, problems }, null, 2));
  else {
    terminal.out(checkTable(checks, terminal));
    for (const problem of problems) terminal.err(problemText(problem, terminal.paintErr));
  }
  return checks.some(({ state }) => state === 'failed') ? 1 : 0;
}

function installationChecks(session: Session): readonly Check[] {
  const { definitions, target, effects } = session;
  const { threads, memory } = target.resources;
  const commit = effects.origin.commit;
  const groups = counted(definitions.groups.length, 'group');
  return [
    { name: 'ews', state: 'ok', detail: EWS_VERSION },
    nodeCheck(process.versions.node),
    {
      name: 'engine',
      state: 'ok',
      detail: `${ENGINE_SETTINGS.engine}, ${ENGINE_SETTINGS.threads} thread a node, ${ENGINE_SETTINGS.timeZone}`,
    },
    { name: 'project', state: 'ok', detail: `${definitions.config.name} in ${definitions.root}, ${groups}` },
    {
      name: 'target',
      state: 'ok',
      detail: `${target.name}, environment ${session.environment}, FRED from the ${target.fred}`,
    },
    {
      name: 'resources',
      state: 'ok',
      detail: `${threads} threads of ${availableParallelism()}, ${memory} a node of ${byteSize(totalmem())}, ${target.resources.nodeTimeoutSeconds} s a node`,
    },
    {
      name: 'git',
      state: commit === null ? 'not verified' : 'ok',
      detail: commit === null ? 'not a git checkout: runs carry no commit' : describeCommit(commit),
    },
    { name: 'isolation of training', state: 'not verified', detail: 'training runs inside the engine’s own process' },
    ...target.postures.map(
      (posture): Check => ({ name: posture, state: 'not verified', detail: 'a local store has no such posture' }),
    ),
  ];
}

function nodeCheck(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const ok = major > 20 || (major === 20 && minor >= 19);
  return { name: 'node', state: ok ? 'ok' : 'failed', detail: ok ? version : `${version}, 20.19 or newer is needed` };
}

function describeCommit(commit: string): string {
  return commit.endsWith('+') ? `${commit.slice(0, 12)}, with uncommitted changes` : commit.slice(0, 12);
}

/** Writes an audit event, which is what every changing command has to be able to do. */
async function storeCheck(session: Session, problems: Problem[]): Promise<Check> {
  const { store, now, origin } = session.effects;
  const name = 'store';
  try {
    await appendEvent(store, {
      at: now().toISOString(),
      actor: origin.actor,
      action: 'debug',
      outcome: 'done',
      origin: origin.host,
    });
    return { name, state: 'ok', detail: `${store.description}, readable and writable` };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    problems.push(...error.problems);
    return { name, state: 'failed', detail: error.problems[0]?.message ?? store.description };
  }
}

async function lakeCheck(session: Session, problems: Problem[]): Promise<Check> {
  const found = await verifyLake(session.effects.store);
  problems.push(...found.problems);
  const read = `${counted(found.objects, 'object')}, ${counted(found.files, 'file')}, ${counted(found.rawFiles, 'raw file')} read`;
  const damaged = found.problems.length;
  return damaged === 0
    ? { name: 'stored bytes', state: 'ok', detail: `${read}, all as stored` }
    : { name: 'stored bytes', state: 'failed', detail: `${read}, ${damaged} damaged` };
}

const TITLES = ['check', 'state', 'detail'] as const;

function checkTable(checks: readonly Check[], terminal: Terminal): string {
  const paint = terminal.paintOut;
  const rows = checks.map(({ name, state, detail }) => ({ cells: [name, state, detail], marked: state === 'failed' }));
  return tableText(
    { columns: TITLES.map((title) => ({ title, align: 'left' as const })), rows },
    paint,
    terminal.width,
  );
}
