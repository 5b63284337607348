import { type Problem, warning } from '../../diagnostics/index.ts';
import type { YamlPath } from '../problem-at.ts';
import type { FredSource } from '../source-definitions.ts';
import { problemAtValue, type Sketch } from './rule.ts';

/** The months for which a 0 is no knowledge: peaks of business cycles were announced up to twelve months late. */
const MONTHS = 12;

/**
 * A state that is announced later is known no sooner than twelve months after its period: a shorter time before the
 * first vintage, or for a 0, knows recessions that nobody had announced. EWS3035, a warning each.
 */
export function* statesAreKnownLate({ sources }: Sketch): Iterable<Problem> {
  for (const source of sources) {
    const { definition } = source;
    if (definition.connector !== 'fred') continue;
    for (const { path, says } of tooEarly(definition)) yield problemAtValue(source, path, looksAhead(says));
  }
}

interface TooEarly {
  readonly path: YamlPath;
  readonly says: string;
}

function* tooEarly({ name, series, prehistory, prehistoryLagMonths: lagMonths }: FredSource): Iterable<TooEarly> {
  const states = series.filter(({ settlesAfterMonths }) => settlesAfterMonths !== undefined);
  if (lagMonths !== undefined && lagMonths < MONTHS) {
    const says = `before its first vintage ${name} is assumed known ${count(lagMonths, 'month')} after each period`;
    yield { path: ['prehistory', 'assume', 'lag_months'], says };
  }
  for (const { name: state, publicationLagDays, settlesAfterMonths: settles = MONTHS } of states) {
    const relation = `${name}.${state}`;
    if (settles < MONTHS) {
      const says = `a 0 of ${relation} is taken for known ${count(settles, 'month')} after its period`;
      yield { path: ['series', state, 'state', 'settles_after_months'], says };
    }
    if (prehistory === 'none' || lagMonths !== undefined) continue;
    const lag = count(publicationLagDays, 'day');
    const says = `before its first vintage ${relation} is assumed known ${lag} after each period`;
    yield { path: ['series', state, 'publication_lag'], says };
  }
}

function count(number: number, unit: 'day' | 'month'): string {
  return number === 1 ? `1 ${unit}` : `${number} ${unit}s`;
}

function looksAhead(says: string): Problem {
  const message = `${says}, sooner than the state of a period was ever announced: that looks ahead`;
  const hint =
    'write prehistory: { assume: { lag_months: 12 } } or more, or prehistory: none; and 12 months or more for a 0';
  return warning('EWS3035', message, { hint });
}
