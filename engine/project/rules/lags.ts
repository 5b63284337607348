import type { Problem } from '../../diagnostics/index.ts';
import type { YamlPath } from '../problem-at.ts';
import type { Dated, Frequency } from '../source-definitions.ts';
import { problemAtValue, type Sketch, type SourceEntry } from './rule.ts';

/** The days of the shortest period of a frequency. */
const SHORTEST: Readonly<Record<Frequency, number>> = {
  daily: 1,
  weekly: 7,
  biweekly: 14,
  monthly: 28,
  quarterly: 90,
  semiannual: 181,
  annual: 365,
  '5-year': 1826,
};

/**
 * A value that is dated by the first day of its period cannot be known before the period is over. One that is dated by
 * the last day may be out some days earlier, as a weekly average on a Friday is, and not before its period began.
 */
export function* lagsAreNotForecasts({ sources }: Sketch): Iterable<Problem> {
  for (const source of sources) {
    for (const { path, lagDays, frequency, dated } of lagsOf(source)) {
      const days = SHORTEST[frequency];
      if (lagDays >= 0 || (dated === 'end' && lagDays > -days)) continue;
      yield problemAtValue(source, path, {
        code: 'EWS1011',
        message: `"${path.join('.')}" is ${lagDays}: ${dated === 'end' ? TOO_EARLY : NOT_OVER}`,
        hint:
          dated === 'end'
            ? `a whole number of days, at least ${days === 1 ? 0 : 1 - days} for ${frequency} data`
            : 'a whole number of days, at least 0; where dates are the last days of their periods, write dated: end',
      });
    }
  }
}

const TOO_EARLY = 'a value cannot be known before its period begins';
const NOT_OVER = 'a value cannot be known before its period has ended';

interface DeclaredLag {
  readonly path: YamlPath;
  readonly lagDays: number;
  readonly frequency: Frequency;
  readonly dated: Dated;
}

function lagsOf({ definition }: SourceEntry): readonly DeclaredLag[] {
  if (definition.connector === 'fred') {
    return definition.series.map(({ name, publicationLagDays: lagDays, frequency, dated }) => {
      return { path: ['series', name, 'publication_lag'], lagDays, frequency, dated };
    });
  }
  return definition.tables.flatMap(({ name, knowledge, frequency, dated }) => {
    if (knowledge.kind !== 'lag') return [];
    return [{ path: ['tables', name, 'knowledge', 'lag'], lagDays: knowledge.lagDays, frequency, dated }];
  });
}
