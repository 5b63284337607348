import { type Day, isDay } from '../calendar/index.ts';
import { problemError, usageError } from '../diagnostics/index.ts';
import { runAt } from '../plan/index.ts';
import type { Session } from './session.ts';

/**
 * The run of an environment that was current on a UTC day. ProblemError EWS4005 when it held none, EWS6001 for no day.
 */
export async function requireRunAt(session: Session, environment: string, day: Day): Promise<string> {
  if (!isDay(day)) throw usageError(`"${day}" is no date`, 'write it as YYYY-MM-DD');
  const { run, since } = await runAt(session.effects.store, environment, day);
  if (run !== undefined) return run;
  const message = `environment "${environment}" held no run on ${day}`;
  const hint = since === undefined ? 'it holds none at all' : `its first run is of ${since}`;
  throw problemError('EWS4005', message, { hint });
}
