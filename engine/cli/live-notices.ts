import { type Definitions, noticesOf } from '../project/index.ts';
import { logLine } from './log-line.ts';
import type { GlobalFlags } from './session.ts';
import type { Terminal } from './terminal.ts';

/** Says on standard error what has to be said where data that are asked for live are shown: FRED's terms want it. */
export function tellNotices(definitions: Definitions, flags: GlobalFlags, terminal: Terminal): void {
  for (const notice of noticesOf(definitions)) {
    tellNotice(notice, flags, terminal);
  }
}

/** Says something on standard error that is no problem, as the format of the log wants it. */
export function tellNotice(text: string, { logFormat }: Pick<GlobalFlags, 'logFormat'>, terminal: Terminal): void {
  terminal.err(logFormat === 'json' ? logLine({ kind: 'notice', text }) : text);
}
