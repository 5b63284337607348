import { describe, expect, test } from 'vitest';
import { type Day, monthEnd, monthIndex } from '../../calendar/index.ts';
import { first, last, present } from '../../presence/index.ts';
import { ESTIMATORS } from '../estimators/registry.ts';
import { backtest } from '../index.ts';
import type { ModelSpec } from '../types.ts';
import {
  COUNTRIES,
  crisisAt,
  labelVersions,
  type PanelRow,
  panelOf,
  panelRows,
  panelSpec,
  START,
} from './panel.fixture.ts';

const protocol = { ...panelSpec.protocol, excludeInEvent: true, excludeAfterEventMonths: 4 };
const spec: ModelSpec = { ...panelSpec, protocol };
const input = panelOf(COUNTRIES, spec);
const result = backtest(input);
const rows = panelRows(COUNTRIES);

/** The label of a row as known on a day, straight from its versions. */
function labelOn(row: PanelRow, day: Day): 0 | 1 | null {
  const version = labelVersions(row).find(({ knownFrom, knownTo }) => knownFrom <= day && day < knownTo);
  return version?.y === 0 || version?.y === 1 ? version.y : null;
}

/** Whether a row is in its own country's crisis or within four months after it, given which months are known. */
function isExcluded({ asOf, key }: PanelRow, known: (month: number) => boolean): boolean {
  const inside = (month: number): boolean => month >= START - 12 && known(month) && crisisAt(key, month) === 1;
  const month = monthIndex(asOf);
  return [0, 1, 2, 3, 4].some((k) => inside(month - k));
}

/** What a cut-off may learn from, row by row. */
function trainingRows(cutoff: Day): readonly { readonly row: PanelRow; readonly y: 0 | 1 }[] {
  return rows.flatMap((row) => {
    const y = labelOn(row, cutoff);
    const known = (month: number): boolean => monthEnd(month + 4) <= cutoff;
    return row.asOf <= cutoff && y !== null && !isExcluded(row, known) ? [{ row, y }] : [];
  });
}

describe('a panel walks forward', () => {
  test('with one prediction for every decision date and key, by date, then key', () => {
    const { cutoff } = first(result.refits);
    const expected = rows.filter(({ asOf }) => asOf >= cutoff);
    expect(result.predictions.map(({ asOf, key }) => `${asOf} ${key}`)).toEqual(
      expected.map(({ asOf, key }) => `${asOf} ${key}`),
    );
    expect(expected.length).toBeGreaterThan(1500);
  });

  test('each refit learning from all countries, as far as their labels and crises were known there', () => {
    expect(result.refits.length).toBeGreaterThan(20);
    for (const { cutoff, rows: count, positives, baseRate } of result.refits) {
      const known = trainingRows(cutoff);
      expect(count).toBe(known.length);
      expect(positives).toBe(known.filter(({ y }) => y === 1).length);
      expect(baseRate).toBeCloseTo(positives / count, 12);
    }
  });

  test('and with final labels from all countries of the cut-off date too', () => {
    const { asOf: lastDate } = last(rows);
    for (const { cutoff, rows: count } of backtest({ ...input, labelKnowledge: 'final' }).refits) {
      const known = (month: number): boolean => monthEnd(month + 4) <= lastDate;
      const learnt = rows.filter(
        (row) => row.asOf <= cutoff && labelOn(row, lastDate) !== null && !isExcluded(row, known),
      );
      expect(count).toBe(learnt.length);
    }
  });

  test('to the predictions of a fit on those rows', () => {
    for (const { cutoff } of result.refits.filter((_, i) => i % 6 === 0)) {
      const known = trainingRows(cutoff);
      const values = [known.map(({ row }) => row.gap)];
      const { model } = ESTIMATORS.logit.fit(
        { features: ['credit.gap'], values, rows: known.length, y: known.map(({ y }) => y) },
        { parameters: spec.estimator, seed: 0, neweyWestLag: 0 },
      );
      if (model === null) throw new Error('nothing was fitted');
      for (const prediction of result.predictions.filter((each) => each.cutoff === cutoff)) {
        const { gap } = present(rows.find(({ asOf, key }) => asOf === prediction.asOf && key === prediction.key));
        const row = { features: ['credit.gap'], values: [[gap]], rows: 1 };
        expect(prediction.probability).toBeCloseTo(present(first(ESTIMATORS.logit.predict(model, row))), 10);
      }
    }
  });

  test('an episode of one country is one, whatever the others do meanwhile', () => {
    for (const { cutoff, episodes } of [...result.skipped, ...result.refits]) {
      const runs = COUNTRIES.flatMap((country) => {
        const all = rows.filter(({ key, asOf }) => key === country && asOf <= cutoff);
        const learnt = new Set(trainingRows(cutoff).map(({ row }) => `${row.asOf} ${row.key}`));
        const found: boolean[] = [];
        let open = false;
        for (const row of all) {
          const y = labelOn(row, cutoff);
          if (y === 0) open = false;
          if (y !== 1) continue;
          if (!open) found.push(false);
          open = true;
          if (learnt.has(`${row.asOf} ${row.key}`)) found[found.length - 1] = true;
        }
        return found.filter(Boolean);
      });
      expect(episodes).toBe(runs.length);
    }
  });
});

describe('what counts time counts it per key', () => {
  test('alarms: two of the last three decision dates of the same country', () => {
    for (const country of COUNTRIES) {
      const own = result.predictions.filter(({ key }) => key === country);
      for (const [i, { alarm }] of own.entries()) {
        const reached = own
          .slice(Math.max(0, i - 2), i + 1)
          .filter(({ probability, threshold }) => probability !== null && probability >= threshold);
        expect(alarm).toBe(reached.length >= 2);
      }
    }
    expect(result.predictions.filter(({ alarm }) => alarm).length).toBeGreaterThan(50);
  });

  test('exclusion from the scores: by the final states of the own country', () => {
    for (const { asOf, key, excluded } of result.predictions) {
      const row = rows.find((each) => each.asOf === asOf && each.key === key);
      if (row === undefined) throw new Error('no such row');
      expect(excluded).toBe(isExcluded(row, () => true));
    }
  });

  test('episodes and their lead windows', () => {
    const firstMonth = monthIndex(first(result.refits).cutoff);
    for (const country of COUNTRIES) {
      const onsets: number[] = [];
      for (let month = START - 11; month < START + 432; month++) {
        const isOnset = crisisAt(country, month) === 1 && crisisAt(country, month - 1) === 0;
        let trough = month;
        while (crisisAt(country, trough + 1) === 1) trough += 1;
        if (isOnset && (trough >= firstMonth || trough + 1 >= START + 432)) onsets.push(month);
      }
      const own = result.episodes.filter(({ key }) => key === country);
      expect(own.map(({ onset }) => monthIndex(onset))).toEqual(onsets);
      for (const { onset, outcome } of own) {
        const window = result.predictions.filter(({ asOf, key }) => {
          const lead = monthIndex(onset) - monthIndex(asOf);
          return key === country && lead >= 1 && lead <= 9;
        });
        expect(outcome === 'warned').toBe(window.some(({ alarm }) => alarm));
        expect(outcome === 'unscored').toBe(window.length === 0);
      }
    }
    expect(result.episodes.map(({ key }) => key).includes('LV')).toBe(false);
    expect(result.episodes.length).toBeGreaterThan(25);
  });

  test('false alarms: months and spells of each country, summed', () => {
    let [months, spells] = [0, 0];
    for (const country of COUNTRIES) {
      let inSpell = false;
      for (const { alarm, y, excluded } of result.predictions.filter(({ key }) => key === country)) {
        const wrong = alarm === true && y === 0 && !excluded;
        if (wrong) months += 1;
        if (wrong && !inSpell) spells += 1;
        if (wrong) inSpell = true;
        else if (alarm !== true || y === 1 || excluded) inSpell = false;
      }
    }
    expect(present(result.measures).alarms).toMatchObject({ falseAlarmMonths: months, falseAlarmSpells: spells });
  });

  test('the newest predictions: one per country, and the highest of them in front', () => {
    const newest = result.predictions.slice(-COUNTRIES.length);
    expect(present(result.latestByKey).map(({ prediction }) => prediction)).toEqual(newest);
    const highest = Math.max(...newest.map(({ probability }) => present(probability)));
    expect(present(result.latest).prediction.probability).toBe(highest);
  });
});

test('an interval draws the episodes of all countries, and each can be left out by name', () => {
  const scored = result.predictions.filter(
    ({ probability, y, excluded }) => probability !== null && y !== null && !excluded,
  );
  const blocks = new Set(
    scored.map(({ asOf, key }) => {
      const month = monthIndex(asOf) + 1;
      const country = present(COUNTRIES.find((each) => each === key));
      let ended = 0;
      for (let m = START - 12; m < month; m++)
        if (crisisAt(country, m) === 1 && crisisAt(country, m + 1) === 0) ended += 1;
      return `${key} ${ended}`;
    }),
  );
  expect(present(present(result.measures).auroc.interval).episodes).toBe(blocks.size);
  const names = result.sensitivity.map(({ without }) => without);
  expect(names.length).toBe(blocks.size);
  expect(new Set(names).size).toBe(blocks.size);
  expect(names.filter((name) => name.startsWith('LV '))).toEqual(['LV ..']);
});
