import type { Day } from '../calendar/index.ts';
import { type Problem, problem, throwErrors } from '../diagnostics/index.ts';
import type { Ref } from '../lake/index.ts';
import type { RawVersion } from './observations.ts';

/** The days that an ingest must not lie before, and how messages call the source. */
export interface DayBounds {
  /** `bank.loans`. */
  readonly source: string;
  readonly completeThrough: Day | undefined;
  /** The day on which the source was last looked at; undefined before the first ingest. */
  readonly lookedOn: Day | undefined;
}

/**
 * The day of the last look at a source, as its ref tells. Earlier versions of ews did not note it: then it is the day
 * of the newest file, of which the first has none.
 */
export function lookedOnOf(ref: Ref | undefined, history: readonly RawVersion[]): string | undefined {
  const day = ref?.value['lookedOn'];
  return typeof day === 'string' ? day : (history.at(-1)?.ingestedOn ?? undefined);
}

/** Throws EWS3022 for a clock that lies before what it is asked to date: what was seen on such a day was not. */
export function checkIngestDay(day: Day, bounds: DayBounds): void {
  throwErrors(dayProblems(day, bounds));
}

function dayProblems(day: Day, { source, completeThrough, lookedOn }: DayBounds): readonly Problem[] {
  const today = `source ${source}: today is ${day} by this clock`;
  if (lookedOn !== undefined && day < lookedOn) {
    const hint =
      'set the clock; if it was the last ingest that ran ahead of time, ews explain EWS3022 has the way back';
    return [clockProblem(`${today}, and it was last ingested on ${lookedOn}`, hint)];
  }
  if (completeThrough !== undefined && day < completeThrough) {
    const hint = 'set the clock, or correct complete_through: a day that is not over yet is not complete';
    return [clockProblem(`${today}, before ${completeThrough}, through which it is declared complete`, hint)];
  }
  return [];
}

function clockProblem(message: string, hint: string): Problem {
  return problem('EWS3022', `${message}; nothing was stored`, { hint });
}
