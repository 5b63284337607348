import { describe, expect, it, onTestFinished } from 'vitest';
import { ProblemError } from '../../engine/diagnostics/index.ts';
import { observationsOf, readStoredState } from '../../engine/ingest/index.ts';
import { openLocalStore, readRef } from '../../engine/lake/index.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { present } from '../../engine/presence/index.ts';
import { type Fault, MISTYPED, onEndpoint } from './fred-server/faults.ts';
import { ingestLiveOn, type LiveSource, liveSource, monthly, spec } from './live-source.ts';

const UNRATE = monthly('UNRATE', [
  ['2020-01-01', 3.6, '2020-02-07', '2020-03-05'],
  ['2020-01-01', 3.5, '2020-03-06'],
  ['2020-02-01', 3.5, '2020-03-06'],
]);
const GDP = monthly('GDP', [['2020-01-01', 21_000, '2020-04-29']]);
const HOUST = monthly('HOUST', [['2020-01-01', 1567, '2020-02-19']], { inAlfred: false });

async function codes(work: Promise<unknown>): Promise<readonly string[]> {
  const error = await work.catch((reason: unknown) => reason);
  if (!(error instanceof ProblemError)) throw new Error('it did not fail', { cause: error });
  return error.problems.map(({ code }) => code);
}

async function digests(live: LiveSource): Promise<readonly string[]> {
  return (await live.store.list('objects')).concat(await live.store.list('raw'));
}

describe('a series that FRED does not know', () => {
  it('fails by name, and what was answered for the others is not asked for again', async () => {
    const live = await liveSource(onTestFinished, UNRATE, GDP);
    const wrong = { ...live.request, series: [spec('UNRATE'), spec('GPD'), spec('GDP')] };
    const { object, problems = [] } = await ingestLiveOn('2020-06-01', live.store, wrong);
    expect(problems.map(({ code }) => code)).toEqual(['EWS3014']);
    expect(Object.keys(observationsOf(object).relations)).toEqual(['fred.unrate', 'fred.gdp']);
    const soon = new Date('2020-06-01T19:00:00Z');
    expect(await readStoredState(live.store, wrong, soon)).toMatchObject({ kind: 'stale' });

    await live.ingestOn('2020-06-01', { ask: 'due' });
    expect(live.asked()).toEqual([]);
    expect(await readStoredState(live.store, live.request, soon)).toMatchObject({ kind: 'current' });
    expect(await live.rows('GDP')).toEqual(['2020-01-01 21000 2020-04-29 9999-12-31 published']);
  });

  it('that was known before keeps what is stored', async () => {
    const live = await liveSource(onTestFinished, UNRATE, GDP);
    const { object } = await live.ingestOn('2020-06-01');
    live.server.removeSeries('GDP');
    const { problems = [] } = await live.ingestOn('2020-06-05');
    expect(problems.map(({ code }) => code)).toEqual(['EWS3014']);
    expect(await live.rows('GDP')).toEqual(['2020-01-01 21000 2020-04-29 9999-12-31 published']);
    expect(present(await readRef(live.store, 'sources/fred')).value['completeThrough']).toBe('2020-05-31');
    expect(present(await readRef(live.store, 'sources/fred')).value['fingerprint']).toBe(object.fingerprint);
  });
});

describe('whatever goes wrong with an answer', () => {
  const FAULTS: readonly (readonly [string, Fault, string])[] = [
    ['500', { kind: 'status', status: 500 }, 'EWS3012'],
    ['429 with Retry-After', { kind: 'status', status: 429, retryAfter: '1' }, 'EWS3012'],
    ['429 without', { kind: 'status', status: 429 }, 'EWS3012'],
    ['a connection that drops', { kind: 'dropped', when: 'in the body' }, 'EWS3012'],
    ['JSON that is cut off', { kind: 'cut' }, 'EWS3013'],
    ['a wrong count', MISTYPED['count too high'], 'EWS3013'],
    ['a number that is none', MISTYPED['value that is no number'], 'EWS3013'],
  ];

  it.each(FAULTS)(
    '%s: the right rows if it passes, else a clear error and nothing half-written',
    async (_, fault, code) => {
      const live = await liveSource(onTestFinished, UNRATE, GDP, HOUST);
      live.server.setFaults(onEndpoint('series/observations', fault));
      expect(new Set(await codes(live.ingestOn('2020-06-01')))).toEqual(new Set([code]));
      expect(await readRef(live.store, 'sources/fred')).toBeUndefined();
      expect(await live.store.list('objects')).toEqual([]);

      live.server.setFaults(onEndpoint('series/observations', fault, 2));
      await live.ingestOn('2020-06-01');
      const sound = await liveSource(onTestFinished, UNRATE, GDP, HOUST);
      await sound.ingestOn('2020-06-01');
      expect(await digests(live)).toEqual(await digests(sound));
    },
  );
});

describe('a process that dies', () => {
  it('at any write: the next ingest ends with the same objects and raw answers', async () => {
    const whole = await liveSource(onTestFinished, UNRATE, HOUST);
    const writes: string[] = [];
    const beforeWrite = (key: string, step: string): void => {
      if (step === 'publish') writes.push(key);
    };
    await whole.ingestOn('2020-06-01', { store: { beforeWrite } });
    const expected = await digests(whole);
    // 4 and 4 answers, 2 entries, the calendar's answer and entry, what is announced, data, meta and the ref
    expect(writes).toHaveLength(16);

    for (let deadly = 1; deadly <= writes.length; deadly++) {
      const root = await temporaryFolder(onTestFinished);
      let taken = 0;
      const dying = openLocalStore(root, {
        beforeWrite: (_, step) => {
          taken += Number(step === 'publish');
          if (taken === deadly) throw new Error('the process dies');
        },
      });
      await expect(ingestLiveOn('2020-06-01', dying, whole.request)).rejects.toThrow('the process dies');
      const store = openLocalStore(root);
      await ingestLiveOn('2020-06-01', store, whole.request, { ask: 'due' });
      expect((await store.list('objects')).concat(await store.list('raw')), `after step ${deadly}`).toEqual(expected);
      expect(await readRef(store, 'sources/fred')).toBeDefined();
    }
  });
});
