import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type IngestResult,
  type LiveRequest,
  observationsOf,
  readStoredState,
  type SeriesSpec,
  seriesStates,
} from '../../engine/ingest/index.ts';
import { rowLines, storedRows } from '../../engine/ingest/stored-rows.fixture.ts';
import { present } from '../../engine/presence/index.ts';
import { IN_PROCESS } from '../../engine/warehouse/index.ts';
import { ingestLiveOn, type LiveSource, liveSource, monthly, spec } from './live-source.ts';

const WEEKS = [
  ['2024-01-06', 200, '2024-01-11'],
  ['2024-01-13', 210, '2024-01-18'],
] as const;
const CLAIMS = monthly('ICSA', WEEKS, { frequencyShort: 'W', units: 'Number', inAlfred: false });
const GDP = monthly('GDP', [['2024-01-01', 28_000, '2024-04-25']], {
  frequencyShort: 'Q',
  units: 'Billions of Dollars',
  unitsShort: 'Bil. of $',
});

/** The source with declarations of its own, by id. */
async function declared(live: LiveSource, changes: Readonly<Record<string, Partial<SeriesSpec>>>): Promise<Declared> {
  const series = live.request.series.map((each) => ({ ...each, ...changes[each.seriesId] }));
  const request: LiveRequest = { ...live.request, series };
  return { request, result: await ingestLiveOn('2024-06-01', live.store, request, { ask: 'due' }) };
}

interface Declared {
  readonly request: LiveRequest;
  readonly result: IngestResult;
}

const told = ({ result }: Declared): readonly string[] => (result.problems ?? []).map(({ message }) => message);

describe('the frequency of a series', () => {
  it.each([
    ['D', 'daily'],
    ['W', 'weekly'],
    ['BW', 'biweekly'],
    ['M', 'monthly'],
    ['Q', 'quarterly'],
    ['SA', 'semiannual'],
    ['A', 'annual'],
    ['5Y', '5-year'],
  ] as const)('that FRED calls %s is declared %s, and nothing else', async (frequencyShort, frequency) => {
    const other = frequency === 'monthly' ? 'quarterly' : 'monthly';
    const live = await liveSource(onTestFinished, monthly('S', [['2024-01-01', 1, '2024-02-01']], { frequencyShort }));
    expect(told(await declared(live, { S: { frequency, dated: 'end' } }))).toEqual([]);
    await expect(declared(live, { S: { frequency: other } })).rejects.toMatchObject({
      problems: [{ code: 'EWS3027', message: `fred.s is declared ${other}, and FRED says that S is ${frequency}` }],
    });
  });

  it('declared otherwise keeps its rows out, also on the next day, until it is mended; others are stored', async () => {
    const live = await liveSource(onTestFinished, CLAIMS, GDP);
    const wrong = await declared(live, { ICSA: { frequency: 'weekly', dated: 'end' }, GDP: {} });
    expect(told(wrong)).toEqual(['fred.gdp is declared monthly, and FRED says that GDP is quarterly']);
    expect(Object.keys(observationsOf(wrong.result.object).relations)).toEqual(['fred.icsa']);
    const soon = new Date('2024-06-01T19:00:00Z');
    expect((await readStoredState(live.store, wrong.request, soon)).kind).toBe('stale');
    const asked = live.server.requests.length;
    expect(told(await declared(live, { ICSA: { frequency: 'weekly', dated: 'end' }, GDP: {} }))).toHaveLength(1);
    const mended = await declared(live, {
      ICSA: { frequency: 'weekly', dated: 'end' },
      GDP: { frequency: 'quarterly' },
    });
    expect(told(mended)).toEqual([]);
    expect(Object.keys(observationsOf(mended.result.object).relations)).toEqual(['fred.icsa', 'fred.gdp']);
    expect((await readStoredState(live.store, mended.request, soon)).kind).toBe('current');
    // What was answered was kept: nobody was asked again.
    expect(live.server.requests.length).toBe(asked);
  });

  it('that stored rows were made under and FRED gave up is told from the next answer on', async () => {
    const live = await liveSource(onTestFinished, CLAIMS, GDP);
    const right = { ICSA: { frequency: 'weekly', dated: 'end' }, GDP: { frequency: 'quarterly' } } as const;
    const { request } = await declared(live, right);
    live.server.replaceSeries({ ...GDP, frequencyShort: 'A' });
    const { problems = [], object } = await ingestLiveOn('2024-06-03', live.store, request);
    expect(problems.map(({ message }) => message)).toEqual([
      'fred.gdp is declared quarterly, and FRED says that GDP is annual',
    ]);
    expect(Object.keys(observationsOf(object).relations)).toEqual(['fred.icsa']);
  });

  it('FRED has no word for is not compared', async () => {
    const live = await liveSource(onTestFinished, monthly('S', WEEKS, { frequencyShort: 'NA' }));
    expect(told(await declared(live, { S: { frequency: 'weekly' } }))).toEqual([]);
  });
});

describe('a week', () => {
  const known = async (dated: SeriesSpec['dated'], publicationLagDays: number): Promise<readonly string[]> => {
    const live = await liveSource(onTestFinished, CLAIMS);
    const changes = { frequency: 'weekly', publicationLagDays, ...(dated === undefined ? {} : { dated }) } as const;
    const { result } = await declared(live, { ICSA: changes });
    const rows = await storedRows(live.store, result.object);
    return rowLines(rows.map(({ date = '', realtime_start = '' }) => ({ date, realtime_start })));
  };

  it('that is dated by its last day is known so many days after it', async () => {
    expect(await known('end', 5)).toEqual(['2024-01-06 2024-01-11', '2024-01-13 2024-01-18']);
    expect(await known('end', -2)).toEqual(['2024-01-06 2024-01-04', '2024-01-13 2024-01-11']);
  });

  it('that is said to be dated by its first day is known later, with a warning', async () => {
    expect(await known('start', 5)).toEqual(['2024-01-06 2024-01-17', '2024-01-13 2024-01-24']);
    const live = await liveSource(onTestFinished, CLAIMS);
    const { result } = await declared(live, { ICSA: { frequency: 'weekly' } });
    expect(result.warnings.map(({ code }) => code)).toEqual(['EWS3027']);
  });
});

describe('units', () => {
  const inUnits = async (units: string | undefined): Promise<Declared> => {
    const live = await liveSource(onTestFinished, GDP);
    return declared(live, { GDP: { frequency: 'quarterly', ...(units === undefined ? {} : { units }) } });
  };

  it.each([undefined, 'Billions of Dollars', 'billions  of dollars ', 'Bil. of $'])("%s are FRED's", async (units) => {
    expect(told(await inUnits(units))).toEqual([]);
  });

  it('that are others are an error; the rows, which they say nothing of, are stored', async () => {
    const wrong = await inUnits('Percent');
    expect(told(wrong)).toEqual([
      'fred.gdp is declared in "Percent", and FRED says that GDP is in "Billions of Dollars", or "Bil. of $"',
    ]);
    expect(wrong.result.rows).toBe(1);
  });

  it('with another base year are a warning: FRED gives indexes a new one every few years', async () => {
    const index = monthly('CPI', [['2024-01-01', 300, '2024-02-13']], { units: 'Index 2017=100' });
    const live = await liveSource(onTestFinished, index);
    expect(told(await declared(live, { CPI: { units: '2017=100' } }))).toEqual([]);
    const { result } = await declared(live, { CPI: { units: 'Index 2012=100' } });
    expect([result.problems, result.warnings.map(({ code }) => code)]).toEqual([[], ['EWS3027']]);
  });

  it.each([
    ['%', 'Percent'],
    ['Percent', '%'],
    ['% Chg.', 'Percent Chg.'],
  ])('%s are %s', async (units, saidUnits) => {
    const live = await liveSource(
      onTestFinished,
      monthly('U', [['2024-01-01', 4, '2024-02-02']], { units: saidUnits }),
    );
    expect(told(await declared(live, { U: { units } }))).toEqual([]);
  });
});

it('a fiscal year is known a year after its date in FRED, with a warning, unless that is its end', async () => {
  const years = [['2020-09-30', -3132, '2020-10-16']] as const;
  const live = await liveSource(onTestFinished, monthly('FYFSD', years, { frequencyShort: 'A', inAlfred: false }));
  const wrong = await declared(live, { FYFSD: { frequency: 'annual' } });
  expect(wrong.result.warnings.map(({ code, message }) => [code, message])).toEqual([
    ['EWS3004', 'fred.fyfsd: 2020-09-30 is not the first day of a period, although the series is annual'],
  ]);
  const right = await declared(live, { FYFSD: { frequency: 'annual', dated: 'end', publicationLagDays: 16 } });
  expect(right.result.warnings).toEqual([]);
  expect((await storedRows(live.store, right.result.object)).map((row) => row['realtime_start'])).toEqual([
    '2020-10-16',
  ]);
});

it('every series has its state, also one of which no value holds, or none was ever stored', async () => {
  const live = await liveSource(
    onTestFinished,
    monthly('GONE', [
      ['2024-01-01', 1, '2024-02-02', '2024-03-01'],
      ['2024-01-01', null, '2024-03-02'],
    ]),
    monthly('ENDED', [['2024-01-01', 1, '2024-02-02', '2024-04-30']]),
    monthly('EMPTY', [['2024-01-01', null, '2024-02-02']]),
    monthly('WELL', [['2024-01-01', 1, '2024-02-02']]),
  );
  const series = [...live.request.series, spec('NOSUCH')];
  const request = { ...live.request, series };
  await ingestLiveOn('2024-06-01', live.store, request);
  const states = await seriesStates(live.store, request, {
    now: () => new Date('2024-06-01T19:00:00Z'),
    warehouses: IN_PROCESS,
  });
  const told = present(states).map(({ relation, newest, ended, knownSince }) => {
    return [relation, newest, ended?.on, knownSince];
  });
  expect(told).toEqual([
    ['fred.gone', null, '2024-03-02', '2024-03-02'],
    ['fred.ended', null, '2024-05-01', '2024-02-02'],
    ['fred.empty', null, undefined, '2024-02-02'],
    ['fred.well', '2024-01-01', '9999-12-31', '2024-02-02'],
    ['fred.nosuch', null, undefined, null],
  ]);
});

it('a problem stands where its series is declared', async () => {
  const live = await liveSource(onTestFinished, GDP);
  const place = { span: { file: 'sources/fred.yaml', line: 7, column: 9, length: 3 }, lineText: '  gdp: { id: GPD }' };
  const asked: (readonly [string, string | undefined])[] = [];
  const placeOf = (series: string, field?: string) => {
    asked.push([series, field]);
    return place;
  };
  const series = [spec('GPD'), { ...spec('GDP'), units: 'Percent' }];
  await expect(ingestLiveOn('2024-06-01', live.store, { ...live.request, series }, { placeOf })).rejects.toMatchObject({
    problems: [{ code: 'EWS3014', ...place }, { code: 'EWS3027' }, { code: 'EWS3027' }],
  });
  expect(asked).toEqual([
    ['gpd', 'id'],
    ['gdp', 'frequency'],
    ['gdp', 'units'],
  ]);
});
