import { describe, expect, it } from 'vitest';
import type { Definitions } from './definitions.ts';
import { noticesOf, rightsOf, rightsOfSource } from './rights.ts';
import type { FredSource } from './source-definitions.ts';

const NOTICE =
  'This product uses the FRED® API but is not endorsed or certified by the Federal Reserve Bank of St. Louis.';

function source(live: boolean, changes: Partial<FredSource> = {}): FredSource {
  const data = live
    ? ({ kind: 'live', url: 'https://api.stlouisfed.org/fred/', refreshHours: 24, requestsPerMinute: 100 } as const)
    : ({ kind: 'snapshot', file: 'fred.parquet' } as const);
  const series = [{ name: 'gdp' }, { name: 'sp500', licence: 'S&P Dow Jones Indices LLC', attribution: 'S&P' }];
  return { name: 'fred', connector: 'fred', data, series, ...changes } as unknown as FredSource;
}

describe('what has to be said of data', () => {
  it("is FRED's notice where its API was asked, and nowhere else", () => {
    expect(noticesOf({ sources: [source(true), source(true)] } as unknown as Definitions)).toEqual([NOTICE]);
    expect(noticesOf({ sources: [source(false)] } as unknown as Definitions)).toEqual([]);
    expect(rightsOf(source(true), 'gdp')).toEqual({ notices: [NOTICE] });
    expect(rightsOf(source(false), 'gdp')).toBeUndefined();
  });

  it('is what the series says, or else its source', () => {
    const licensed = source(false, { licence: 'public domain', attribution: 'BEA' });
    expect(rightsOf(licensed, 'sp500')).toEqual({ licence: 'S&P Dow Jones Indices LLC', attribution: 'S&P' });
    expect(rightsOf(licensed, 'gdp')).toEqual({ licence: 'public domain', attribution: 'BEA' });
    expect(rightsOfSource(licensed)).toEqual({ licence: 'public domain', attribution: 'BEA' });
  });
});
