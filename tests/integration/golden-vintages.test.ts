import { existsSync } from 'node:fs';
import { cp, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Day } from '../../engine/calendar/index.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { type BuiltProject, openBuilt } from '../golden-project/built-project.ts';
import { ews, REPOSITORY } from './product.ts';

const DATA = path.resolve(REPOSITORY, '../shared/data/fred-vintages/observations.parquet');
if (!existsSync(DATA)) console.warn(`real vintages are not tested: there is no ${DATA}`);

const cleanups: (() => Promise<void>)[] = [];
let built: BuiltProject;

/** The fixture with its data, and the reference project's labour group as it stands. */
async function vintagesProject(): Promise<string> {
  const root = await temporaryFolder((clean) => cleanups.push(clean));
  await cp(path.join(REPOSITORY, 'tests/projects/vintages'), root, { recursive: true });
  await cp(DATA, path.join(root, 'sources/vintages.parquet'));
  await mkdir(path.join(root, 'features'));
  const features = path.join(REPOSITORY, 'features');
  for (const file of await readdir(features)) {
    if (file.startsWith('labor.')) await cp(path.join(features, file), path.join(root, 'features', file));
  }
  return root;
}

describe.skipIf(!existsSync(DATA))('the labour group on the vintages of FRED-MD, its SQL unchanged', () => {
  beforeAll(async () => {
    const root = await vintagesProject();
    const { code, stderr } = await ews(root, 'build');
    if (code !== 0) throw new Error(stderr);
    built = await openBuilt(root);
  });
  afterAll(async () => {
    for (const clean of cleanups) await clean();
  });

  it("crosses Sahm's 0.50 upwards at three month-ends, as known then, and at no other", async () => {
    const rows = await built.stored('features.labor');
    expect(rows).toHaveLength(266);
    const gap = (at: number): number => Number(rows[at]?.['sahm_gap']);
    const alarms = rows.filter((_, at) => gap(at) >= 0.5 && !(at > 0 && gap(at - 1) >= 0.5));
    expect(alarms.map((row) => [row['as_of'], row['date']])).toEqual([
      ['2001-07-31', '2001-06-01'],
      ['2008-05-31', '2008-04-01'],
      ['2020-05-31', '2020-04-01'],
    ]);
  });

  it('saw a gap of 0.43 for February 2008 at the end of March, which is 0.53 in the latest values', async () => {
    const gapOfFebruary = async (day: Day): Promise<unknown> => {
      const rows = await built.knownOn('features.labor', day);
      return rows.find((row) => row['date'] === '2008-02-01')?.['sahm_gap'];
    };
    expect(await gapOfFebruary('2008-03-31')).toBe(0.43);
    expect(await gapOfFebruary('2021-09-30')).toBe(0.53);
    const stored = await built.stored('features.labor');
    expect(stored.find((row) => row['as_of'] === '2008-03-31')).toMatchObject({ date: '2008-02-01', sahm_gap: 0.43 });
  });

  it('counts 137,318 thousand on payrolls for September 2008 in October, 136,753 after twelve revisions', async () => {
    const payrolls = async (day: Day): Promise<unknown> => {
      const rows = await built.knownOn('fred.payems', day);
      return rows.find((row) => row['date'] === '2008-09-01')?.['value'];
    };
    expect(await payrolls('2008-09-30')).toBeUndefined();
    expect(await payrolls('2008-10-31')).toBe(137_318);
    expect(await payrolls('2021-09-30')).toBe(136_753);
  });

  it('serves the time before the first edition from that edition, at the publication lag', async () => {
    const dates = (await built.knownOn('fred.unrate', '1990-06-30')).map((row) => row['date']);
    expect([dates[0], dates.at(-1)]).toEqual(['1959-01-01', '1990-05-01']);
  });
});
