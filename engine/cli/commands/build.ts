import { openChangingSession } from '../changing-session.ts';
import { interruptSignal } from '../interrupt-signal.ts';
import type { ExitCode, Terminal } from '../terminal.ts';
import { type BuildCommand, type BuildFlags, buildOnce } from './build-once.ts';

/** `ews build`, `ews run`, `ews test`. */
export async function runBuild(command: BuildCommand, flags: BuildFlags, terminal: Terminal): Promise<ExitCode> {
  const signal = interruptSignal();
  if (flags.watch === true) {
    const { watchProject } = await import('./watch.ts');
    await watchProject(flags, terminal, signal);
    return 0;
  }
  const session = await openChangingSession(flags, terminal);
  const result = await buildOnce(command, flags, session, { terminal, signal, since: 0 });
  return result.ok ? 0 : 1;
}
