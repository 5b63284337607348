import { present } from '../../presence/index.ts';
import { type PlainObject, sha256 } from '../canonical-json.ts';
import { commitObject } from '../commit-object.ts';
import { findObject, type ObjectId, objectKey } from '../object.ts';
import { fileKeys } from '../object-files.ts';
import { advanceRef, readRef } from '../ref.ts';
import type { Store, SweptStore } from '../store.ts';
import { canonicalBytes, jsonObjectIn } from '../stored-json.ts';
import { collectGarbage, type GcRequest } from './collect-garbage.ts';
import { commitNamed } from './commit-named.ts';
import { diceOf, type GcDice } from './dice.fixture.ts';
import { announce, mustBeThere } from './intent.ts';
import { LakeModel } from './lake-model.fixture.ts';
import { type MemoryStore, memoryStore } from './memory-store.fixture.ts';
import type { NamedByManifest } from './roots.ts';
import { Turns } from './turns.fixture.ts';
import { SWEEP_LEASE_MS } from './wait-for-sweep.ts';

const DAY_MS = 86_400_000;
const BY = { actor: 'a', actorFrom: 'declared', origin: 'here' } as const;

const SOURCES = ['fred', 'nber'] as const;
const ENVIRONMENTS = ['main', 'pr', 'diff-1'] as const;

/** One random life of a lake: builds, ingests, deletions, deaths and collections, alone or at once. */
export class History {
  readonly #dice: GcDice;
  readonly #turns: Turns;
  readonly store: MemoryStore;
  readonly model = new LakeModel();
  #runs = 0;
  /** Collections that go on. */
  #collecting = 0;
  removed = 0;

  constructor(seed: number) {
    this.#dice = diceOf(seed);
    this.store = memoryStore();
    this.store.now = 1_700_000_000_000;
    this.#turns = new Turns(this.store, this.#dice);
  }

  async live(steps: number): Promise<void> {
    for (let step = 0; step < steps; step++) {
      await this.#step();
      this.check();
    }
  }

  /** Whatever a kept position needs is there, whole. */
  check(): void {
    for (const folder of this.model.needed()) {
      const bytes = present(this.store.files.get(`${folder}/meta.json`), folder).bytes;
      const meta = present(jsonObjectIn(bytes)) as unknown as Parameters<typeof fileKeys>[0];
      for (const file of Object.keys(meta.files)) present(this.store.files.get(fileKeys(meta, file)[0]), folder);
    }
    for (const page of this.model.neededPages()) present(this.store.files.get(page), page);
  }

  /** Collects until nothing more can go: what is left must be what the model needs. */
  async collectAll(): Promise<readonly string[]> {
    this.store.now += 8 * DAY_MS;
    for (let call = 0; call < 4; call++) {
      await this.collect({ olderThan: 0, grace: 0, dryRun: false });
      this.store.now += 2 * DAY_MS;
    }
    this.check();
    const folders = [...this.store.files.keys()].filter((key) => key.startsWith('objects/'));
    const left = new Set(folders.map((key) => key.slice(0, key.lastIndexOf('/'))));
    const pages = [...this.store.files.keys()].filter((key) => key.endsWith('.html'));
    return [
      ...[...left].filter((folder) => !this.model.needed().has(folder)),
      ...pages.filter((key) => !this.model.neededPages().has(key)),
    ];
  }

  async #step(): Promise<void> {
    const kind = this.#dice(10);
    this.store.now += this.#dice(3) * this.#dice(20) * (DAY_MS / 4);
    if (kind < 2) return this.#alone(this.#ingest);
    if (kind < 5) return this.#alone(this.#build);
    if (kind < 6) return this.#endEnvironment();
    if (kind < 8) return this.#alone(this.#collectSome);
    const others = [this.#ingest, this.#build, this.#ingest, this.#build, this.#collectSome].slice(this.#dice(4));
    const processes = [this.#collectSome, ...others, this.#ingest].map((work) => () => this.#alone(work));
    return this.#turns.interleave(processes);
  }

  #alone(work: (store: SweptStore) => Promise<unknown>): Promise<void> {
    return this.#turns.process(this.#requestsLeft(), work);
  }

  /** Half of all processes die on the way. */
  #requestsLeft(): number | undefined {
    return this.#dice(2) === 0 ? this.#dice(30) : undefined;
  }

  readonly #pause = async (): Promise<void> => {
    // Whoever swept may be dead: time goes on until nobody waits for it.
    this.store.now += this.#collecting > 0 ? 15_000 : SWEEP_LEASE_MS;
  };

  /** Sources tell one of three things, so that old objects come back. */
  readonly #ingest = async (store: Store): Promise<void> => {
    const name = SOURCES[this.#dice(SOURCES.length)] ?? 'fred';
    const id = { kind: 'observations', name, fingerprint: `o${this.#dice(3)}` } as const;
    const ref = await readRef(store, `sources/${name}`);
    const position = ref === undefined ? 1 : ref.n + 1;
    const commit = () => this.#commit(store, id, [{ kind: 'raw', name, fingerprint: 'r' }]);
    const isNamed = async (): Promise<boolean> => {
      const advance = await advanceRef(store, `sources/${name}`, ref, id);
      if (advance.kind === 'lost') return false;
      this.model.moved({ ref: `sources/${name}`, n: advance.n, at: this.store.now, needs: [id], pages: [] });
      return true;
    };
    await commitNamed(store, { id, position, commit, name: isNamed, pause: this.#pause });
  };

  /** Two groups on a source, and a model on both with a frame that other models may have made. */
  readonly #build = async (store: Store): Promise<void> => {
    const environment = ENVIRONMENTS[this.#dice(ENVIRONMENTS.length)] ?? 'main';
    this.#runs += 1;
    const run = `run-${this.#runs}`;
    const from = await readRef(store, environment);
    const source = await readRef(store, `sources/${SOURCES[this.#dice(2)] ?? 'fred'}`);
    if (source === undefined) return;
    const observations = source.value as unknown as ObjectId;
    const input: ObjectId = { kind: 'observations', name: observations.name, fingerprint: observations.fingerprint };
    const version = this.#dice(3);
    const group = { kind: 'feature', name: 'g', fingerprint: `${input.name}${input.fingerprint}v${version}` } as const;
    const frame = { kind: 'frame', name: 'm', fingerprint: group.fingerprint } as const;
    const model = { kind: 'model', name: 'm', fingerprint: `${group.fingerprint}w${this.#dice(2)}` } as const;
    const plan = async () => {
      await mustBeThere(store, [input]);
      const stored = await Promise.all([group, model].map((id) => findObject(store, id)));
      return { group: stored[0] !== undefined, model: stored[1] !== undefined };
    };
    const about = { environment, command: 'build', actor: 'a', at: '' };
    const { planned } = await announce({ store, run, pause: this.#pause }, plan, (found) => ({
      ...about,
      objects: [input, ...(found.group ? [group] : []), ...(found.model ? [model, frame] : [])],
      names: [...(found.group ? [] : ['g']), ...(found.model ? [] : ['m'])],
    }));
    if (!planned.group) await this.#commit(store, group, [input]);
    if (!planned.model) {
      await this.#commit(store, frame, [group]);
      await this.#commit(store, model, [frame]);
    }
    const needs = [input, group, frame, model];
    const holder = await this.#holderOfCards(store, run, from?.value['run']);
    const objects = needs.slice(0, 2).concat(model);
    const manifest = { objects, sources: { [input.name]: source.n }, holder };
    await store.write(`runs/${run}/index.html`, Buffer.from('page'));
    await store.write(`runs/${run}/manifest.json`, canonicalBytes(manifest));
    const advance = await advanceRef(store, environment, from, { run });
    if (advance.kind !== 'advanced') return;
    // A card leads to the page of the run that drew it.
    const pages = [`runs/${run}/index.html`, `runs/${holder}/index.html`, cardOf(holder)];
    this.model.moved({ ref: environment, n: advance.n, at: this.store.now, needs, pages: [...new Set(pages)] });
  };

  /** Half of all builds would draw the cards that the run before has, and name them: if they are still there. */
  async #holderOfCards(store: Store, run: string, before: PlainObject[string] | undefined): Promise<string> {
    const bytes = typeof before === 'string' ? await store.read(`runs/${before}/manifest.json`) : undefined;
    const held = bytes && jsonObjectIn(bytes)?.['holder'];
    if (this.#dice(2) === 0 && typeof held === 'string' && (await store.list(`runs/${held}`)).includes(cardOf(held)))
      return held;
    await store.write(cardOf(run), Buffer.from('card'));
    return run;
  }

  async #endEnvironment(): Promise<void> {
    const ref = await readRef(this.store, 'pr');
    if (ref === undefined) return;
    const advance = await advanceRef(this.store, 'pr', ref, { deleted: { at: '', actor: 'a' } });
    if (advance.kind === 'advanced')
      this.model.moved({ ref: 'pr', n: advance.n, at: this.store.now, needs: [], pages: [] });
  }

  readonly #collectSome = async (store: SweptStore): Promise<void> => {
    this.#collecting += 1;
    const how = { olderThan: this.#dice(3) * 5 * DAY_MS, grace: this.#dice(3) * DAY_MS, dryRun: this.#dice(5) === 0 };
    await this.collect(how, store).finally(() => {
      this.#collecting -= 1;
    });
  };

  async collect(how: GcRequest, store: SweptStore = this.store): Promise<void> {
    const { olderThan, dryRun } = how;
    const before = [...this.store.files.keys()].join('\n');
    const effects = { store, readManifest, elapsed: () => this.store.now / 1000, by: BY };
    // Afterwards: other writers may have moved a ref meanwhile, before it looked.
    const report = await collectGarbage(how, effects).finally(() => {
      if (!dryRun) this.model.collected(this.store.now, olderThan);
    });
    if (dryRun && this.#turns.isAlone && before !== [...this.store.files.keys()].join('\n'))
      throw new Error('dry run wrote');
    if (!dryRun) this.removed += report.swept === null ? 0 : report.swept.removed.length;
  }

  #commit(
    store: Store,
    id: ObjectId & { readonly kind: 'observations' | 'feature' | 'frame' | 'model' },
    inputs: readonly ObjectId[],
  ) {
    const content = Buffer.from(sha256(objectKey(id)));
    return commitObject(store, { ...id, files: new Map([['data.parquet', content]]), inputs, extra: {} });
  }
}

function cardOf(run: string): string {
  return `runs/${run}/cards/m.html`;
}

async function readManifest(store: Pick<MemoryStore, 'read'>, run: string): Promise<NamedByManifest | undefined> {
  const bytes = await store.read(`runs/${run}/manifest.json`);
  const value = bytes === undefined ? undefined : jsonObjectIn(bytes);
  if (value === undefined) return undefined;
  const { objects, sources, holder } = value as unknown as {
    readonly objects: readonly ObjectId[];
    readonly sources: Readonly<Record<string, number>>;
    readonly holder: string;
  };
  return { objects, runs: holder === run ? [] : [holder], sources: new Map(Object.entries(sources)) };
}
