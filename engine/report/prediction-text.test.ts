import { expect, it } from 'vitest';
import type { ExplainedPrediction, ExplainedSeries } from '../inspect/index.ts';
import { first } from '../presence/index.ts';
import { paintFor } from './paint/index.ts';
import { predictionText } from './prediction-text.ts';

const DIGEST = 'ab'.repeat(32);

it('shows values, since when they were known, and each file once below its neighbours', () => {
  const text = predictionText(
    predictionOf([
      series('fred.gs10', [{ values: { value: 3.52 }, knowledge: 'assumed' }]),
      series('fred.tb3ms', [{ values: { value: 3.13 }, knowledge: 'published' }]),
    ]),
    paintFor({}, {}),
  );
  expect(text.split('\n')).toEqual([
    'probit@2022-10-31 = 0.25  no alarm at 0.3, fitted as of 2022-01-31',
    '└─ curve.slope = 0.39  on 2022-09-01  features/curve.sql:6:3',
    '   ├─ fred.gs10  2022-09-01 = 3.52  known 2022-10-01 (assumed, lag 1 d)',
    '   └─ fred.tb3ms  2022-09-01 = 3.13  known 2022-10-01 (published)',
    `      └─ snapshot.parquet  sha256:${DIGEST}`,
    'outcomes known through 2022-10-31',
    'newest observations; changes and averages also use earlier ones of the same series',
    'snapshot.parquet: the archive (provenance.json)',
    'other.parquet: no origin stated (provenance.json, which speaks of other bytes)',
  ]);
});

it('names the columns of a table, counts rows beyond three, and says where nothing was known', () => {
  const row = { values: { credit: 1, gdp: null }, knowledge: 'observed' } as const;
  const rows = ['AT', 'BE', 'DE', 'FR', 'IT'].map((country) => ({ ...row, keys: { country } }));
  const text = predictionText(predictionOf([series('bis.gaps', rows), series('bis.none', [])]), paintFor({}, {}));
  expect(text).toContain('├─ bis.gaps  AT 2022-09-01 credit = 1, gdp = NULL  known 2022-10-01 (observed)');
  expect(text).toContain('├─ and 2 more rows of bis.gaps');
  expect(text).toContain('└─ bis.none  nothing was known');
  expect(text).not.toContain('FR');
});

it('names the bytes of each row, older ones with the place where they are kept', () => {
  const rawOf = (sha256: string, more: object = {}) => ({
    ...{ file: 'gaps.csv', key: `raw/bis/gaps/${sha256}.csv`, sha256, isNewest: false },
    ...more,
  });
  const [old, now] = ['0a'.repeat(32), '1b'.repeat(32)];
  const row = { values: { gap: 1 }, knowledge: 'observed' } as const;
  const answer = `raw/fred/GDP/${DIGEST}.json.gz`;
  const text = predictionText(
    predictionOf([
      series('bis.gaps', [
        { ...row, keys: { country: 'AT' }, raw: rawOf(old) },
        { ...row, keys: { country: 'BE' }, raw: rawOf(now, { isNewest: true }) },
        { ...row, keys: { country: 'DE' }, raw: rawOf(now, { isNewest: true }) },
        { ...row, keys: { country: 'FR' }, raw: rawOf(old) },
      ]),
      series('fred.gdp', [{ ...row, raw: rawOf(DIGEST, { file: answer, key: answer }) }]),
      series('bis.old', [{ ...row, raw: null }]),
      series('bis.forged', [{ ...row, raw: rawOf(old, { key: null }) }]),
    ]),
    paintFor({}, {}),
  );
  expect(text.split('\n').slice(2, -4)).toEqual([
    '   ├─ bis.gaps  AT 2022-09-01 = 1  known 2022-10-01 (observed)',
    `   │  └─ gaps.csv  sha256:${old}  an earlier version, kept as raw/bis/gaps/….csv`,
    '   ├─ bis.gaps  BE 2022-09-01 = 1  known 2022-10-01 (observed)',
    '   ├─ bis.gaps  DE 2022-09-01 = 1  known 2022-10-01 (observed)',
    '   ├─ and 1 more row of bis.gaps, not all from the same bytes',
    `   │  └─ gaps.csv  sha256:${now}`,
    '   ├─ fred.gdp  2022-09-01 = 1  known 2022-10-01 (observed)',
    `   │  └─ ${answer}  sha256:${DIGEST}`,
    '   ├─ bis.old  2022-09-01 = 1  known 2022-10-01 (observed)',
    '   │  └─ snapshot.parquet  of which bytes was not recorded, by an earlier version of ews',
    '   └─ bis.forged  2022-09-01 = 1  known 2022-10-01 (observed)',
    `      └─ gaps.csv  sha256:${old}  which the observations were not made from`,
  ]);
});

it('has the raw probability beside the calibrated one where they differ', () => {
  const head = (raw: number): string =>
    first(predictionText({ ...predictionOf([]), rawProbability: raw }, paintFor({}, {})).split('\n'));
  expect(head(0.31)).toBe('probit@2022-10-31 = 0.25  no alarm at 0.3, raw 0.31, fitted as of 2022-01-31');
  expect(head(0.25)).toBe('probit@2022-10-31 = 0.25  no alarm at 0.3, fitted as of 2022-01-31');
});

it('says of a rule that it is in alarm, not how probable that is', () => {
  const rule = { ...predictionOf([]), predicts: 'alarm', probability: 1, alarm: true } as const;
  expect(predictionText(rule, paintFor({}, {})).split('\n')[0]).toBe('probit@2022-10-31 = alarm');
});

type Observation = Pick<ExplainedSeries['observations'][number], 'values' | 'knowledge'> &
  Partial<ExplainedSeries['observations'][number]>;

function series(relation: string, observations: readonly Observation[]): ExplainedSeries {
  const raw = { file: 'snapshot.parquet', key: 'raw/snapshot.parquet', sha256: DIGEST, isNewest: true };
  const known = { date: '2022-09-01', keys: {}, knownSince: '2022-10-01', raw };
  return {
    relation,
    observations: observations.map((observation) => ({ ...known, ...observation })),
    units: {},
    lagDays: 1,
    file: 'snapshot.parquet',
    sha256: DIGEST,
  };
}

function predictionOf(direct: readonly ExplainedSeries[]): ExplainedPrediction {
  const span = { file: 'features/curve.sql', line: 6, column: 3, length: 5 };
  return {
    ...{
      model: 'probit',
      asOf: '2022-10-31',
      predicts: 'probability',
      value: null,
      probability: 0.25,
      rawProbability: 0.25,
      threshold: 0.3,
      alarm: false,
      standing: null,
      outcomesThrough: '2022-10-31',
      cutoff: '2022-01-31',
    },
    features: [{ feature: 'curve.slope', value: 0.39, date: '2022-09-01', span, series: direct }],
    origins: [
      { file: 'snapshot.parquet', key: 'provenance.json', sha256: DIGEST, origin: 'the archive', matches: true },
      { file: 'other.parquet', key: 'provenance.json', sha256: null, origin: null, matches: false },
    ],
  };
}
