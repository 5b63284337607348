import { type Definitions, noticesOf } from '../project/index.ts';
import type { GlobalFlags } from './session.ts';
import type { Terminal } from './terminal.ts';

/** Says on standard error what has to be said where data that are asked for live are shown: FRED's terms want it. */
export function tellNotices(definitions: Definitions, flags: GlobalFlags, terminal: Terminal): void {
  for (const notice of noticesOf(definitions)) {
    terminal.err(flags.logFormat === 'json' ? JSON.stringify({ kind: 'notice', text: notice }) : notice);
  }
}
