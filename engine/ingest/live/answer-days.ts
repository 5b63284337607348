import type { Day } from '../../calendar/index.ts';
import { type Problem, problem, throwErrors } from '../../diagnostics/index.ts';
import { periodStart } from '../calendar-period.ts';
import type { Observation } from '../fred/fred-client.ts';
import type { SeriesSpec } from '../request.ts';

/**
 * Throws EWS3023 for rows of periods that begin after FRED's day, unless the series is declared to hold projections,
 * and EWS3024 for versions that begin after it. `versions` says that the rows tell when they became known.
 */
export function checkAnswerDays(
  source: string,
  series: SeriesSpec,
  rows: readonly Observation[],
  asked: { readonly day: Day; readonly versions: boolean },
): void {
  const name = `${source}.${series.name} (${series.seriesId})`;
  const ahead = series.projections === true ? [] : rows.filter(({ date }) => periodStart(series, date) > asked.day);
  const later = asked.versions ? rows.filter(({ realtimeStart }) => realtimeStart > asked.day) : [];
  throwErrors([
    ...refusal('EWS3023', ahead, {
      say: ({ date }) => `${name}: ${date} is of a period that begins after today, ${asked.day}`,
      hint: 'if the series holds projections, declare projections: true; otherwise check the clock',
    }),
    ...refusal('EWS3024', later, {
      say: ({ date, realtimeStart }) =>
        `${name}: realtime_start ${realtimeStart} of ${date} is after today, ${asked.day}`,
      hint: 'nobody knows today what will be said later: check the clock, then run again',
    }),
  ]);
}

function refusal(
  code: 'EWS3023' | 'EWS3024',
  rows: readonly Observation[],
  words: { readonly say: (row: Observation) => string; readonly hint: string },
): readonly Problem[] {
  const [first] = rows;
  if (first === undefined) return [];
  const more = rows.length === 1 ? '' : ` (and ${rows.length - 1} more ${rows.length === 2 ? 'row' : 'rows'})`;
  const message = `${words.say(first)}${more}`;
  return [problem(code, message, { hint: words.hint, rows: rows.length })];
}
