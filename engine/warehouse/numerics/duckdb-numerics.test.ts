import { expect, it } from 'vitest';
import { DUCKDB_PROBE, duckdbNumerics } from './duckdb-numerics.ts';

it('asks every function for values, the same every time, and sees one that is replaced', async () => {
  const here = await duckdbNumerics();
  expect(Object.keys(here).length).toBeGreaterThan(60);
  expect(new Set(Object.values(here)).size).toBeGreaterThan(50);
  const { exp: _, ...others } = DUCKDB_PROBE.scalars;
  // One last bit of one row.
  const scalars = { exp: 'CASE WHEN i = 77 THEN nextafter(exp(x), 1e9::DOUBLE) ELSE exp(x) END', ...others };
  const there = await duckdbNumerics({ ...DUCKDB_PROBE, scalars });
  const differing = Object.keys(here).filter((name) => here[name] !== there[name]);
  expect(differing).toEqual(['duckdb exp']);
});
