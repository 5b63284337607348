import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Day } from '../../engine/calendar/index.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { at, entry, first, last, present } from '../../engine/presence/index.ts';
import { openBuilt } from '../golden-project/built-project.ts';
import { ews, ewsJson, REPOSITORY } from './product.ts';

/** Estrella's R2 of recessions 1 to 6 quarters ahead. */
const PUBLISHED = [0.062, 0.197, 0.27, 0.287, 0.233, 0.136];

const cleanups: (() => Promise<void>)[] = [];
let project: string;

/** The fixture with the reference project's sources, and for every lead a label and a probit of it. */
beforeAll(async () => {
  project = await temporaryFolder((clean) => cleanups.push(clean));
  await cp(path.join(REPOSITORY, 'tests/projects/published'), project, { recursive: true });
  await cp(path.join(REPOSITORY, 'sources'), path.join(project, 'sources'), { recursive: true });
  await mkdir(path.join(project, 'models/labels'), { recursive: true });
  for (const lead of PUBLISHED.keys()) await writeLead(lead + 1);
  const { code, stderr } = await ews(project, 'build', '--exclude', 'credit_gap');
  if (code !== 0) throw new Error(stderr);
});
afterAll(async () => {
  for (const clean of cleanups) await clean();
});

async function writeLead(quarters: number): Promise<void> {
  const [label, months] = [`recession_${quarters}q`, 3 * quarters];
  const files = {
    [`models/labels/${label}.yaml`]: `label: ${label}
description: Recession ${quarters} quarters ahead
kind: binary
window: { from_month: ${months}, to_month: ${months} }
`,
    [`models/labels/${label}.sql`]: `SELECT dates.date, ahead.in_recession AS y
FROM calendar.dates AS dates
LEFT JOIN features.quarters AS ahead ON ahead.date = date_trunc('quarter', dates.date) + INTERVAL ${months} MONTHS
`,
    [`models/lead_${quarters}.yaml`]: `model: lead_${quarters}
description: Probit of the spread, ${quarters} quarters ahead
label: ${label}
features: [spread.slope]
estimator: { kind: probit, ridge: 0, standardize: false, winsorize: 0 }
protocol: { first_cutoff: 2010-03-31, refit_months: 120 }
loss: { kind: alessi_detken, preference: 0.5 }
bootstrap: { draws: 1 }
intended_use: tests of the engine
intended_users: [engineers]
materiality: none
limitations: [in sample]
`,
  };
  for (const [file, text] of Object.entries(files)) await writeFile(path.join(project, file), text);
}

describe("Estrella's R2 by lead, outcome quarters 1960Q1 to 1995Q1, by ews model fit", () => {
  it.each(PUBLISHED.map((figure, i) => [i + 1, figure] as const))('%i quarters ahead: %f', async (lead, figure) => {
    const months = ['--outcomes', '1960-01:1995-03', '--data', 'revised'];
    const fit = (await ewsJson(project, 'model', 'fit', `lead_${lead}`, ...months)) as {
      readonly rows: number;
      readonly model: { readonly statistics: { readonly estrella: number } };
    };
    expect(fit.rows).toBe(141);
    expect(Math.abs(fit.model.statistics.estrella - figure)).toBeLessThan(0.003);
  });
});

describe('the credit gap, by ews show', () => {
  it('is 5.185 points in the last quarter of 2007', async () => {
    const built = await openBuilt(project);
    const rows = await built.knownOn('features.credit_gap', '2022-10-31');
    expect(first(rows)['date']).toBe('1947-04-01');
    const row = rows.find(({ date }) => date === '2007-10-01');
    expect(Math.abs(Number(present(row)['gap']) - 5.185)).toBeLessThan(0.01);
  });

  it('is that of the filter as it is defined: the end of the smoothest line through the data until then', async () => {
    const rows = await (await openBuilt(project)).knownOn('features.credit_gap', '2022-10-31');
    const ratios = (await loansToGdp()).filter(({ date }) => date <= '2007-10-01').map(({ ratio }) => ratio);
    const row = rows.find(({ date }) => date === '2007-10-01');
    expect(ratios).toHaveLength(244);
    expect(Number(present(row)['gap'])).toBeCloseTo(last(ratios) - endOfTrend(ratios, 400_000), 6);
  });

  async function loansToGdp(): Promise<readonly { readonly date: Day; readonly ratio: number }[]> {
    const built = await openBuilt(project);
    const series = async (id: string): Promise<ReadonlyMap<string, number>> =>
      new Map((await built.knownOn(id, '2022-10-31')).map((row) => [String(row['date']), Number(row['value'])]));
    const [loans, output] = [await series('fred.loans'), await series('fred.gdp')];
    return [...output].map(([date, value]) => {
      const quarter = `${date.slice(0, 5)}${String(Number(date.slice(5, 7)) + 2).padStart(2, '0')}-01`;
      return { date, ratio: (100 * entry(loans, quarter)) / value };
    });
  }
});

/** The last value of the trend that minimises squared deviations plus lambda times squared second differences. */
function endOfTrend(y: readonly number[], lambda: number): number {
  const n = y.length;
  const matrix = y.map((_, i) => y.map((__, j): number => (i === j ? 1 : 0)));
  for (let k = 0; k + 2 < n; k++) {
    const weights = [1, -2, 1];
    for (const [a, left] of weights.entries()) {
      for (const [b, right] of weights.entries()) {
        const row = at(matrix, k + a);
        row[k + b] = at(row, k + b) + lambda * left * right;
      }
    }
  }
  const rows = matrix.map((row, i) => [...row, at(y, i)]);
  for (const [i, pivot] of rows.entries()) {
    for (const row of rows.slice(i + 1, i + 3)) {
      const factor = at(row, i) / at(pivot, i);
      for (let j = i; j <= n; j++) row[j] = at(row, j) - factor * at(pivot, j);
    }
  }
  const end = last(rows);
  return at(end, n) / at(end, n - 1);
}
