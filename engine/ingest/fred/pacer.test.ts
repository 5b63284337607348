import { expect, it } from 'vitest';
import { present } from '../../presence/index.ts';
import { testEffects } from './client-at.fixture.ts';
import { fakeClock } from './fake-clock.fixture.ts';
import { openPacer } from './pacer.ts';

it('gives the first turn at once and the next ones 0.6 s apart at 100 a minute, whoever asks', async () => {
  const clock = fakeClock();
  const pacer = openPacer(100, testEffects(clock));
  const at: number[] = [];
  const asker = async (): Promise<void> => {
    await pacer.turn();
    at.push(clock.elapsed());
  };
  await Promise.all([asker(), asker(), asker(), asker()]);
  expect(at).toEqual([0, 0.6, 1.2, 1.8]);
});

it('counts the time that passed meanwhile, and saves up none of it', async () => {
  const clock = fakeClock();
  const pacer = openPacer(100, testEffects(clock));
  await pacer.turn();
  await clock.sleep(10_000);
  await pacer.turn();
  await pacer.turn();
  expect(clock.slept).toEqual([10_000, 600]);
});

it('holds everyone back, also who is asleep for a turn already', async () => {
  const clock = fakeClock();
  const pacer = openPacer(100, {
    ...testEffects(clock),
    async sleep(ms, signal) {
      if (clock.slept.length === 0) pacer.hold(30);
      await clock.sleep(ms, signal);
    },
  });
  await pacer.turn();
  await pacer.turn();
  expect(clock.elapsed()).toBe(30);
});

it('passes over who gave up', async () => {
  const clock = fakeClock();
  const sleeps = [new Error('interrupted')];
  const pacer = openPacer(100, {
    ...testEffects(clock),
    async sleep(ms, signal) {
      const error = sleeps.pop();
      if (error !== undefined) throw error;
      await clock.sleep(ms, signal);
    },
  });
  await pacer.turn();
  const [second, third] = await Promise.allSettled([pacer.turn(), pacer.turn()]);
  expect([present(second).status, present(third).status]).toEqual(['rejected', 'fulfilled']);
  expect(clock.elapsed()).toBe(0.6);
});
