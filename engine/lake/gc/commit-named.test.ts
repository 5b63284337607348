import { expect, it } from 'vitest';
import { present } from '../../presence/index.ts';
import { commitObject } from '../commit-object.ts';
import { findObject, type NewObjectId } from '../object.ts';
import { newFileKey } from '../object-files.ts';
import { advanceRef, readRef } from '../ref.ts';
import type { Store, SweptStore } from '../store.ts';
import { collectGarbage } from './collect-garbage.ts';
import { commitNamed } from './commit-named.ts';
import { type MemoryStore, memoryStore } from './memory-store.fixture.ts';
import { SteppedProcess } from './stepped.fixture.ts';

const DAY_MS = 86_400_000;
const REF = 'sources/bank';
const OLD = { kind: 'observations', name: 'bank', fingerprint: 'a'.repeat(64) } as const;
const NEW = { ...OLD, fingerprint: 'b'.repeat(64) } as const;

/** A source whose first observations were replaced by others, and condemned a day ago. */
async function condemned(): Promise<MemoryStore> {
  const store = memoryStore();
  store.now = 1_700_000_000_000;
  for (const id of [OLD, NEW]) await ingest(store, id);
  store.now += DAY_MS;
  await collect(store, store);
  expect(store.files.has(`objects/observations/bank/${OLD.fingerprint}/meta.json`)).toBe(true);
  expect(store.files.has('refs/gc/00000001.json')).toBe(true);
  store.now += 2 * DAY_MS;
  return store;
}

async function ingest(store: Store, id: NewObjectId, pause = async (): Promise<void> => undefined): Promise<void> {
  const before = await readRef(store, REF);
  const position = before === undefined ? 1 : before.n + 1;
  const files = new Map([['data.parquet', Buffer.from(id.fingerprint)]]);
  const commit = () => commitObject(store, { ...id, files, inputs: [], extra: {} });
  const name = async () => (await advanceRef(store, REF, before, { ...id })).kind === 'advanced';
  await commitNamed(store, { id, position, commit, name, pause });
}

function collect(store: SweptStore, place: MemoryStore): Promise<unknown> {
  const by = { actor: 'a', actorFrom: 'declared', origin: 'here' } as const;
  const effects = { store, readManifest: async () => undefined, elapsed: () => place.now / 1000, by };
  return collectGarbage({ olderThan: 0, grace: DAY_MS, dryRun: false }, effects);
}

/** Whether what the source names is there, whole. */
async function holds(store: MemoryStore): Promise<boolean> {
  const value = present(await readRef(store, REF)).value;
  const meta = await findObject(store, { ...OLD, fingerprint: String(value['fingerprint']) });
  return meta !== undefined && store.files.has(newFileKey(meta, 'data.parquet'));
}

/** When a sweep begins and rests, and how far an ingest comes meanwhile, in requests; and whether it dies then. */
interface Schedule {
  readonly first: number;
  readonly swept: number;
  readonly meanwhile: number;
  readonly dies: boolean;
}

interface Lived {
  readonly holds: boolean;
  /** Whether the ingest had more than `first` requests to make, the sweep more than `swept`. */
  readonly goesOn: boolean;
  readonly sweeps: boolean;
  /** Whether the ingest was done, or waited for the sweep. */
  readonly isDone: boolean;
}

async function live({ first, swept, meanwhile, dies }: Schedule): Promise<Lived> {
  const store = await condemned();
  let waits = false;
  const pause = async (): Promise<void> => {
    waits = true;
  };
  const ingesting = new SteppedProcess(store, (mine) => ingest(mine, OLD, pause));
  const goesOn = await ingesting.step(first);
  const sweeping = new SteppedProcess(store, (mine) => collect(mine, store));
  const sweeps = await sweeping.step(swept);
  await ingesting.step(meanwhile);
  const isDone = ingesting.isOver || waits;
  if (dies) await ingesting.end();
  await sweeping.finish();
  await ingesting.finish();
  return { holds: await holds(store), goesOn, sweeps, isDone };
}

it('what a source names is there, whichever request of a sweep its ingest meets, and dies after', async () => {
  const lost: Schedule[] = [];
  let deaths = 0;
  for (const dies of [true, false]) {
    for (let first = 0, goesOn = true; goesOn; first++) {
      for (let swept = 0, sweeps = true; sweeps; swept++) {
        for (let meanwhile = 0, isDone = false; !isDone; meanwhile++) {
          const schedule = { first, swept, meanwhile, dies };
          const lived = await live(schedule);
          if (!lived.holds) lost.push(schedule);
          if (dies) deaths += 1;
          ({ goesOn, sweeps, isDone } = lived);
        }
      }
    }
  }
  expect(lost).toEqual([]);
  expect(deaths).toBeGreaterThan(500);
});
