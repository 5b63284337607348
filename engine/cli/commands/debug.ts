import { type Problem, ProblemError, problem } from '../../diagnostics/index.ts';
import { verifyEnvironments } from '../../inspect/index.ts';
import { appendEvent, type ChainProblem, doneBy, verifyLake } from '../../lake/index.ts';
import { chainProblemText, counted, tableText } from '../../report/index.ts';
import { identified } from '../changing-session.ts';
import type { Check } from '../check.ts';
import { brokenProject, engineChecks, isUnmet, projectChecks } from '../installation-checks.ts';
import { type AskPostures, postureChecks, unmetPostures } from '../posture-checks.ts';
import { type GlobalFlags, openPlace, readPlace, type Session, type TargetedProject } from '../session.ts';
import { tellProblem } from '../tell-problem.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

export interface DebugFlags extends GlobalFlags {
  readonly deep?: boolean;
}

/**
 * `ews debug`: what runs here, and whether it can, also where there is no project or a broken one; of a bucket every
 * posture. `--deep` reads every stored byte again. 1 when a check failed or a required posture is not ok.
 */
export async function runDebug(flags: DebugFlags, terminal: Terminal, ask?: AskPostures): Promise<ExitCode> {
  const problems: Problem[] = [];
  const checks = [...(await engineChecks())];
  const place = await readOrCollect(flags, problems);
  if (place === undefined) checks.push(brokenProject(problems));
  else {
    const postures = await postureChecks(place.target, ask);
    checks.push(...projectChecks(place), ...postures, ...(await lakeChecks(place, flags, terminal, problems)));
    problems.push(...unmetPostures(place.target, postures));
  }
  if (flags.json === true) terminal.answer.gave('debug', { checks, problems });
  else terminal.out(checkTable(checks, terminal));
  for (const problem of problems) tellProblem(problem, flags, terminal);
  return checks.some(isUnmet) ? 1 : 0;
}

async function readOrCollect(flags: DebugFlags, problems: Problem[]): Promise<TargetedProject | undefined> {
  try {
    const place = await readPlace(flags);
    problems.push(...place.warnings);
    return place;
  } catch (error) {
    // A wrong flag is the command's own failure; a wrong project is what it reports on.
    if (!(error instanceof ProblemError) || error.problems.some(({ code }) => code.startsWith('EWS6'))) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

/** The lake itself. One that does not open is a failed check like any other: the postures may say why. */
async function lakeChecks(
  place: TargetedProject,
  flags: DebugFlags,
  terminal: Terminal,
  problems: Problem[],
): Promise<readonly Check[]> {
  try {
    const session = await identified(openPlace(place, flags, terminal), flags, terminal);
    const store = await storeCheck(session, problems);
    return flags.deep === true ? [store, ...(await deepChecks(session, problems))] : [store];
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    problems.push(...error.problems);
    return [{ name: 'store', state: 'failed', detail: error.problems[0]?.message ?? place.target.store.kind }];
  }
}

/** Writes an audit event, which is what every changing command has to be able to do. */
async function storeCheck(session: Session, problems: Problem[]): Promise<Check> {
  const { store, now, origin } = session.effects;
  const name = 'store';
  try {
    await appendEvent(store, {
      at: now().toISOString(),
      ...doneBy(origin),
      action: 'debug',
      outcome: 'done',
    });
    return { name, state: 'ok', detail: `${store.description}, readable and writable` };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    problems.push(...error.problems);
    return { name, state: 'failed', detail: error.problems[0]?.message ?? store.description };
  }
}

/** What the environments name must be there and hold; then whatever else is stored. */
async function deepChecks({ effects, environment }: Session, problems: Problem[]): Promise<readonly Check[]> {
  const named = await verifyEnvironments(effects.store, environment);
  const rest = await verifyLake(effects.store, named.read);
  const told = named.findings.map(recordProblem);
  const stored = [...named.problems, ...rest.problems];
  problems.push(...told, ...stored);
  const { environments, notes } = named;
  const compared = [`${counted(environments.length, 'environment')} compared`, ...notes].join('; ');
  const kinds = [counted(rest.objects, 'object'), counted(rest.files, 'file'), counted(rest.rawFiles, 'raw file')];
  const read = `${kinds.join(', ')} read`;
  return [
    told.length === 0
      ? { name: 'record of runs', state: 'ok', detail: compared }
      : { name: 'record of runs', state: 'failed', detail: `${compared}; ${counted(told.length, 'finding')}` },
    stored.length === 0
      ? { name: 'stored bytes', state: 'ok', detail: `${read}, all as stored` }
      : { name: 'stored bytes', state: 'failed', detail: `${read}, ${stored.length} damaged` },
  ];
}

function recordProblem(finding: ChainProblem): Problem {
  const message = `${chainProblemText(finding)}: ${finding.message}`;
  const hint = 'restore it from a copy; ews lineage verify reads everything that an environment names';
  return problem('EWS5048', message, { hint });
}

function checkTable(checks: readonly Check[], terminal: Terminal): string {
  return tableText(
    {
      columns: ['check', 'state', 'detail'].map((title) => ({ title, align: 'left' as const })),
      rows: checks.map((check) => ({ cells: cellsOf(check, terminal.paintOut), marked: isUnmet(check) })),
    },
    terminal.paintOut,
    terminal.width,
  );
}

function cellsOf(check: Check, { typed }: Terminal['paintOut']): readonly string[] {
  const { name, state, detail, remedy, required } = check;
  return [
    required === true ? `${name} (required)` : name,
    state,
    remedy === undefined ? detail : `${detail} → ${typed(remedy)}`,
  ];
}
