import { describe, expect, it } from 'vitest';
import { present } from '../../presence/index.ts';
import { memoryFiles } from '../memory-files.ts';
import { readProject } from '../read-project.ts';
import type { FredSource, SeriesDefinition } from '../source-definitions.ts';

const CONFIG = `name: lags
calendar: { frequency: monthly, start: 2020-01-31, end: 2020-12-31 }
default_target: local
`;
const TARGET = `target: local
description: a folder
store: { kind: local, path: .ews }
environment: dev
`;

async function read(series: string) {
  const source = `source: fred
connector: fred
description: one series
snapshot: { file: fred.parquet }
series:
  claims: { id: ICSA, title: Initial Claims, ${series} }
`;
  const files = { 'ews.config.yaml': CONFIG, 'targets/local.yaml': TARGET, 'sources/fred.yaml': source };
  const { definitions, problems } = await readProject('/lags', memoryFiles(files));
  const claims = (definitions?.sources[0] as FredSource | undefined)?.series[0];
  const errors = problems.filter(({ severity }) => severity === 'error').map(({ code, span }) => [code, span?.line]);
  return { claims, errors };
}

describe('dates of a series', () => {
  it.each([
    ['daily', 'start'],
    ['weekly', 'end'],
    ['biweekly', 'end'],
    ['monthly', 'start'],
    ['quarterly', 'start'],
    ['semiannual', 'start'],
    ['annual', 'start'],
    ['5-year', 'start'],
  ] as const)('that is %s name the %s of their periods, as at FRED', async (frequency, dated) => {
    const { claims, errors } = await read(`frequency: ${frequency}, publication_lag: 5`);
    expect(errors).toEqual([]);
    expect(claims).toMatchObject({ frequency, dated } satisfies Partial<SeriesDefinition>);
  });

  it('are what is declared', async () => {
    const { claims } = await read('frequency: annual, dated: end, publication_lag: 5');
    expect(present(claims).dated).toBe('end');
  });
});

describe('a publication lag', () => {
  const REFUSED = [['EWS1011', 6]];

  it.each([
    ['frequency: weekly, publication_lag: -1', []],
    ['frequency: weekly, publication_lag: -6', []],
    ['frequency: weekly, publication_lag: -7', REFUSED],
    ['frequency: weekly, dated: start, publication_lag: -1', REFUSED],
    ['frequency: monthly, publication_lag: -1', REFUSED],
    ['frequency: monthly, dated: end, publication_lag: -27', []],
    ['frequency: daily, dated: end, publication_lag: -1', REFUSED],
    ['frequency: annual, dated: end, publication_lag: 0', []],
  ])('of "%s" may be negative where the date is the end, and no forecast', async (series, expected) => {
    expect((await read(series)).errors).toEqual(expected);
  });
});
