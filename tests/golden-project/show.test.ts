import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runBuild } from '../../engine/cli/commands/build.ts';
import { runShow, type ShowFlags } from '../../engine/cli/commands/show.ts';
import { ProblemError } from '../../engine/diagnostics/index.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { recordingTerminal } from './recording-terminal.ts';

/** One series of three months: January was published as 10, then revised to 12 on the day that March came out. */
const FILES = {
  'ews.config.yaml':
    'name: shop\ncalendar: { frequency: monthly, start: 2020-01-31, end: data }\nvars: {}\ndefault_target: local\n',
  'targets/local.yaml':
    'target: local\ndescription: this disk\nstore: { kind: local, path: .ews/lake }\nenvironment: main\n',
  'sources/shop.yaml': `source: shop
description: A shop's books
connector: file
complete_through: 2020-04-30
tables:
  sales:
    description: Sales a month
    file: sales.csv
    format: csv
    date: date
    keys: []
    frequency: monthly
    columns:
      date: { type: date, description: First day of the month }
      amount: { type: double, description: Sales }
      known: { type: date, description: Publication day }
      until: { type: date, description: Last day of the version }
    knowledge: { column: known, until: until }
`,
  'sources/sales.csv': `date,amount,known,until
2020-01-01,10,2020-02-10,2020-04-09
2020-01-01,12,2020-04-10,
2020-02-01,20,2020-03-10,
2020-03-01,,2020-04-10,
`,
  'features/trade.sql': 'SELECT date, amount, 2 * amount AS twice FROM shop.sales\n',
  'features/trade.yaml': `feature: trade
description: Sales
columns:
  amount: { description: Sales, unit: EUR, as_known: last_value }
  twice: { description: Twice the sales, unit: EUR }
`,
};

let shop: string;

async function show(target: string, flags: Partial<ShowFlags> = {}, project = shop): Promise<string> {
  const terminal = recordingTerminal();
  await runShow(target, { projectDir: project, logFormat: 'text', ...flags }, terminal);
  return terminal.said.out.join('\n');
}

async function refused(work: Promise<string>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProblemError)) throw new Error('it was not refused', { cause: error });
  return error.problems.map(({ code, message, hint }) => `${code} ${message}: ${hint}`).join('\n');
}

async function writeShop(): Promise<string> {
  const root = await temporaryFolder((clean) => cleanups.push(clean));
  for (const [file, text] of Object.entries(FILES)) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
  return root;
}

const cleanups: (() => Promise<void>)[] = [];
beforeAll(async () => {
  shop = await writeShop();
  const terminal = recordingTerminal();
  const code = await runBuild('build', { projectDir: shop, logFormat: 'text', threads: '1' }, terminal);
  if (code !== 0) throw new Error([...terminal.said.out, ...terminal.said.err].join('\n'));
  return async () => {
    for (const clean of cleanups) await clean();
  };
});

describe('a group', () => {
  it('is shown as known on a day, the served rows marked, column by column', async () => {
    expect(await show('trade')).toBe(`\
features.trade as known on 2020-04-30

  date        amount  twice
  2020-01-01      12     24
▸ 2020-02-01      20     40
▸ 2020-03-01    NULL   NULL

in: amount EUR, twice EUR
▸ serves as the features of that day
amount: the last value, of 2020-02-01

source      newest      known since  knowledge
shop.sales  2020-03-01  2020-04-10   100 % published`);
  });

  it('shows beside each value the one known last', async () => {
    expect(await show('trade.amount', { asOf: '2020-04-09', vs: 'latest', last: '1' })).toContain(
      '  date        amount  latest\n▸ 2020-02-01      20      20\n\nin: amount EUR\nthe last 1 of 2 rows',
    );
    const json = await show('features.trade', { asOf: '2020-04-09', vs: 'latest', json: true, columns: 'amount' });
    expect(JSON.parse(json)).toEqual({
      node: 'features.trade',
      as_of: '2020-04-09',
      stored: false,
      latest: '2020-04-30',
      total_rows: 2,
      columns: [
        { name: 'date', type: 'DATE' },
        { name: 'amount', type: 'DOUBLE', unit: 'EUR' },
        { name: 'amount_latest', type: 'DOUBLE', unit: 'EUR' },
      ],
      rows: [
        { date: '2020-01-01', amount: 10, amount_latest: 12 },
        { date: '2020-02-01', amount: 20, amount_latest: 20 },
      ],
      serving_rows: [1],
      served: [{ column: 'amount', date: '2020-02-01', too_old: false }],
      sources: [
        {
          relation: 'shop.sales',
          rows: { published: 2, observed: 0, assumed: 0 },
          newest: { date: '2020-02-01', known_since: '2020-03-10', knowledge: 'published' },
        },
      ],
    });
  });

  it('shows as stored what each decision date was served', async () => {
    const { rows } = JSON.parse(await show('trade', { stored: true, json: true, from: '2020-03-01' }));
    expect(rows).toEqual([
      { as_of: '2020-03-31', date: '2020-02-01', amount: 20, twice: 40, amount__date: '2020-02-01' },
      { as_of: '2020-04-30', date: '2020-03-01', amount: 20, twice: null, amount__date: '2020-02-01' },
    ]);
  });
});

it('a relation is shown with the day since when each row is known', async () => {
  const { rows } = JSON.parse(await show('shop.sales', { asOf: '2020-04-10', to: '2020-02-29', json: true }));
  expect(rows).toMatchObject([
    { date: '2020-01-01', realtime_start: '2020-04-10', knowledge: 'published', amount: 12 },
    { date: '2020-02-01', realtime_start: '2020-03-10', knowledge: 'published', amount: 20 },
  ]);
});

it.each<[string, Partial<ShowFlags>, string]>([
  ['trade', { asOf: '2020-02-30' }, 'EWS6001 --as-of takes a date, not "2020-02-30"'],
  [
    'trade',
    { asOf: '2020-05-01' },
    'EWS3005 --as-of is 2020-05-01, but source "shop" is complete only through 2020-04',
  ],
  ['trade', { columns: 'amont' }, 'EWS6002 features.trade has no column "amont": did you mean "amount"?'],
  ['trade', { last: '0' }, 'EWS6001 --last takes a number of rows, not "0"'],
  ['trade', { stored: true, vs: 'latest' }, 'EWS6001 stored rows are not computed as of another day'],
  ['trad', {}, 'EWS6002 nothing is called "trad": did you mean "trade"?'],
])('show %s with %j is refused', async (target, flags, expected) => {
  expect(await refused(show(target, flags))).toContain(expected);
});

it('before anything is built it says what to build', async () => {
  const fresh = await writeShop();
  expect(await refused(show('trade', {}, fresh))).toBe(
    'EWS3009 not ingested yet: shop.sales: run: ews build --select +trade',
  );
  expect(await refused(show('trade', { stored: true }, fresh))).toMatch(/^EWS4003 .*ews build --select \+trade$/);
});
