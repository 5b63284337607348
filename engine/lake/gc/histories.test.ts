import { expect, it } from 'vitest';
import { History } from './history.fixture.ts';

const HISTORIES = 1000;
const STEPS = 14;

it(`loses nothing that is needed in ${HISTORIES} random lives of a lake, and collects all the rest`, async () => {
  const seed = Number(process.env['EWS_SEED'] ?? 1);
  let removed = 0;
  for (let history = 0; history < HISTORIES; history++) {
    const lake = new History(seed + history);
    try {
      await lake.live(STEPS);
      expect(await lake.collectAll()).toEqual([]);
    } catch (error) {
      throw new Error(`EWS_SEED=${seed + history}`, { cause: error });
    }
    removed += lake.removed;
  }
  // Each of them had something to remove: a collector that never removes would pass all else.
  expect(removed).toBeGreaterThan(HISTORIES);
});
