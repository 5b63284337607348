import { firstProblems, type Problem, ProblemError } from '../../diagnostics/index.ts';
import { LIMITS } from '../../limits/index.ts';
import { exitCodeOf, reportFailure } from '../failure.ts';
import { tellNotice } from '../live-notices.ts';
import { logLine } from '../log-line.ts';
import type { GlobalFlags } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { EWS_VERSION } from '../version.ts';
import { writeNamedFile } from '../written-file.ts';
import type { Envelope } from './envelope.ts';
import { problemDocument } from './problem-documents.ts';
import { runSummaryLine } from './run-summary-line.ts';

/** How a command ended that is told of. */
export interface CommandEnd {
  /** `lineage verify`; null where what was typed is no command. */
  readonly command: string | null;
  readonly exitCode: number;
  /** What is called a bug of ours, where it ended with one. */
  readonly bug?: string | undefined;
  /** Since the process began, or a watch saw the save. */
  readonly seconds: number;
}

/** Most bytes of the line that sums up a run. */
const LONGEST_SUMMARY = 4_000;

const RUNS: ReadonlySet<string | null> = new Set(['build', 'run', 'test', 'retry']);

/**
 * Tells machines what a command came to, as they asked for it: all problems together, its result in an envelope, the
 * last line of a log. Answers with the exit code: another one where the file of problems cannot be written.
 */
export async function tellAnswer(end: CommandEnd, flags: GlobalFlags, terminal: Terminal): Promise<number> {
  const gathered = terminal.answer.taken();
  const found = firstProblems(gathered.problems, LIMITS.problems.most);
  const unwritten = await tellProblems(found, end, flags, terminal);
  const exitCode = unwritten === undefined ? end.exitCode : exitCodeOf(unwritten);
  const problems = [...found, ...(unwritten?.problems ?? [])];
  if (flags.json === true) {
    const { result = null } = gathered;
    const { command, bug = null } = end;
    const envelope = { ews: EWS_VERSION, command, ok: exitCode === 0, exitCode, problems, bug, result };
    terminal.out(JSON.stringify(envelope satisfies Record<keyof Envelope, unknown>, null, 2));
  }
  const { command, seconds } = end;
  if (flags.logFormat === 'json' && command !== null && RUNS.has(command)) {
    const line = runSummaryLine({ ...gathered, problems }, { command, exitCode, seconds });
    terminal.err(logLine(line, LONGEST_SUMMARY));
  }
  return exitCode;
}

/** What is wrong with the file that they were to be written to, where something is. */
async function tellProblems(
  problems: readonly Problem[],
  { command, exitCode }: CommandEnd,
  flags: GlobalFlags,
  terminal: Terminal,
): Promise<ProblemError | undefined> {
  const { problems: format = 'text', problemsTo, projectDir } = flags;
  if (format === 'text') return undefined;
  const text = await problemDocument(problems, format, { command, exitCode, projectDir });
  if (problemsTo === undefined) {
    if (text !== '') terminal.err(text);
    return undefined;
  }
  try {
    // Made anew by every command, as a log is.
    await writeNamedFile(problemsTo, text === '' ? '' : `${text}\n`, { ...flags, overwrite: true });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    reportFailure(error, flags, terminal);
    return error;
  }
  if (flags.quiet !== true) tellNotice(`wrote ${problemsTo}`, flags, terminal);
  return undefined;
}
