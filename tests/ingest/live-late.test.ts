import { describe, expect, it, onTestFinished } from 'vitest';
import type { Day } from '../../engine/calendar/index.ts';
import { ingest } from '../../engine/ingest/index.ts';
import { snapshotRequest, writeSnapshot } from '../../engine/ingest/requests.fixture.ts';
import { readNumbered } from '../../engine/lake/index.ts';
import { IN_PROCESS } from '../../engine/warehouse/index.ts';
import { ingestLiveOn, liveSource, monthly } from './live-source.ts';

/** A series that FRED has and ALFRED has not: its latest values, one a month from September 2018 on. */
const latest = (updated: string, ...values: readonly number[]) =>
  monthly(
    'HOUST',
    values.map((value, at) => [monthAt(at), value, '2018-01-01']),
    { inAlfred: false, lastUpdated: `${updated} 08:00:00-06` },
  );

function monthAt(at: number): Day {
  return new Date(Date.UTC(2018, 8 + at, 1)).toISOString().slice(0, 10);
}

describe('a series without vintages', () => {
  it('is known from the ingest that found it where an earlier one had looked for it in vain', async () => {
    const live = await liveSource(onTestFinished, latest('2018-12-19', 100, 101, 102));
    await live.ingestOn('2019-01-05');
    // December's value was due on 10 January: a government is shut, and FRED says that nothing changed.
    await live.ingestOn('2019-02-25');
    live.server.replaceSeries(latest('2019-02-26', 100, 101, 102, 103, 104));
    const { tally } = await live.ingestOn('2019-03-01');
    expect(await live.rows('HOUST')).toEqual([
      '2018-09-01 100 2018-10-10 9999-12-31 assumed',
      '2018-10-01 101 2018-11-10 9999-12-31 assumed',
      '2018-11-01 102 2018-12-10 9999-12-31 assumed',
      '2018-12-01 103 2019-03-01 9999-12-31 observed',
      // Due on 10 February, and not there on the 25th either.
      '2019-01-01 104 2019-03-01 9999-12-31 observed',
    ]);
    const days = { first: '2019-03-01', last: '2019-03-01' };
    expect(tally).toEqual({ new: 0, revised: 0, withdrawn: 0, late: 2, refused: 0, knownFrom: days });
  });

  it('has the same rows when all of them are made again from the answers', async () => {
    const live = await liveSource(onTestFinished, latest('2018-12-19', 100, 101, 102));
    await live.ingestOn('2019-01-05');
    live.server.replaceSeries(latest('2019-02-26', 100, 101, 102, 103));
    await live.ingestOn('2019-02-27');
    live.server.replaceSeries(latest('2019-03-01', 100, 101, 99, 103));
    const grown = await live.ingestOn('2019-03-02');
    expect(grown.tally).toMatchObject({ revised: 1, new: 0, late: 0 });
    // Another declaration, so that nothing of the stored object is taken over.
    const { series } = live.request;
    const renamed = { ...live.request, series: series.map((each) => ({ ...each, name: 'starts' })) };
    const again = await ingestLiveOn('2019-03-03', live.store, renamed);
    expect(again.object.files).toEqual(grown.object.files);
    expect(again.tally).toMatchObject({ revised: 0, new: 0, late: 0, withdrawn: 0 });
  });
});

describe('days that make no sense', () => {
  it('are refused before anybody is asked: a clock before the last ingest', async () => {
    const live = await liveSource(onTestFinished, latest('2018-12-19', 100));
    await live.ingestOn('2019-01-05');
    const error = await live.ingestOn('2019-01-04').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ problems: [{ code: 'EWS3022' }] });
    expect(live.asked()).toEqual([]);
  });

  it('are refused in an answer: a period that has not begun, a version of tomorrow', async () => {
    const live = await liveSource(onTestFinished, latest('2018-12-19', 100, 101, 102, 103, 104, 105));
    await expect(live.ingestOn('2019-01-05')).rejects.toThrow(
      'EWS3023 fred.houst (HOUST): 2019-02-01 is of a period that begins after today, 2019-01-05',
    );
    const declared = {
      ...live.request,
      series: live.request.series.map((each) => ({ ...each, projections: true as const })),
    };
    const { object } = await ingestLiveOn('2019-01-05', live.store, declared);
    expect(object.extra).toMatchObject({ relations: { 'fred.houst': { rows: 6, lastDate: '2019-01-01' } } });
    const ahead = await liveSource(onTestFinished, monthly('IP', [['2018-12-01', 1, '2019-01-06']]));
    await expect(ahead.ingestOn('2019-01-05')).rejects.toThrow('EWS3024 fred.ip (IP): realtime_start 2019-01-06');
    await expect(readNumbered(ahead.store, 'ingest/fred/IP', 1)).rejects.toThrow('vanished');
  });

  it('leaves the correction of what FRED said to FRED', async () => {
    const live = await liveSource(onTestFinished, latest('2018-12-19', 100));
    await expect(
      live.ingestOn('2019-01-05', { correct: { kind: 'write', actor: 'ann', reason: 'a typo' } }),
    ).rejects.toThrow('EWS3026');
    expect(live.asked()).toEqual([]);
  });
});

it('a source that is read from a file after it was read live begins its history anew, and says so', async () => {
  const live = await liveSource(onTestFinished, latest('2018-12-19', 100));
  await live.ingestOn('2019-01-05');
  const file = await writeSnapshot(live.root, [['HOUST', '2018-09-01', 100]]);
  const now = (): Date => new Date('2019-01-06T18:00:00Z');
  const { changed, warnings } = await ingest(live.store, snapshotRequest(file, ...live.request.series), {
    warehouses: IN_PROCESS,
    now,
  });
  expect(changed).toBe(true);
  expect(warnings.map(({ message }) => message)).toEqual([
    'fred was read from elsewhere before, live or from a file of another kind; its history begins anew',
  ]);
  await live.ingestOn('2019-01-07');
  expect(await live.rows('HOUST')).toEqual(['2018-09-01 100 2018-10-10 9999-12-31 assumed']);
});
