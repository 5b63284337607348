import { expect, it } from 'vitest';
import { compareCalls } from './compare-calls.ts';

const CALLS = 1000;

/** Another thousand by EWS_PROPERTY_SEED. */
const SEED = Number(process.env['EWS_PROPERTY_SEED'] ?? 20);

it('a thousand calls, written out, are the same query written out by hand', async () => {
  const { differences, varied } = await compareCalls(CALLS, SEED * 1_000_000);
  expect(differences).toEqual([]);
  expect(varied).toBeGreaterThan(CALLS / 2);
}, 240_000);
