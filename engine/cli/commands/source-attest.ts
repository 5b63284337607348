import { isDay } from '../../calendar/index.ts';
import { usageError } from '../../diagnostics/index.ts';
import { type AttestReport, attestSource } from '../../run/index.ts';
import { attestedBy } from '../attested-by.ts';
import { openChangingSession } from '../changing-session.ts';
import type { GlobalFlags } from '../session.ts';
import { tellProblem } from '../tell-problem.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

export interface AttestFlags extends GlobalFlags {
  readonly through?: string;
  readonly note?: string;
  readonly withdraw?: boolean;
}

/** `ews source attest SOURCE`: somebody looked at what a source publishes, and it holds nothing that the lake lacks. */
export async function runSourceAttest(source: string, flags: AttestFlags, terminal: Terminal): Promise<ExitCode> {
  // A note that is missing is refused as an empty one is, by whoever records it.
  const { through, withdraw = false, note = '' } = flags;
  if (through === undefined && !withdraw) {
    throw usageError(
      `through which day is ${source} complete?`,
      'add --through YYYY-MM-DD, the day on which you looked',
    );
  }
  if (through !== undefined && !isDay(through)) {
    throw usageError(`--through takes a date, not "${through}"`, 'write it as YYYY-MM-DD: --through 2026-10-31');
  }
  const session = await openChangingSession(flags, terminal);
  const options = { source, through, withdraw, note };
  const report = await attestSource(session.definitions, options, session.effects);
  for (const problem of [...session.warnings, ...report.warnings]) {
    tellProblem(problem, flags, terminal);
  }
  if (flags.json === true) terminal.answer.gave('source attest', report);
  else terminal.out(attestedText(report));
  return 0;
}

/**
 * `nber: complete through 2026-10-31, attested by ...`, and what was compared, for whoever has to see that it was that.
 */
function attestedText(report: AttestReport): string {
  const { source, kind, completeThrough, attestation, before, tables } = report;
  const through = completeThrough === undefined ? 'nothing says through when it is complete' : completeThrough;
  const now = completeThrough === undefined ? through : `complete through ${through}`;
  const as = attestation === undefined ? '' : `, ${attestedBy(attestation)}`;
  const was = kind === 'unchanged' ? '\n  already so: nothing was recorded' : `\n  before: ${before ?? 'nothing said'}`;
  const compared = tables.map(
    ({ ref, sha256, newest }) =>
      `  ${ref.slice('sources/'.length)}: newest period ${newest}, sha256 ${sha256.slice(0, 12)}`,
  );
  return [`${source}: ${now}${as}${was}`, ...compared].join('\n');
}
