import { describe, expect, it } from 'vitest';
import { problemsWith } from './one-query.ts';

const SOURCES = `source: bank
connector: file
description: states, turning points and a quarterly record
complete_through: 2009-12-31
tables:
  turns:
    description: turning points
    file: turns.csv
    format: csv
    columns:
      turn: { type: VARCHAR, description: what happens }
      month: { type: DATE, description: first day of the month }
    date: month
    frequency: monthly
    knowledge: { lag: 10 }
  defaults:
    description: banks in default
    file: defaults.csv
    format: csv
    columns:
      country: { type: VARCHAR, description: code }
      date: { type: DATE, description: first day of the quarter }
      banks: { type: INTEGER, description: how many }
    date: date
    keys: [country]
    frequency: quarterly
    knowledge: { lag: 10 }
`;

/** The problems of the window of a label with this SQL. */
async function said(
  sql: string,
  {
    window,
    kind = 'binary',
    event = 'sound.x',
    more = {},
  }: {
    readonly window: string;
    readonly kind?: string;
    readonly event?: string | null;
    readonly more?: Readonly<Record<string, string>>;
  },
) {
  const problems = await problemsWith({
    'models/labels/other.yaml': `label: other
description: y
kind: ${kind}
window: ${window}
${event === null ? '' : `event: ${event}\n`}`,
    'models/labels/other.sql': sql,
    'sources/bank.yaml': SOURCES,
    'sources/turns.csv': '',
    'sources/defaults.csv': '',
    ...more,
  });
  return problems.filter(({ span }) => span?.file.startsWith('models/labels/other') === true || span === undefined);
}

const anyOf = (from: number, to: number, relation = 'features.sound', state = 'x > 0') =>
  `SELECT dates.date, CASE WHEN max(CASE WHEN ${state} THEN 1 ELSE 0 END) = 1 THEN 1 WHEN count(*) > 0 THEN 0 END AS y
FROM calendar.dates AS dates
JOIN ${relation} AS ahead
  ON ahead.date BETWEEN date_trunc('month', dates.date) + to_months(${from})
    AND date_trunc('month', dates.date) + to_months(${to})
GROUP BY dates.date
`;

describe('a window is what the SQL looks at', () => {
  it.each([
    [1, 12],
    [0, 0],
    [3, 3],
    [6, 18],
    [1, 60],
  ])('months %d to %d of the event', async (from, to) => {
    expect(await said(anyOf(from, to), { window: `{ from_month: ${from}, to_month: ${to} }` })).toEqual([]);
  });

  it.each([
    [{ from: 1, to: 12 }, { from: 0, to: 12 }, '0 to 12'],
    [{ from: 1, to: 12 }, { from: 1, to: 11 }, '1 to 11'],
    [{ from: 1, to: 12 }, { from: 2, to: 12 }, '2 to 12'],
    [{ from: 1, to: 6 }, { from: 1, to: 12 }, '1 to 12'],
    [{ from: 12, to: 12 }, { from: 11, to: 11 }, '11'],
  ])('declared %j, looked at %j: an error at the window', async (declared, looked, words) => {
    const window = `{ from_month: ${declared.from}, to_month: ${declared.to} }`;
    const [problem, ...others] = await said(anyOf(looked.from, looked.to), { window });
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      code: 'EWS2118',
      severity: 'error',
      span: { file: 'models/labels/other.yaml', line: 4, column: 9 },
      notes: ['tried with features.sound.x at 1 in a single month, and at 0 in all others'],
    });
    expect(problem?.message).toMatch(new RegExp(`, but its SQL looks at ${words}$`));
  });

  it('an outcome may be the contrary of its event', async () => {
    const sql = (months: number) => `SELECT dates.date, 1 - ahead.x AS y
FROM calendar.dates AS dates
LEFT JOIN features.sound AS ahead ON ahead.date = date_trunc('month', dates.date) + to_months(${months})
`;
    expect(await said(sql(3), { window: '{ from_month: 3, to_month: 3 }' })).toEqual([]);
    expect(await said(sql(4), { window: '{ from_month: 3, to_month: 3 }' })).toMatchObject([{ code: 'EWS2118' }]);
  });

  it('an outcome of a source is compared as one of a group is, with no event named', async () => {
    const sql = anyOf(1, 12, 'fred.unrate', 'value > 0');
    expect(await said(sql, { window: '{ from_month: 1, to_month: 12 }', event: null })).toEqual([]);
    expect(await said(sql, { window: '{ from_month: 1, to_month: 13 }', event: null })).toMatchObject([
      { code: 'EWS2118' },
    ]);
    const since = anyOf(0, 12, 'fred.unrate', 'value > 0');
    expect(await said(since, { window: '{ from_month: 1, to_month: 12 }', event: null })).toMatchObject([
      { code: 'EWS2118' },
    ]);
  });

  it.each([
    ['a rise', '>', '1.5 * now.value'],
    ['a fall', '<', '0.5 * now.value'],
  ])('%s from where things stand looks at the months ahead alone', async (_, than, level) => {
    const sql = (months: number) => `SELECT dates.date, CASE WHEN ahead.value ${than} ${level} THEN 1 ELSE 0 END AS y
FROM calendar.dates AS dates
JOIN fred.unrate AS now ON now.date = date_trunc('month', dates.date)
JOIN fred.unrate AS ahead ON ahead.date = date_trunc('month', dates.date) + to_months(${months})
`;
    const window = '{ from_month: 12, to_month: 12 }';
    expect(await said(sql(12), { window })).toEqual([]);
    expect(await said(sql(9), { window })).toMatchObject([
      { code: 'EWS2118', message: expect.stringMatching(/looks at 9$/) },
    ]);
  });

  it('a continuous outcome answers to a single month too', async () => {
    const sql = (months: number) => `SELECT dates.date, 100 * ln(ahead.value / now.value) AS y
FROM calendar.dates AS dates
JOIN fred.unrate AS now ON now.date = date_trunc('month', dates.date)
JOIN fred.unrate AS ahead ON ahead.date = date_trunc('month', dates.date) + to_months(${months})
`;
    const window = '{ from_month: 12, to_month: 12 }';
    expect(await said(sql(12), { window, kind: 'continuous' })).toEqual([]);
    expect(await said(sql(11), { window, kind: 'continuous' })).toMatchObject([{ code: 'EWS2118' }]);
    const mean = `SELECT dates.date, avg(ahead.value) AS y FROM calendar.dates AS dates JOIN fred.unrate AS ahead
  ON ahead.date > date_trunc('month', dates.date)
    AND ahead.date <= date_trunc('month', dates.date) + to_months(36) GROUP BY dates.date
`;
    expect(await said(mean, { window: '{ from_month: 1, to_month: 36 }', kind: 'continuous' })).toEqual([]);
    expect(await said(mean, { window: '{ from_month: 1, to_month: 24 }', kind: 'continuous' })).toMatchObject([
      { code: 'EWS2118' },
    ]);
  });

  it('a quarterly record with keys counts by its whole quarters', async () => {
    const sql = (quarters: number) => `SELECT dates.date, max(CASE WHEN banks > 0 THEN 1 ELSE 0 END) AS y
FROM calendar.dates AS dates JOIN bank.defaults AS ahead
  ON ahead.date > dates.date AND ahead.date <= dates.date + INTERVAL ${3 * quarters} MONTHS AND ahead.country = 'AT'
GROUP BY dates.date
`;
    const config =
      'name: small\ncalendar: { frequency: quarterly, start: 2000-03-31, end: 2009-12-31 }\ndefault_target: local\n';
    const more = { 'ews.config.yaml': config };
    const window = '{ from_month: 1, to_month: 12 }';
    expect(await said(sql(4), { window, event: null, more })).toEqual([]);
    expect(await said(sql(3), { window, event: null, more })).toMatchObject([{ code: 'EWS2118' }]);
  });

  it('a group of quarters is one where the label asks for the first months of quarters alone', async () => {
    const sql = (quarters: number) => `SELECT dates.date, ahead.x AS y
FROM calendar.dates AS dates
LEFT JOIN features.sound AS ahead ON ahead.date = date_trunc('quarter', dates.date) + INTERVAL ${3 * quarters} MONTHS
`;
    const config =
      'name: small\ncalendar: { frequency: quarterly, start: 2000-03-31, end: 2009-12-31 }\ndefault_target: local\n';
    const more = { 'ews.config.yaml': config };
    for (const quarters of [1, 2]) {
      const window = `{ from_month: ${3 * quarters}, to_month: ${3 * quarters} }`;
      expect(await said(sql(quarters), { window, more })).toEqual([]);
      expect(await said(sql(quarters + 1), { window, more })).toMatchObject([{ code: 'EWS2118' }]);
    }
  });

  it('turning points are said as the event reads them', async () => {
    const states = `WITH months AS (
  SELECT CAST(unnest(generate_series(min(month), date_trunc('month', as_of()), INTERVAL 1 MONTH)) AS DATE) AS date
    FROM bank.turns
)
SELECT months.date, CASE WHEN turns.turn = 'peak' THEN 1 ELSE 0 END AS x
FROM months ASOF JOIN bank.turns AS turns ON months.date > turns.month
`;
    // The label finds its months by itself: it does not read the group that tells the event.
    const sql = (months: number) => `WITH states AS (${states.trim()})
${anyOf(1, months, 'states', 'x = 1')}`;
    const more = { 'features/sound.sql': states };
    expect(await said(sql(12), { window: '{ from_month: 1, to_month: 12 }', more })).toEqual([]);
    const [problem] = await said(sql(11), { window: '{ from_month: 1, to_month: 12 }', more });
    expect(problem).toMatchObject({ code: 'EWS2118', message: expect.stringMatching(/looks at 1 to 11$/) });
  });

  it('decision dates of days and weeks are held against the months that they lie in', async () => {
    for (const frequency of ['weekly', 'daily']) {
      const calendar = `{ frequency: ${frequency}, start: 2000-01-31, end: 2009-12-31 }`;
      const config = `name: small\ncalendar: ${calendar}\ndefault_target: local\n`;
      const more = { 'ews.config.yaml': config };
      expect(await said(anyOf(1, 3), { window: '{ from_month: 1, to_month: 3 }', more })).toEqual([]);
      expect(await said(anyOf(1, 4), { window: '{ from_month: 1, to_month: 3 }', more })).toMatchObject([
        { code: 'EWS2118' },
      ]);
    }
  });
});

it('where no single month moves the SQL, the window is taken as declared, with a warning', async () => {
  const inARow = `SELECT dates.date, CASE WHEN sum(x) >= 3 THEN 1 ELSE 0 END AS y FROM calendar.dates AS dates
  JOIN features.sound AS ahead
  ON ahead.date > dates.date AND ahead.date <= dates.date + INTERVAL 1 YEAR AND x IN (0, 1) GROUP BY dates.date
`;
  const window = '{ from_month: 1, to_month: 12 }';
  expect(await said(inARow, { window })).toMatchObject([
    { code: 'EWS2119', severity: 'warning', span: { file: 'models/labels/other.yaml', line: 4, column: 9 } },
  ]);
  expect(await said('SELECT date, 1 AS y FROM calendar.dates\n', { window })).toMatchObject([{ code: 'EWS2119' }]);
});
