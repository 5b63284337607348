import { expect, test } from 'vitest';
import { SharedWork } from './shared-work.ts';

test('work is done once a key, for those who ask meanwhile and afterwards', async () => {
  const shared = new SharedWork<string>();
  const done: string[] = [];
  const ask = (key: string, asker: string) =>
    shared.once(key, async () => {
      done.push(asker);
      return `by ${asker}`;
    });
  expect(await Promise.all([ask('a', 'first'), ask('a', 'second'), ask('b', 'third')])).toEqual([
    'by first',
    'by first',
    'by third',
  ]);
  expect(await ask('a', 'fourth')).toBe('by first');
  expect(done).toEqual(['first', 'third']);
});

test('what fails is no answer for others: the next that waited does it, and tells its own failure', async () => {
  const shared = new SharedWork<string>();
  const done: string[] = [];
  const ask = (asker: string, fails: boolean) =>
    shared.once('a', async () => {
      done.push(asker);
      await Promise.resolve();
      if (fails) throw new Error(`${asker} was stopped`);
      return `by ${asker}`;
    });
  const asked = [ask('first', true), ask('second', true), ask('third', false), ask('fourth', false)];
  const [first, second, ...others] = await Promise.allSettled(asked);
  expect([first, second]).toMatchObject([
    { reason: new Error('first was stopped') },
    { reason: new Error('second was stopped') },
  ]);
  expect(others).toMatchObject([{ value: 'by third' }, { value: 'by third' }]);
  expect(done).toEqual(['first', 'second', 'third']);
});
