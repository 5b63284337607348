import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { hostileFigures } from '../hostile/figures.ts';
import { HOSTILE_TEXTS_OF_QUERIES } from '../hostile/hostile-queries.ts';
import { HOSTILE_TEXTS } from '../hostile/hostile-texts.ts';
import { judgedRun, slownessNow } from '../hostile/judged-run.ts';

const figures = hostileFigures('definitions');
let slowness = 1;

beforeAll(async () => {
  slowness = await slownessNow(() => undefined);
});

describe.skipIf(process.platform !== 'linux')('what is refused before anything is computed', () => {
  it.each([...HOSTILE_TEXTS, ...HOSTILE_TEXTS_OF_QUERIES])('$name', async (hostile) => {
    figures.add(await judgedRun(onTestFinished, hostile, slowness));
  });

  it('is said in figures', () => {
    expect(figures.print()).toBe(HOSTILE_TEXTS.length + HOSTILE_TEXTS_OF_QUERIES.length);
  });
});
