import { describe, expect, test } from 'vitest';
import { type Day, monthIndex } from '../../calendar/index.ts';
import { at, first } from '../../presence/index.ts';
import { dateNumbers, horizonDates } from '../frame.ts';
import { backtest } from '../index.ts';
import { COUNTRIES, panelOf, panelSpec } from '../panels/panel.fixture.ts';
import { forwardFolds } from './forward-folds.ts';
import { randomFolds } from './random-folds.ts';

const { frame } = panelOf(COUNTRIES);
const numbers = dateNumbers(frame);
const dateOf = (row: number): Day => at(frame.asOf, row);
/** Some labels of some countries are not known: no date has the same rows as the next. */
const usable = frame.asOf.flatMap((_, i) => ((i * i) % 7 < 4 ? [i] : []));

describe('forward folds of a panel', () => {
  const horizon = horizonDates(frame, 6);
  const folds = forwardFolds(usable, 4, horizon, (row) => at(numbers, row));

  test('the horizon is six dates, not six rows', () => expect(horizon).toBe(6));

  test('never part a date, and together validate all but the first stretch once', () => {
    const dates = [...new Set(usable.map(dateOf))];
    const cut = (k: number): string => at([...dates, '9999-12-31'], Math.floor((k * dates.length) / 5));
    expect(folds.map(({ validate }) => validate)).toEqual(
      [1, 2, 3, 4].map((k) => usable.filter((row) => cut(k) <= dateOf(row) && dateOf(row) < cut(k + 1))),
    );
  });

  test('train on every date whose outcome was over when validation began, and on no other', () => {
    for (const { train, validate } of folds) {
      const begins = monthIndex(dateOf(first(validate)));
      expect(train).toEqual(usable.filter((row) => monthIndex(dateOf(row)) + 6 < begins));
    }
  });
});

test('random folds hold out whole keys, each once', () => {
  const folds = randomFolds(usable, 3, 1, frame.keys);
  const keysOf = (rows: readonly number[]) => new Set(rows.map((row) => frame.keys?.[row]));
  expect(folds.map(({ validate }) => keysOf(validate).size)).toEqual([2, 2, 2]);
  for (const { train, validate } of folds) {
    expect([...keysOf(validate)].filter((key) => keysOf(train).has(key))).toEqual([]);
    expect(train.length + validate.length).toBe(usable.length);
  }
  expect(keysOf(folds.flatMap(({ validate }) => validate)).size).toBe(6);
});

test('a search in a panel: its trace goes by dates, and no stretch validates on what another trains on', () => {
  const tuning = {
    candidates: [0, 50].map((ridge) => ({ set: { ridge }, parameters: { kind: 'logit', ridge } as const })),
    folds: 3,
    split: 'forward',
    everyMonths: 120,
    score: 'brier',
  } as const;
  const { tuning: traces } = backtest(panelOf(COUNTRIES, { ...panelSpec, tuning }));
  expect(traces.length).toBeGreaterThan(1);
  for (const { folds, chosen } of traces) {
    expect(chosen).not.toBeNull();
    expect(folds).toHaveLength(3);
    for (const { train, validate } of folds) expect(monthIndex(train.to) + 6).toBeLessThan(monthIndex(validate.from));
    const ends = folds.flatMap(({ validate }) => [validate.from, validate.to]);
    expect(new Set(ends).size).toBe(6);
    expect(ends).toEqual(ends.toSorted());
  }
});
