import { describe, expect, it, onTestFinished } from 'vitest';
import { ProblemError } from '../../engine/diagnostics/index.ts';
import { readEvents, readRef, type Store } from '../../engine/lake/index.ts';
import { present } from '../../engine/presence/index.ts';
import { type AttestedProject, attestedProject, DECIDED } from './attested-project.ts';

async function project(): Promise<AttestedProject> {
  const made = await attestedProject(onTestFinished);
  await made.ingest('2020-06-02');
  return made;
}

/** `EWS6010 message` of what is refused. */
async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof ProblemError)
      return error.problems.map(({ code, message }) => `${code} ${message}`).join('\n');
    throw error;
  }
  throw new Error('it was not refused');
}

describe('an attestation', () => {
  it('is the next state of each table, keeps the observations, moves the day and is in the audit', async () => {
    const made = await project();
    const before = await readRef(made.store, 'sources/committee.decided');
    const report = await made.attest('2020-09-01', {
      through: '2020-08-31',
      note: ' its page\nof decisions\u001b[31m ',
    });
    expect(report).toMatchObject({ kind: 'attested', completeThrough: '2020-08-31', before: '2020-05-31' });
    const after = await readRef(made.store, 'sources/committee.decided');
    expect(present(after).value).toMatchObject({
      fingerprint: before?.value['fingerprint'],
      lookedOn: '2020-09-01',
      attestation: { completeThrough: '2020-08-31', by: 'ann', note: 'its page of decisions [31m' },
    });
    expect(await made.through()).toBe('2020-08-31');
    const [event] = (await readEvents(made.store)).filter(({ action }) => action === 'source attest');
    expect(event).toMatchObject({ outcome: 'done', actor: 'ann', object: 'source:committee' });
    expect(present(present(event).detail)['refs']).toEqual(report.tables.map(({ ref, n }) => `refs/${ref}/${n}.json`));
  });

  it('of a day that is said already records nothing', async () => {
    const made = await project();
    await made.attest('2020-09-01', { through: '2020-08-31' });
    const again = await made.attest('2020-09-02', { through: '2020-08-31' }, { actor: 'bob' });
    expect(again).toMatchObject({ kind: 'unchanged', attestation: { by: 'ann' } });
    expect(await made.attest('2020-09-03', { through: '2020-09-02' })).toMatchObject({ before: '2020-08-31' });
  });

  it('holds when the file is looked at again, and where only the declaration is edited', async () => {
    const made = await project();
    await made.attest('2020-09-01', { through: '2020-08-31' });
    expect(await made.ingest('2020-09-05')).toEqual([]);
    await made.declare('2020-06-30');
    expect(await made.through()).toBe('2020-08-31');
    expect(await made.ingest('2020-09-06')).toEqual([]);
    expect(await made.through()).toBe('2020-08-31');
    await made.declare('2020-09-06');
    expect(await made.through()).toBe('2020-09-06');
  });

  it('is of the bytes that were compared: others are complete through their declaration, and stay so', async () => {
    const made = await project();
    await made.attest('2020-09-01', { through: '2020-08-31' });
    await made.write('sources/decided.csv', DECIDED.replace('2020-02-01,0', '2020-02-01,1'));
    const said = await made.ingest('2020-09-05');
    expect(said).toEqual([
      expect.stringMatching(/^EWS3040 /),
      'EWS3032 committee.decided was attested through 2020-08-31 by ann on 2020-09-01; sources/decided.csv has ' +
        'other bytes now, of which nobody has said so',
    ]);
    expect(await made.through()).toBe('2020-05-31');
    await made.write('sources/decided.csv', DECIDED);
    await made.ingest('2020-09-06');
    expect(await made.through()).toBe('2020-05-31');
  });

  it('is taken back in part or wholly, with a note', async () => {
    const made = await project();
    await made.attest('2020-09-01', { through: '2020-08-31' });
    const part = await made.attest('2020-09-02', { through: '2020-07-31', withdraw: true });
    expect(part).toMatchObject({ kind: 'withdrawn', completeThrough: '2020-07-31', before: '2020-08-31' });
    expect(await made.through()).toBe('2020-07-31');
    const whole = await made.attest('2020-09-03', { withdraw: true });
    expect(whole).toMatchObject({ kind: 'withdrawn', completeThrough: '2020-05-31', before: '2020-07-31' });
    expect(whole.attestation).toBeUndefined();
    expect(await made.through()).toBe('2020-05-31');
    expect(await refusal(made.attest('2020-09-03', { withdraw: true }))).toMatch(
      /EWS6010 .* no attestation to withdraw/,
    );
  });
});

describe('refused, with nothing recorded', () => {
  it.each([
    ['a day to come', { through: '2020-09-02' }, 'EWS6010 source committee cannot be complete through 2020-09-02'],
    [
      'a day before the present one',
      { through: '2020-04-30' },
      'EWS6010 source committee is complete through 2020-05-31',
    ],
    ['no note', { through: '2020-08-31', note: ' \n ' }, 'EWS6013 what was looked at'],
    ['a misspelt source', { source: 'comittee', through: '2020-08-31' }, 'EWS6001 there is no source "comittee"'],
    ['nothing to withdraw', { through: '2020-08-31', withdraw: true }, 'EWS6010 source committee has no attestation'],
  ])('%s', async (_, options, said) => {
    const made = await project();
    const before = await readRef(made.store, 'sources/committee.decided');
    expect(await refusal(made.attest('2020-09-01', options))).toContain(said);
    expect(await readRef(made.store, 'sources/committee.decided')).toEqual(before);
    const events = (await readEvents(made.store)).filter(({ action }) => action === 'source attest');
    expect(events.map(({ outcome }) => outcome)).toEqual(['refused']);
  });

  it('a day before the one that is attested, unless it is withdrawn', async () => {
    const made = await project();
    await made.attest('2020-09-01', { through: '2020-08-31' });
    expect(await refusal(made.attest('2020-09-01', { through: '2020-07-31' }))).toMatch(/EWS6010 .* attested by ann/);
    const later = made.attest('2020-09-01', { through: '2020-09-01', withdraw: true });
    expect(await refusal(later)).toContain('2020-09-01 takes nothing back');
    const declared = made.attest('2020-09-01', { through: '2020-05-31', withdraw: true });
    expect(await refusal(declared)).toContain('is declared complete through 2020-05-31');
  });

  it('a clock before the last look', async () => {
    const made = await project();
    expect(await refusal(made.attest('2020-06-01', { through: '2020-05-31' }))).toContain('EWS3022');
  });

  it('what was never ingested, or lies in the project otherwise than it is stored', async () => {
    const made = await attestedProject(onTestFinished);
    const attempt = (): Promise<unknown> => made.attest('2020-09-01', { through: '2020-08-31' });
    expect(await refusal(attempt())).toContain('EWS6012 committee.decided is not in this lake: never ingested');
    await made.ingest('2020-06-02');
    await made.write('sources/held.csv', 'month,seats\n2019-12-01,7\n2020-02-01,9\n');
    expect(await refusal(attempt())).toContain('EWS6012 committee.held is stored as it was: sources/held.csv changed');
    await made.ingest('2020-06-03');
    await made.declare('2020-06-03');
    expect(await refusal(attempt())).toContain('its declaration changed');
  });

  it('a lake that cannot be written to, which is what is said and not that its audit cannot', async () => {
    const made = await project();
    const message = 'cannot write in .ews/lake: EROFS';
    const problem = { code: 'EWS4006', severity: 'error', message } as const;
    const store = { ...passing(made.store), createExclusive: () => Promise.reject(new ProblemError([problem])) };
    expect(await refusal(made.attest('2020-09-01', { through: '2020-08-31' }, { store }))).toBe(`EWS4006 ${message}`);
    expect(await made.through()).toBe('2020-05-31');
  });
});

describe('at once', () => {
  it('with another person: one day holds, the later one, and each statement is a position of its own', async () => {
    const made = await project();
    const days = ['2020-06-30', '2020-07-31', '2020-08-31', '2020-08-15'];
    const said = await Promise.allSettled(
      days.map((through, at) => made.attest('2020-09-01', { through, note: `look ${at}` }, { actor: `person ${at}` })),
    );
    expect(said[2]).toMatchObject({ status: 'fulfilled' });
    for (const each of said) {
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ problems: [{ code: 'EWS6010' }] });
    }
    expect(await made.through()).toBe('2020-08-31');
    const last = await readRef(made.store, 'sources/committee.decided');
    expect(present(last).value['attestation']).toMatchObject({ by: 'person 2', note: 'look 2' });
  });

  it('with an ingest of new bytes: the statement is never of these', async () => {
    const made = await project();
    const meddling = beforeRef(made.store, 'refs/sources/committee.held/', async () => {
      await made.write('sources/decided.csv', `${DECIDED}2020-05-01,1,2020-08-20\n`);
      await made.ingest('2020-09-01');
    });
    const attempt = made.attest('2020-09-01', { through: '2020-08-31' }, { store: meddling });
    expect(await refusal(attempt)).toContain('EWS6012 source committee was ingested anew meanwhile');
    expect(await made.through()).toBe('2020-05-31');
  });

  it('with a look that moves the ref: it tries again', async () => {
    const made = await project();
    const meddling = beforeRef(made.store, 'refs/sources/committee.decided/', () => made.ingest('2020-09-01'));
    expect(await made.attest('2020-09-01', { through: '2020-08-31' }, { store: meddling })).toMatchObject({
      kind: 'attested',
    });
    expect(await made.through()).toBe('2020-08-31');
  });
});

/** The store, where somebody else is quicker once: when a key below `prefix` is first written. */
function beforeRef(store: Store, prefix: string, meddle: () => Promise<unknown>): Store {
  let done = false;
  return {
    ...passing(store),
    createExclusive: async (key, bytes) => {
      if (!done && key.startsWith(prefix)) {
        done = true;
        await meddle();
      }
      return store.createExclusive(key, bytes);
    },
  };
}

/** The store by its methods, which a copy of a class has not. */
function passing(store: Store): Store {
  return {
    description: store.description,
    read: (key, reading) => store.read(key, reading),
    write: (key, content) => store.write(key, content),
    createExclusive: (key, bytes) => store.createExclusive(key, bytes),
    writePacked: (folder, files) => store.writePacked(folder, files),
    list: (folder) => store.list(folder),
    localPath: (key, reading) => store.localPath(key, reading),
    versionOf: (key) => store.versionOf(key),
    clock: () => store.clock(),
  };
}
