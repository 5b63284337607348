import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at, present } from '../../engine/presence/index.ts';
import { type BuiltProject, openBuilt } from '../golden-project/built-project.ts';
import { copyReferenceProject, editFile } from '../golden-project/reference-copy.ts';
import { ews, ewsJson, REPOSITORY } from './product.ts';

const cleanups: (() => Promise<void>)[] = [];
let project: string;
let built: BuiltProject;

beforeAll(async () => {
  project = await copyReferenceProject((clean) => cleanups.push(clean));
  await succeed(project, 'build');
  built = await openBuilt(project);
});
afterAll(async () => {
  for (const clean of cleanups) await clean();
});

async function succeed(root: string, ...args: readonly string[]): Promise<void> {
  const { code, stderr } = await ews(root, ...args);
  if (code !== 0) throw new Error(stderr);
}

interface Fit {
  readonly rows: number;
  readonly model: {
    readonly coefficients: readonly { readonly name: string; readonly estimate: number }[];
    readonly statistics: { readonly mcFadden: number };
  };
  readonly auroc: { readonly value: number };
  readonly pauroc: { readonly value: number };
}

async function fitted(root: string, data: 'known' | 'revised'): Promise<Fit> {
  const months = ['--outcomes', '1960-01:2009-12', '--data', data];
  return (await ewsJson(root, 'model', 'fit', 'recession_probit', ...months)) as Fit;
}

const estimates = ({ model }: Fit): readonly number[] => model.coefficients.map(({ estimate }) => estimate);

function expectWithin(found: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(found).toHaveLength(expected.length);
  const off = found.map((value, at) => Math.abs(value - (expected[at] ?? Number.NaN)));
  expect(Math.max(...off), `${found} against ${expected}`).toBeLessThan(tolerance);
}

describe('the yield-curve model of the Federal Reserve Bank of New York, by ews model fit', () => {
  it('A: final values without publication lag give the published coefficients', async () => {
    const found = await fitted(project, 'revised');
    expect(found.rows).toBe(600);
    expectWithin(estimates(found), [-0.5333, -0.6333], 0.001);
    expectWithin(
      [found.auroc.value, found.model.statistics.mcFadden, found.pauroc.value],
      [0.8449, 0.2397, 0.638],
      0.001,
    );
  });

  it('B: the spread as known at each month-end gives others, and no lag is bent to make them equal', async () => {
    const found = await fitted(project, 'known');
    expect(found.rows).toBe(600);
    expectWithin(estimates(found), [-0.5364, -0.6305], 0.001);
    expectWithin([found.auroc.value, found.model.statistics.mcFadden], [0.8431, 0.2362], 0.001);
  });

  it('one month more of one recession changes the coefficients', async () => {
    const other = await copyReferenceProject((clean) => cleanups.push(clean));
    await editFile(other, 'sources/snapshot/nber_turning_points.csv', 'trough,1991-03-01', 'trough,1991-04-01');
    await succeed(other, 'run', '--select', '+recession_probit');
    const [before, after] = [await fitted(project, 'known'), await fitted(other, 'known')];
    expect(after.rows).toBe(before.rows);
    for (const [at, estimate] of estimates(after).entries()) {
      expect(Math.abs(estimate - (estimates(before)[at] ?? estimate))).toBeGreaterThan(1e-4);
    }
  });
});

describe('what was known about recessions', () => {
  const DAYS = ['2008-06-30', '2008-12-31', '2009-12-31', '2010-10-31'];

  it('gives USREC for every month from 1959-01 to 2020-10', async () => {
    const rows = await built.knownOn('features.business_cycle', '2022-10-31');
    const found = new Map(rows.map((row) => [String(row['date']), row['in_recession']]));
    const expected = await usrec();
    expect(expected.size).toBe(742);
    // The contractions since 1960 as NBER's table gives their length: 10, 11, 16, 6, 16, 8, 8, 18 and 2 months.
    expect([...expected.values()].filter((state) => state === 1)).toHaveLength(95);
    expect(new Map([...expected.keys()].map((month) => [month, found.get(month)]))).toEqual(expected);
  });

  it.each([
    ['2007-06-01', [0, 0, 0, 0]],
    ['2007-12-01', [null, 0, 0, 0]],
    ['2008-03-01', [null, 1, 1, 1]],
    ['2008-12-01', [null, null, null, 1]],
    ['2009-05-01', [null, null, null, 1]],
    ['2009-08-01', [null, null, null, 0]],
  ])('the state of %s on four days', async (month, expected) => {
    const states = [];
    for (const day of DAYS) {
      const rows = await built.knownOn('features.business_cycle', day);
      // A month that is not over yet, or has no row, is as unknown as one that is NULL.
      states.push(rows.find((row) => row['date'] === month)?.['in_recession'] ?? null);
    }
    expect(states).toEqual(expected);
  });

  it.each([
    ['2006-12-31', [null, 0, 0, 0]],
    ['2007-06-30', [null, 1, 1, 1]],
    ['2008-06-30', [null, 1, 1, 1]],
    ['2008-10-31', [null, null, null, 1]],
    ['2009-06-30', [null, null, null, null]],
  ])('recession_12m at %s, at four training cut-offs', async (date, expected) => {
    const versions = (await built.stored('labels.recession_12m')).filter((row) => row['date'] === date);
    const labels = DAYS.map((day) => {
      const version = versions.find((row) => String(row['known_from']) <= day && day < String(row['known_to']));
      return version?.['y'] ?? null;
    });
    expect(labels).toEqual(expected);
  });
});

describe('features of the bundled snapshot', () => {
  it("Sahm's alarms since 1999 on revised data, the false one of 2003 among them", async () => {
    const rows = (await built.knownOn('features.labor', '2022-10-31')).filter(
      (row) => String(row['date']) >= '1998-12',
    );
    const gaps = rows.map((row) => Number(row['sahm_gap']));
    const alarms = rows.filter((_, place) => place > 0 && at(gaps, place) >= 0.5 && at(gaps, place - 1) < 0.5);
    expect(alarms.map((row) => String(row['date']).slice(0, 7))).toEqual(['2001-06', '2003-07', '2008-02', '2020-04']);
  });

  it.each([
    ['yield_curve', 'slope_10y_3m', 0.32122],
    ['labor', 'unrate', 3.5],
    ['labor', 'sahm_gap', 0],
    ['labor', 'payroll_growth_3m', 2.92536],
    ['prices', 'cpi_inflation_12m', 7.90183],
    ['activity', 'real_gdp_growth_4q', 1.7805],
  ])('%s.%s on 2022-10-31', async (group, column, expected) => {
    const row = (await built.stored(`features.${group}`)).find((each) => each['as_of'] === '2022-10-31');
    expect(Number(present(row)[column])).toBeCloseTo(expected, 5);
  });
});

/** FRED's USREC: 1 from the month after a peak through the trough. Computed here from the turning points alone. */
async function usrec(): Promise<ReadonlyMap<string, 0 | 1>> {
  const csv = await readFile(path.join(REPOSITORY, 'sources/snapshot/nber_turning_points.csv'), 'utf8');
  const points = csv
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  const states = new Map<string, 0 | 1>();
  for (let index = 1959 * 12; index <= 2020 * 12 + 9; index++) {
    const month = `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}-01`;
    const before = points.filter(([, day = '']) => day < month).at(-1);
    states.set(month, before?.[0] === 'peak' ? 1 : 0);
  }
  return states;
}
