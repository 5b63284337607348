import type { Emit, RunEvent } from '../run/index.ts';
import { logLine } from './log-line.ts';
import type { GlobalFlags } from './session.ts';
import { areInText } from './tell-problem.ts';
import type { Terminal } from './terminal.ts';

/** Between two lines of progress. */
const PROGRESS_SECONDS = 5;

/** Tells a run's events on standard error as the flags ask for it; of progress, a line now and then and the last. */
export function eventEmitter(
  flags: Pick<GlobalFlags, 'logFormat' | 'quiet' | 'problems' | 'problemsTo'>,
  textOf: (event: RunEvent) => string | undefined,
  terminal: Pick<Terminal, 'err' | 'answer'>,
  elapsed: () => number = () => performance.now() / 1000,
): Emit {
  let told = elapsed();
  return (event) => {
    terminal.answer.heard(event);
    if (flags.logFormat === 'json') {
      terminal.err(logLine(event));
      return;
    }
    if (flags.quiet === true && !isBroken(event)) return;
    if (event.kind === 'problem' && !areInText(flags)) return;
    if (event.kind === 'ingest_progress') {
      const { done, total } = event.progress;
      if (done < total && elapsed() - told < PROGRESS_SECONDS) return;
      told = elapsed();
    }
    const text = textOf(event);
    if (text !== undefined) terminal.err(text);
  };
}

function isBroken(event: RunEvent): boolean {
  return event.kind === 'node_finished' && (event.result.status === 'failed' || event.result.test?.status === 'fail');
}
