import type { Day } from '../../engine/calendar/index.ts';
import { dayAt, monthAt, type ObservationRow, type TestSource } from '../../engine/feature-store/vintages.fixture.ts';
import type { Scalar } from '../../engine/warehouse/index.ts';
import { type Roll, rollOf } from './roll.ts';

/** Sources with their versions, and the dates on which queries are evaluated. */
export interface DataSet {
  readonly seed: number;
  readonly sources: readonly TestSource[];
  /** Decision dates, sorted: from before the first publication to after the last revision. */
  readonly dates: readonly Day[];
  /**
   * Values are eighths, so that sums and averages are the same in every order; in decimals they are not, and only
   * queries whose order of rows is fixed have one right answer to the bit.
   */
  readonly values: 'eighths' | 'decimals';
  /** How the product sums frames of windows: shared sums have other last bits. */
  readonly windows: 'separate' | 'shared';
}

export type Style = Pick<DataSet, 'values' | 'windows'>;

export const STYLES = {
  eighths: { values: 'eighths', windows: 'separate' },
  decimals: { values: 'decimals', windows: 'separate' },
  shared: { values: 'decimals', windows: 'shared' },
} as const satisfies Readonly<Record<string, Style>>;

const FOREVER = '9999-12-31';
const MONTHS = 20;
/** Days from the first publication, roughly, to the last revision. */
const SPAN = 760;

/** What a seed holds: four series of three frequencies, two panels and a file of events. */
export function dataSetOf(seed: number, dateCount: number, style: Style = STYLES.eighths): DataSet {
  const { values } = style;
  const roll = rollOf(seed, 1);
  const figure = values === 'eighths' ? () => roll.below(800) / 8 - 20 : () => roll.below(100_000) / 700 - 20;
  const one = (name: string, starts: readonly number[], lag: number): TestSource => ({
    name,
    columns: [DATE, VALUE],
    rows: starts.flatMap((start) => versionsOf([dayAt(start)], start + lag, roll, figure)),
  });
  const monthly = Array.from({ length: MONTHS }, (_, index) => dayOfMonth(index));
  const quarterly = monthly.filter((_, index) => index % 3 === 0);
  const days = Array.from({ length: 12 }, (_, index) => 200 + index + roll.below(2));
  const panel = (name: string, keys: readonly (readonly Scalar[])[], every: number, lag: number): TestSource => ({
    name,
    columns: [DATE, ...['k', 'j'].slice(0, keys[0]?.length).map((key) => ({ name: key, type: 'VARCHAR' })), VALUE],
    rows: keys.flatMap((key) =>
      monthly
        .filter((_, index) => index % every === 0 && !roll.chance(0.15))
        .flatMap((start) => versionsOf([dayAt(start), ...key], start + every * 30 + lag, roll, figure)),
    ),
  });
  return {
    seed,
    ...style,
    sources: [
      one('fred.a', monthly, 40),
      one('fred.b', monthly, 55),
      one('fred.c', quarterly, 120),
      one('fred.d', [...new Set(days)], 1),
      panel('panel.p', [['de'], ['fr'], [null]], 2, 12),
      panel(
        'panel.q',
        [
          ['de', 'x'],
          ['de', 'y'],
          ['us', null],
        ],
        3,
        20,
      ),
      eventsOf(roll),
    ],
    dates: decisionDates(roll, dateCount),
  };
}

const DATE = { name: 'date', type: 'DATE' };
const VALUE = { name: 'value', type: 'DOUBLE' };

function dayOfMonth(index: number): number {
  return Math.round((Date.parse(monthAt(index)) - Date.parse(monthAt(0))) / 86_400_000);
}

/** Versions of one period: a first print, revisions, now and then withdrawn (NULL), absent for a while, or ended. */
function versionsOf(prefix: readonly Scalar[], published: number, roll: Roll, figure: () => number): ObservationRow[] {
  const versions: ObservationRow[] = [];
  let from = published + roll.below(6);
  while (versions.length < 4) {
    const until = from + 15 + roll.below(120);
    const last = roll.chance(0.5);
    const ended = last && roll.chance(0.1);
    versions.push([
      ...prefix,
      roll.chance(0.15) ? null : figure(),
      dayAt(from),
      last && !ended ? FOREVER : dayAt(until),
    ]);
    if (last) break;
    from = until + (roll.chance(0.25) ? 25 : 0);
  }
  return versions;
}

function eventsOf(roll: Roll): TestSource {
  const rows = ['peak', 'trough', 'peak', 'trough'].map((kind, index) => {
    const start = 60 + index * 130 + roll.below(60);
    return [dayAt(start), kind, dayAt(start + 90 + roll.below(60)), FOREVER];
  });
  return { name: 'nber.turns', columns: [DATE, { name: 'kind', type: 'VARCHAR' }], rows };
}

/** The day before everything, then days spread at random between which sometimes nothing changes. */
function decisionDates(roll: Roll, count: number): readonly Day[] {
  const chosen = new Set(['1999-12-31', dayAt(30)]);
  while (chosen.size < count) chosen.add(dayAt(35 + roll.below(SPAN)));
  return [...chosen].sort();
}
