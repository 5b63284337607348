import { listRuns } from '../../inspect/index.ts';
import { runsText } from '../../report/index.ts';
import { type GlobalFlags, openSession } from '../session.ts';
import type { ExitCode, Terminal } from '../terminal.ts';
import { wholeNumber } from '../whole-number.ts';

export interface RunsFlags extends GlobalFlags {
  readonly last?: string;
}

/** `ews runs`: the newest runs of the lake, of every environment unless `--env` names one. */
export async function runRuns(flags: RunsFlags, terminal: Terminal): Promise<ExitCode> {
  const last = wholeNumber('--last', flags.last ?? '20');
  const { effects, environment } = await openSession(flags, terminal);
  const only = flags.env === undefined ? {} : { environment };
  const runs = await listRuns(effects.store, { last, ...only });
  if (flags.json === true) terminal.answer.gave('runs', { runs });
  else terminal.out(runsText(runs, terminal.paintOut, terminal.width));
  return 0;
}
