import { type Problem, ProblemError } from '../../diagnostics/index.ts';
import { appendEvent, verifyLake } from '../../lake/index.ts';
import { counted, problemText, tableText } from '../../report/index.ts';
import { brokenProject, type Check, engineChecks, projectChecks } from '../installation-checks.ts';
import { type GlobalFlags, openSession, type Session } from '../session.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

export interface DebugFlags extends GlobalFlags {
  readonly deep?: boolean;
}

/**
 * `ews debug`: what runs here, and whether it can, also where there is no project or a broken one; `--deep` reads every
 * stored byte again. 1 when a check failed.
 */
export async function runDebug(flags: DebugFlags, terminal: Terminal): Promise<ExitCode> {
  const problems: Problem[] = [];
  const checks = [...(await engineChecks())];
  const session = await openOrCollect(flags, terminal, problems);
  if (session === undefined) checks.push(brokenProject(problems));
  else {
    checks.push(...projectChecks(session), await storeCheck(session, problems));
    if (flags.deep === true) checks.push(await lakeCheck(session, problems));
  }
  if (flags.json === true) terminal.out(JSON.stringify({ checks, problems }, null, 2));
  else {
    terminal.out(checkTable(checks, terminal));
    for (const problem of problems) terminal.err(problemText(problem, terminal.paintErr));
  }
  return checks.some(({ state }) => state === 'failed') ? 1 : 0;
}

async function openOrCollect(flags: DebugFlags, terminal: Terminal, problems: Problem[]): Promise<Session | undefined> {
  try {
    const session = await openSession(flags, terminal);
    problems.push(...session.warnings);
    return session;
  } catch (error) {
    // A wrong flag is the command's own failure; a wrong project is what it reports on.
    if (!(error instanceof ProblemError) || error.problems.some(({ code }) => code.startsWith('EWS6'))) throw error;
    problems.push(...error.problems);
    return undefined;
  }
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

function checkTable(checks: readonly Check[], terminal: Terminal): string {
  return tableText(
    {
      columns: ['check', 'state', 'detail'].map((title) => ({ title, align: 'left' as const })),
      rows: checks.map(({ name, state, detail }) => ({ cells: [name, state, detail], marked: state === 'failed' })),
    },
    terminal.paintOut,
    terminal.width,
  );
}
