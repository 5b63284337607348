import { randomInt } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { IngestResult } from '../../engine/ingest/index.ts';
import { rowLines, storedRows } from '../../engine/ingest/stored-rows.fixture.ts';
import { type MemoryStore, memoryStore } from '../../engine/lake/gc/memory-store.fixture.ts';
import { SteppedProcess } from '../../engine/lake/gc/stepped.fixture.ts';
import { collectGarbage, findObject, readRef, type SweptStore } from '../../engine/lake/index.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { present } from '../../engine/presence/index.ts';
import { type ChangingSource, KINDS_OF_SOURCES } from './kinds-of-sources.ts';

const DAY_MS = 86_400_000;

/** Other requests every time, so that none goes untried for ever; `EWS_SEED=` tries those of a run again. */
const SEED = Number(process.env['EWS_SEED'] ?? randomInt(2 ** 31));

interface Place {
  readonly store: MemoryStore;
  readonly source: ChangingSource;
}

/** A source that was declared in one way, then in another: what the first made is garbage, and condemned. */
async function condemned(kind: string): Promise<Place> {
  const folder = await temporaryFolder(onTestFinished);
  const store = memoryStore(undefined, await temporaryFolder(onTestFinished));
  store.now = Date.parse('2020-05-01T12:00:00Z');
  const source = await present(KINDS_OF_SOURCES[kind])(folder, onTestFinished);
  await source.ingestOn(store, '2020-05-01', 'so');
  await source.ingestOn(store, '2020-05-01', 'otherwise');
  store.now += DAY_MS;
  await collect(store, store);
  store.now += 2 * DAY_MS;
  return { store, source };
}

function collect(store: SweptStore, place: MemoryStore, grace = DAY_MS): Promise<unknown> {
  const by = { actor: 'a', actorFrom: 'declared', origin: 'here' } as const;
  const effects = { store, readManifest: async () => undefined, elapsed: () => place.now / 1000, by };
  return collectGarbage({ olderThan: 0, grace, dryRun: false }, effects);
}

/** What the source names is there; undefined where it was never ingested. */
async function named({ store, source }: Place) {
  const ref = await readRef(store, source.ref);
  const [, name = ''] = source.ref.split('/');
  const fingerprint = String(ref?.value['fingerprint']);
  return findObject(store, { kind: 'observations', name, fingerprint });
}

/** Whatever happened: the source goes on as if it had not. */
async function goesOn({ store, source }: Place): Promise<readonly string[]> {
  await source.ingestOn(store, '2020-05-01', 'so');
  await source.change();
  const { object } = await source.ingestOn(store, '2020-05-20', 'so');
  return rowLines(await storedRows(store, object));
}

/**
 * Of a csv file every second request is tried; of the others, which store in the same way, every sixth. With
 * `EWS_LARGE=1` it is every one of all.
 */
describe.each(Object.keys(KINDS_OF_SOURCES))(
  `an ingest of a %s source beside a collection (EWS_SEED=${SEED})`,
  (kind) => {
    const few = kind === 'csv' ? 2 : 6;
    const stride = process.env['EWS_LARGE'] === undefined ? few : 1;
    const start = SEED % stride;
    const undisturbed = async () => goesOn(await condemned(kind));

    it('dies while a sweep waits to remove what it names: nothing of it is removed', async () => {
      const expected = await undisturbed();
      let removals = 0;
      for (let first = start, isOver = false; !isOver; first += stride) {
        const place = await condemned(kind);
        const { store, source } = place;
        const ingesting = new SteppedProcess(store, (mine) => source.ingestOn(mine, '2020-05-01', 'so'));
        isOver = !(await ingesting.step(first));
        const sweeping = new SteppedProcess(store, (mine) => collect(mine, store));
        if (await sweeping.stepTo('remove')) removals += 1;
        // It asks what time it is where it waits for the sweep; it is over where it saw none.
        await ingesting.stepTo('clock');
        await ingesting.end();
        await sweeping.finish();
        expect(await named(place), `${first} requests`).toBeDefined();
        expect(await goesOn(place), `${first} requests`).toEqual(expected);
      }
      expect(removals).toBeGreaterThan(0);
    }, 300_000);

    it('dies at any request, and what it left is collected: the next finds what it needs', async () => {
      const expected = await undisturbed();
      for (let deadly = start, isOver = false; !isOver; deadly += stride) {
        const place = await condemned(kind);
        const { store, source } = place;
        const ingesting = new SteppedProcess(store, (mine) => source.ingestOn(mine, '2020-05-01', 'so'));
        isOver = !(await ingesting.step(deadly));
        await ingesting.end();
        for (const days of [0, 2, 8, 2]) {
          store.now += days * DAY_MS;
          await collect(store, store);
        }
        expect(await named(place), `${deadly} requests`).toBeDefined();
        expect(await goesOn(place), `${deadly} requests`).toEqual(expected);
      }
    });

    it('is overtaken by another, and what it read is collected: it says what the other says', async () => {
      const quiet = await condemned(kind);
      await quiet.source.change();
      const { object } = await quiet.source.ingestOn(quiet.store, '2020-05-20', 'so');
      const expected = rowLines(await storedRows(quiet.store, object));
      for (let first = start, isOver = false; !isOver; first += stride) {
        const place = await condemned(kind);
        const { store, source } = place;
        await source.change();
        let result: IngestResult | undefined;
        const ingesting = new SteppedProcess(store, async (mine) => {
          result = await source.ingestOn(mine, '2020-05-20', 'so');
        });
        isOver = !(await ingesting.step(first));
        await source.ingestOn(store, '2020-05-20', 'so');
        store.now += DAY_MS;
        await collect(store, store, 0);
        await ingesting.finish();
        expect(rowLines(await storedRows(store, present(result).object)), `${first} requests`).toEqual(expected);
        expect(await named(place)).toEqual(present(result).object);
      }
    });
  },
);
