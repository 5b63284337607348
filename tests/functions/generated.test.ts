import { expect, it } from 'vitest';
import { compareCalls } from './compare-calls.ts';

const CALLS = 60;

it('calls, written out, are the same query written out by hand', async () => {
  const { differences, varied } = await compareCalls(CALLS, 20_000_000);
  expect(differences).toEqual([]);
  expect(varied).toBeGreaterThan(CALLS / 2);
});
