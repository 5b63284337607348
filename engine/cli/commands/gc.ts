import { problem } from '../../diagnostics/index.ts';
import { appendEvent, collectGarbage, doneBy, type GcReport } from '../../lake/index.ts';
import { namedByManifest } from '../../plan/index.ts';
import { gcText } from '../../report/index.ts';
import { openChangingSession } from '../changing-session.ts';
import { milliseconds } from '../duration.ts';
import type { GlobalFlags } from '../session.ts';
import { tellProblem } from '../tell-problem.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

export interface GcFlags extends GlobalFlags {
  readonly olderThan: string;
  readonly grace?: string;
  readonly dryRun?: boolean;
}

/**
 * `ews gc --older-than 30d`: removes what an earlier call condemned and nothing needs since, and condemns what nothing
 * needs now. ProblemError EWS4030 to EWS4033, with nothing removed, where it is not certain what is needed.
 */
export async function runGc(flags: GcFlags, terminal: Terminal): Promise<ExitCode> {
  const request = {
    olderThan: milliseconds('--older-than', flags.olderThan),
    grace: milliseconds('--grace', flags.grace ?? '1d'),
    dryRun: flags.dryRun === true,
  };
  const { effects, sweptLake } = await openChangingSession(flags, terminal);
  const { origin, now, elapsed } = effects;
  const by = doneBy(origin);
  const report = await collectGarbage(request, { store: sweptLake, readManifest: namedByManifest, elapsed, by });
  if (!request.dryRun) {
    const done = { at: now().toISOString(), ...by, action: 'gc', outcome: 'done' } as const;
    await appendEvent(sweptLake, { ...done, detail: detailOf(report) });
  }
  if (flags.json === true) terminal.answer.gave('gc', report);
  else terminal.out(gcText(report, terminal.paintOut));
  for (const { key, why, until } of report.swept?.kept ?? []) {
    const hint = until === null ? 'take the hold off it, then collect again' : `collect again after ${until}`;
    const told = problem('EWS4035', `${key} stays: ${why}`, { hint });
    tellProblem({ ...told, severity: 'warning' }, flags, terminal);
  }
  return 0;
}

function detailOf({ swept, condemned }: GcReport) {
  return {
    condemned: condemned === null ? 0 : condemned.items.length,
    step: condemned?.step ?? null,
    removed: swept === null ? 0 : swept.removed.length,
    bytes: swept === null ? 0 : swept.bytes,
  };
}
