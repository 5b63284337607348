import { beforeAll, describe, expect, it } from 'vitest';
import type { EventCardBody } from '../../engine/cards/index.ts';
import { at, entry, first, last, present } from '../../engine/presence/index.ts';
import type { Row } from '../../engine/warehouse/index.ts';
import { type BuiltPanel, builtPanel } from './built-panel.ts';
import { checkLineage } from './lineage-completeness.ts';
import { COUNTRIES, dayAfterMonth, firstDay, LAG_DAYS, MONTHS, monthsOf } from './panel-project.ts';
import { definitionsOf } from './small-project.ts';

/** The frame row by row, from the months themselves. */
function slowFrame(): readonly Row[] {
  const months = monthsOf(COUNTRIES);
  const indices = new Map(Array.from({ length: MONTHS }, (_, i) => [firstDay(i), i]));
  return Array.from({ length: MONTHS }, (_, i) => i).flatMap((t) => {
    const decision = dayAfterMonth(t, 0);
    const known = months.filter(({ date }) => dayAfterMonth(entry(indices, date), LAG_DAYS) <= decision);
    const newest = known
      .map(({ date }) => date)
      .toSorted()
      .at(-1);
    const latest = known.filter(({ date }) => date === newest);
    return COUNTRIES.flatMap((country) => {
      const own = known.filter((month) => month.country === country);
      const newestRow = own.at(-1);
      if (newestRow === undefined) return [];
      const ahead = [1, 2, 3, 4, 5, 6].map((k) =>
        months.find(
          (m) => m.country === country && m.date === firstDay(t + k) && m.toldOn <= dayAfterMonth(MONTHS - 1, 0),
        ),
      );
      const row: Row = {
        as_of: decision,
        country,
        'credit.gap': newestRow.gap,
        'world.mean_gap': latest.reduce((sum, { gap }) => sum + gap, 0) / latest.length,
        y: outcomeOf(ahead),
      };
      return [row];
    });
  });
}

/** 1 if any month is in a crisis, 0 if none is, null while that is not known of all of them. */
function outcomeOf(months: readonly ({ readonly inCrisis: number } | undefined)[]): 0 | 1 | null {
  if (months.some((month) => month?.inCrisis === 1)) return 1;
  return months.includes(undefined) ? null : 0;
}

describe('a banking-crisis model over six countries', () => {
  let panel: BuiltPanel;
  beforeAll(async () => {
    const cleanups: (() => Promise<void>)[] = [];
    panel = await builtPanel(COUNTRIES, { onFinished: (clean) => cleanups.push(clean) });
    return async () => {
      for (const clean of cleanups) await clean();
    };
  });

  it('has a card whose figures stand in it where they point, a lane and a row for each key', () => {
    const { body, html } = panel;
    const figures = [...html.matchAll(/<data value="([^"]*)" data-pointer="\/body\/panel\/([^"]*)">/g)];
    expect(figures.length).toBeGreaterThan(15);
    for (const [, value, pointer = ''] of figures) {
      const found = pointer
        .split('/')
        .reduce<unknown>((from, name) => (from as Readonly<Record<string, unknown>>)[name], body.panel);
      expect([pointer, value]).toEqual([pointer, String(found)]);
    }
    const [picture] = present(/<svg [^>]*aria-labelledby="history-title[\s\S]*?<\/svg>/.exec(html));
    expect(picture).toContain('Probability of 6 keys, each in a lane of its own');
    expect([...picture.matchAll(/>([A-Z]{2})<\/text>/g)].map(([, key]) => key)).toEqual([...COUNTRIES]);
    expect(html).toContain(`${present(present(body.latest).prediction.key)}, the highest of `);
  });

  it('builds: its frame has a row a country and date, as known then, and its predictions keep the key', async () => {
    const { project, built, rows, body, markdown } = panel;
    const frame = await rows('frame');
    const expected = slowFrame();
    expect(frame.map(({ as_of, country }) => `${as_of} ${country}`)).toEqual(
      expected.map(({ as_of, country }) => `${as_of} ${country}`),
    );
    for (const [i, row] of frame.entries()) {
      const wanted = at(expected, i);
      expect(row['credit.gap'], `${row['as_of']} ${row['country']}`).toBe(wanted['credit.gap']);
      expect(row['world.mean_gap']).toBeCloseTo(Number(wanted['world.mean_gap']), 9);
      expect(row['y']).toBe(wanted['y']);
    }
    const predictions = await rows('prediction');
    expect(Object.keys(first(predictions)).slice(0, 3)).toEqual(['as_of', 'country', 'cutoff']);
    expect(predictions.map((row) => [row['as_of'], row['country'], row['probability']])).toEqual(
      body.history.map(({ asOf, key, probability }) => [asOf, key, probability]),
    );
    expectAlarmsByKey(await rows('alarms'), predictions);
    const { faults, compared } = await checkLineage(await definitionsOf(project), project.lake);
    expect(faults).toEqual([]);
    expect(compared).toEqual(expect.arrayContaining(['predictions.crisis_logit', 'alarms.crisis_logit']));
    const { key: newestKey } = present(body.latest).prediction;
    expect(built.result.predictions).toMatchObject([{ key: present(newestKey), history: { length: 24 } }]);

    // The card: every key once, with its own episodes and its own newest prediction.
    expect(body.panel).toMatchObject({ columns: ['country'], keys: 6 });
    expect(body.data.decisionDates).toBe(new Set(frame.map((row) => row['as_of'])).size);
    const { byKey } = present(body.panel);
    expect(byKey.map(({ key }) => key)).toEqual([...COUNTRIES].toSorted());
    for (const { key, firstDecision, episodes, scored, positives, newest } of byKey) {
      expect(firstDecision).toBe(present(frame.find((row) => row['country'] === key))['as_of']);
      expect(episodes).toBe(body.events.filter((spell) => spell.key === key).length);
      const own = body.history.filter((row) => row.key === key);
      const labelled = own.filter(({ probability, y, excluded }) => probability !== null && y !== null && !excluded);
      expect([scored, positives]).toEqual([labelled.length, labelled.filter(({ y }) => y === 1).length]);
      expect(last(own)).toMatchObject(present(newest));
    }
    expect(body.limitations).toContainEqual({ kind: 'panel', keys: 6 });
    expect(markdown).toContain('By country');
    expect(markdown).toContain('which may share their crises');
    for (const country of COUNTRIES) expect(markdown).toMatch(new RegExp(`^\\| ${country} \\|`, 'm'));
    const spells = body.events.map(({ key, from }) => `${key} ${from}`);
    expect(spells).toEqual([...new Set(spells)].toSorted());
  });
});

/** The alarm history keeps the key too, and counts the spells of each country by themselves. */
function expectAlarmsByKey(alarms: readonly Row[], predictions: readonly Row[]): void {
  const place = (row: Row) => [row['as_of'], row['country'], row['probability'], row['alarm']];
  expect(alarms.map(place)).toEqual(predictions.map(place));
  for (const country of COUNTRIES) {
    let [spell, before] = [0, false];
    for (const row of alarms.filter((each) => each['country'] === country)) {
      if (row['alarm'] === true && !before) spell += 1;
      before = row['alarm'] === true;
      expect(row['spell'], `${row['as_of']} ${country}`).toBe(before ? spell : null);
    }
    expect(spell).toBeGreaterThan(0);
  }
}

/** Takes away what names the key or the definition, and nothing else. */
function bare(body: EventCardBody): unknown {
  const { identity: _, reproduction: __, panel: ___, limitations, data, ...figures } = body;
  const { sources: ____, ...counts } = data;
  const { keys: _____, ...label } = figures.label;
  const own = limitations.filter(({ kind }) => kind !== 'panel');
  return JSON.parse(
    JSON.stringify({ ...figures, label, counts, limitations: own }, (name, value) =>
      name === 'key' || name === 'latestByKey' ? undefined : value,
    ).replaceAll('"without":"IT ', '"without":"'),
  );
}

it('a panel of one country is the model of that country: every step, interval, rival and limitation', async () => {
  const [panel, alone] = [await builtPanel(['IT']), await builtPanel(['IT'], { keyed: false })];
  expect(alone.body.performance.steps[0]).toMatchObject({ kind: 'measured', measures: { auroc: { interval: {} } } });
  expect(bare(panel.body)).toEqual(bare(alone.body));
});
