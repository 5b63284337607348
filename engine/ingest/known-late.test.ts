import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Day } from '../calendar/index.ts';
import { type ObjectMeta, openLocalStore, readNumbered, readRef, refHistory, type Store } from '../lake/index.ts';
import { temporaryFolder } from '../lake/temporary-folder.fixture.ts';
import { present } from '../presence/index.ts';
import { type IngestEffects, ingest } from './ingest.ts';
import type { IngestResult } from './ingest-result.ts';
import { noteFileLook } from './note-look.ts';
import type { FileRequest } from './request.ts';
import { csvRequest, on, snapshotRequest, unrate, writeCsv, writeSnapshot } from './requests.fixture.ts';
import { rowLines, storedRows } from './stored-rows.fixture.ts';

const HEADER = 'region,date,loans,branches';

interface Bank {
  readonly store: Store;
  readonly request: FileRequest;
  /** Writes the file and ingests it on a day. */
  ingestOn(day: Day, ...rows: readonly string[]): Promise<IngestResult>;
}

/** A lake, and a CSV of a bank: monthly, known 30 days after the month. */
async function bank(changes: Partial<FileRequest> = {}, header = HEADER): Promise<Bank> {
  const folder = await temporaryFolder(onTestFinished);
  const store = openLocalStore(path.join(folder, 'lake'));
  const request = csvRequest(path.join(folder, 'loans.csv'), changes);
  return {
    store,
    request,
    async ingestOn(day, ...rows) {
      await writeCsv(folder, header, ...rows);
      return ingest(store, request, on(day));
    },
  };
}

const lines = async (store: Store, object: ObjectMeta): Promise<readonly string[]> =>
  rowLines(await storedRows(store, object));

describe('a row that came late', () => {
  it('is known from the ingest that found it, after its end and inside the range of the earlier file', async () => {
    const { store, ingestOn } = await bank();
    await ingestOn('2020-06-01', 'west,2020-01-01,1,1', 'west,2020-03-01,3,1');
    const rows = ['west,2020-01-01,1,1', 'west,2020-02-01,2,1', 'west,2020-03-01,3,1', 'west,2020-04-01,4,1'];
    const { object, tally } = await ingestOn('2020-07-05', ...rows, 'west,2020-05-01,5,1');
    expect(await lines(store, object)).toEqual([
      'west 2020-01-01 1 1 2020-03-01 9999-12-31 assumed',
      'west 2020-02-01 2 1 2020-07-05 9999-12-31 observed',
      'west 2020-03-01 3 1 2020-04-30 9999-12-31 assumed',
      // Due on 2020-05-30, when nobody had looked since: on 2020-06-01 it was not there.
      'west 2020-04-01 4 1 2020-07-05 9999-12-31 observed',
      'west 2020-05-01 5 1 2020-06-30 9999-12-31 assumed',
    ]);
    expect(tally).toEqual({
      new: 1,
      revised: 0,
      withdrawn: 0,
      late: 2,
      refused: 0,
      knownFrom: { first: '2020-07-05', last: '2020-07-05' },
    });
  });

  it('is late too where a look in between found the file unchanged, noted once a day', async () => {
    const { store, request, ingestOn } = await bank();
    await ingestOn('2020-03-01', 'west,2020-01-01,1,1');
    await noteFileLook(store, request, on('2020-04-02').now());
    await noteFileLook(store, request, on('2020-04-02').now());
    expect(await refHistory(store, 'sources/bank.loans')).toHaveLength(2);
    expect(present(await readRef(store, 'sources/bank.loans')).value).toMatchObject({ lookedOn: '2020-04-02' });
    const { object } = await ingestOn('2020-05-05', 'west,2020-01-01,1,1', 'west,2020-02-01,2,1');
    expect((await lines(store, object))[1]).toBe('west 2020-02-01 2 1 2020-05-05 9999-12-31 observed');
    expect(await readNumbered(store, 'ingest/bank/~loans', 3)).toMatchObject({
      kind: 'changed',
      day: '2020-05-05',
      object: object.fingerprint,
      tally: { late: 1 },
    });
  });

  it('is not late after an ingest that failed: nothing was seen by it', async () => {
    const { store, ingestOn } = await bank();
    await ingestOn('2020-03-01', 'west,2020-01-01,1,1');
    await expect(ingestOn('2020-04-20', 'west,2020-01-01,no number,1')).rejects.toThrow('no number');
    const { object } = await ingestOn('2020-05-05', 'west,2020-01-01,1,1', 'west,2020-02-01,2,1');
    expect((await lines(store, object))[1]).toBe('west 2020-02-01 2 1 2020-03-30 9999-12-31 assumed');
  });

  it('takes a cell that was empty when it was due as seen empty', async () => {
    const { store, ingestOn } = await bank();
    await ingestOn('2020-04-10', 'west,2020-02-01,,', 'west,2020-03-01,,');
    const { object, tally } = await ingestOn('2020-05-05', 'west,2020-02-01,2,1', 'west,2020-03-01,3,1');
    expect(await lines(store, object)).toEqual([
      'west 2020-02-01 null null 2020-03-30 2020-05-05 assumed',
      'west 2020-02-01 2 1 2020-05-05 9999-12-31 observed',
      'west 2020-03-01 3 1 2020-04-30 9999-12-31 assumed',
    ]);
    expect(tally).toMatchObject({ revised: 2, late: 0 });
  });

  it('is told by the last ingest of a day, whatever the first one said', async () => {
    const { store, ingestOn } = await bank();
    const january = 'west,2020-01-01,1,1';
    await ingestOn('2020-04-10', january);
    await ingestOn('2020-05-05', 'west,2020-01-01,7,1', 'west,2020-02-01,2,1');
    const { object } = await ingestOn('2020-05-05', 'west,2020-01-01,8,1');
    expect(await lines(store, object)).toEqual([
      'west 2020-01-01 1 1 2020-03-01 2020-05-05 assumed',
      'west 2020-01-01 8 1 2020-05-05 9999-12-31 observed',
    ]);
    const again = await bank();
    await again.ingestOn('2020-04-10', january);
    await again.ingestOn('2020-05-05', 'west,2020-01-01,7,1', 'west,2020-02-01,2,1');
    expect((await again.ingestOn('2020-05-05', 'west,2020-01-01,8,1')).object).toEqual(object);
  });

  it('is no row of a series that was declared later: nobody had asked for it', async () => {
    const folder = await temporaryFolder(onTestFinished);
    const store = openLocalStore(path.join(folder, 'lake'));
    const file = await writeSnapshot(folder, [['UNRATE', '2020-01-01', 1]]);
    await ingest(store, snapshotRequest(file, unrate), on('2020-06-01'));
    await writeSnapshot(folder, [
      ['UNRATE', '2020-01-01', 1],
      ['OTHER', '2020-01-01', 2],
    ]);
    const other = { ...unrate, name: 'other', seriesId: 'OTHER' };
    const { object } = await ingest(store, snapshotRequest(file, unrate, other), on('2020-07-01'));
    expect((await lines(store, object))[0]).toBe('OTHER 2020-01-01 2 2020-02-10 9999-12-31 assumed');
  });
});

describe('a file that says itself when its rows became known', () => {
  const told = { knowledge: { kind: 'column', column: 'known_on' } } as const;
  const columns = [...csvRequest('').columns, { name: 'known_on', type: 'DATE' }];

  it('is not believed about days on which it was looked at and said something else', async () => {
    const { store, ingestOn } = await bank({ ...told, columns }, `${HEADER},known_on`);
    await ingestOn('2020-06-01', 'west,2020-01-01,1,1,2020-03-01', 'west,2020-03-01,3,1,2020-05-01');
    const { object, tally, warnings } = await ingestOn(
      '2020-07-05',
      'west,2020-01-01,1,1,2020-03-01',
      'west,2020-02-01,2,1,2020-04-01',
      'west,2020-04-01,4,1,2020-06-02',
    );
    expect(await lines(store, object)).toEqual([
      'west 2020-01-01 1 1 2020-03-01 2020-03-01 9999-12-31 published',
      'west 2020-02-01 2 1 2020-04-01 2020-07-05 9999-12-31 observed',
      'west 2020-03-01 3 1 2020-05-01 2020-05-01 2020-07-05 published',
      'west 2020-04-01 4 1 2020-06-02 2020-06-02 9999-12-31 published',
    ]);
    expect(warnings).toMatchObject([
      { code: 'EWS3040', message: expect.stringContaining('one observation has another past') },
    ]);
    expect(tally).toMatchObject({ new: 1, late: 1, withdrawn: 1, revised: 0 });
  });

  it('may not say that a row becomes known later than today, or was before its period began', async () => {
    const { ingestOn } = await bank({ ...told, columns }, `${HEADER},known_on`);
    await expect(ingestOn('2020-06-01', 'west,2020-02-01,1,1,2020-01-31')).rejects.toThrow(
      'EWS3023 loans.csv, row 1: west, 2020-02-01, known on 2020-01-31, is of a period that had not begun then',
    );
    await expect(ingestOn('2020-06-01', 'west,2020-01-01,1,1,2020-06-02')).rejects.toThrow(
      'EWS3024 loans.csv, row 1: known_on 2020-06-02 of west, 2020-01-01 is after today, 2020-06-01',
    );
  });
});

describe('days that make no sense', () => {
  const january = 'west,2020-01-01,1,1';

  it('refuses a clock before the last ingest, also when nothing changed, and stores nothing', async () => {
    const { store, ingestOn } = await bank();
    await ingestOn('2020-06-01', january);
    const before = await store.list('');
    for (const row of [january, 'west,2020-01-01,2,1']) {
      await expect(ingestOn('2020-05-31', row)).rejects.toThrow(
        'EWS3022 source bank.loans: today is 2020-05-31 by this clock, and it was last ingested on 2020-06-01; ' +
          'nothing was stored',
      );
    }
    expect(await store.list('')).toEqual(before);
  });

  it('refuses a clock before the day through which the source is declared complete', async () => {
    const { store, ingestOn } = await bank({ completeThrough: '2020-06-30' });
    await expect(ingestOn('2020-06-29', january)).rejects.toThrow('EWS3022');
    expect(await store.list('')).toEqual([]);
    expect((await ingestOn('2020-06-30', january)).changed).toBe(true);
  });

  it('refuses rows of periods that have not begun, with row and number', async () => {
    const { store, ingestOn } = await bank();
    const rows = [january, 'west,2020-07-01,1,1', 'west,2020-08-01,1,1'];
    const error = await ingestOn('2020-06-30', ...rows).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      problems: [
        { code: 'EWS3023', rows: 2, span: { line: 3 }, message: expect.stringContaining('row 2: west, 2020-07-01') },
      ],
    });
    expect(await store.list('')).toEqual([]);
    expect((await ingestOn('2020-08-01', ...rows)).rows).toBe(3);
  });

  it('takes them where they are declared as projections, and counts them as newest in nothing', async () => {
    const { ingestOn } = await bank({ projections: true, completeThrough: '2020-05-31' });
    const { object, rows } = await ingestOn(
      '2020-06-30',
      january,
      'west,2020-05-01,1,1',
      'west,2020-06-01,1,1',
      'west,2021-06-01,9,1',
    );
    expect(rows).toBe(4);
    expect(object.extra).toMatchObject({ relations: { 'bank.loans': { lastDate: '2020-05-01' } } });
  });

  it('refuses a relation of nothing but projections', async () => {
    const { ingestOn } = await bank({ projections: true });
    await expect(ingestOn('2020-06-30', 'west,2021-06-01,9,1')).rejects.toThrow('EWS3009 bank.loans holds projections');
  });
});

describe('a correction', () => {
  const write = { kind: 'write', actor: 'ann', reason: 'a typo' } as const;
  const january = 'west,2020-01-01,1,1';
  const february = 'west,2020-02-01,22,1';
  const right = 'west,2020-02-01,2,1';

  async function correct(
    { store, request }: Bank,
    day: Day,
    correction: IngestEffects['correct'],
  ): Promise<IngestResult> {
    return ingest(store, request, { ...on(day), ...(correction && { correct: correction }) });
  }

  it('replaces a value on all days on which it was known, and only when it is asked to', async () => {
    const it = await bank();
    await it.ingestOn('2020-06-01', january, february);
    await writeFile(it.request.file, [HEADER, january, right, ''].join('\n'));
    const before = await it.store.list('');
    const looked = await correct(it, '2020-07-01', { kind: 'look' });
    const shown = [
      { row: 'west, 2020-02-01', change: 'loans 22.0 -> 2.0', knownFrom: '2020-03-30', knownThrough: null },
    ];
    expect(looked).toMatchObject({ changed: false, correction: { rows: 1, shown } });
    expect(await it.store.list('')).toEqual(before);
    const { object, correction } = await correct(it, '2020-07-01', write);
    expect(correction).toEqual({ rows: 1, shown });
    expect(await lines(it.store, object)).toEqual([
      'west 2020-01-01 1 1 2020-03-01 9999-12-31 assumed',
      'west 2020-02-01 2 1 2020-03-30 9999-12-31 assumed',
    ]);
    expect(await readNumbered(it.store, 'ingest/bank/~loans', 2)).toMatchObject({
      kind: 'corrected',
      correction: { actor: 'ann', reason: 'a typo', rows: 1, shown },
    });
    expect(await it.store.list('raw/')).toHaveLength(2);
    expect(await correct(it, '2020-07-01', write)).toMatchObject({ changed: false });
  });

  it('may be declared after a build has taken the corrected file as a revision', async () => {
    const it = await bank();
    await it.ingestOn('2020-06-01', january, february);
    await it.ingestOn('2020-07-01', january, right);
    const { object, correction } = await correct(it, '2020-07-02', write);
    expect(present(correction).shown).toEqual([
      { row: 'west, 2020-02-01', change: 'loans 22.0 -> 2.0', knownFrom: '2020-03-30', knownThrough: '2020-06-30' },
    ]);
    expect((await lines(it.store, object))[1]).toBe('west 2020-02-01 2 1 2020-03-30 9999-12-31 assumed');
  });

  it('puts a row on another date: the wrong one was never there, the right one since it was due', async () => {
    const it = await bank();
    await it.ingestOn('2020-06-01', january, 'west,2020-03-01,2,1');
    await writeFile(it.request.file, [HEADER, january, right, ''].join('\n'));
    const { object, correction } = await correct(it, '2020-07-01', write);
    expect(present(correction).shown.map(({ row, change }) => `${row} ${change}`)).toEqual([
      'west, 2020-02-01 added',
      'west, 2020-03-01 removed',
    ]);
    expect((await lines(it.store, object)).at(-1)).toBe('west 2020-02-01 2 1 2020-03-30 9999-12-31 assumed');
    const later = await it.ingestOn('2020-08-01', january, 'west,2020-02-01,3,1', 'west,2020-03-01,2,1');
    expect((await lines(it.store, later.object)).slice(1)).toEqual([
      'west 2020-02-01 2 1 2020-03-30 2020-08-01 assumed',
      'west 2020-02-01 3 1 2020-08-01 9999-12-31 observed',
      'west 2020-03-01 2 1 2020-08-01 9999-12-31 observed',
    ]);
  });

  it('has nothing to do before the first ingest', async () => {
    const it = await bank();
    await writeFile(it.request.file, [HEADER, january, ''].join('\n'));
    await expect(correct(it, '2020-07-01', write)).rejects.toThrow('EWS3025');
    expect(await it.store.list('')).toEqual([]);
  });
});
