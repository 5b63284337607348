import { expect, it } from 'vitest';
import { Passing, tried } from './retry.ts';

/** Waits for nothing, and keeps for how long it was asked to; chance is always the most. */
function recordingEffects() {
  const waits: number[] = [];
  const sleep = async (ms: number): Promise<void> => void waits.push(ms);
  return { waits, sleep, random: () => 1 };
}

it('tries again what may pass, with longer and longer waits', async () => {
  const effects = recordingEffects();
  let times = 0;
  const work = async (): Promise<string> => {
    times += 1;
    if (times < 4) throw new Passing('conflict');
    return 'written';
  };
  expect(await tried(work, effects)).toBe('written');
  expect(effects.waits).toEqual([100, 200, 400]);
});

it('gives up after eight tries, with what stood in the way', async () => {
  const effects = recordingEffects();
  const cause = new Error('the connection broke off');
  await expect(tried(() => Promise.reject(new Passing('broken off', { cause })), effects)).rejects.toBe(cause);
  expect(effects.waits).toEqual([100, 200, 400, 800, 1600, 2000, 2000]);
});

it('does not try again what fails for good', async () => {
  const effects = recordingEffects();
  const refusal = new Error('AccessDenied');
  await expect(tried(() => Promise.reject(refusal), effects)).rejects.toBe(refusal);
  expect(effects.waits).toEqual([]);
});
