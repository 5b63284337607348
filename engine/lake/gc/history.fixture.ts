import { present } from '../../presence/index.ts';
import { type PlainObject, sha256 } from '../canonical-json.ts';
import { commitObject } from '../commit-object.ts';
import { findObject, type ObjectId, objectKey } from '../object.ts';
import { fileKeys } from '../object-files.ts';
import { advanceRef, readRef } from '../ref.ts';
import { canonicalBytes, jsonObjectIn } from '../stored-json.ts';
import { collectGarbage } from './collect-garbage.ts';
import { commitNamed } from './commit-named.ts';
import { announce, mustBeThere } from './intent.ts';
import { LakeModel } from './lake-model.fixture.ts';
import { type MemoryStore, memoryStore } from './memory-store.fixture.ts';
import type { NamedByManifest } from './roots.ts';

const DAY_MS = 86_400_000;
const BY = { actor: 'a', actorFrom: 'declared', origin: 'here' } as const;

/** Small numbers by chance, the same for a seed. */
export type GcDice = (sides: number) => number;

export function diceOf(seed: number): GcDice {
  let state = seed + 1;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

/** A process that died: whatever it was doing ends here. */
class Killed extends Error {}

/** Lets writers take turns by chance, and kills one at a request of its. */
class Turns {
  readonly #dice: GcDice;
  #waiting: (() => void)[] | undefined;
  /** Requests until the process that makes them dies; undefined: it lives. */
  killAfter: number | undefined;

  constructor(dice: GcDice) {
    this.#dice = dice;
  }

  readonly turn = async (): Promise<void> => {
    if (this.killAfter !== undefined && this.killAfter-- <= 0) throw new Killed();
    const waiting = this.#waiting;
    if (waiting !== undefined) await new Promise<void>((resolve) => void waiting.push(resolve));
  };

  get isAlone(): boolean {
    return this.#waiting === undefined;
  }

  /** Runs writers at once, one request at a time. */
  async interleave(writers: readonly (() => Promise<unknown>)[]): Promise<void> {
    const waiting: (() => void)[] = [];
    this.#waiting = waiting;
    let alive = writers.length;
    const done = Promise.all(
      writers.map((writer) =>
        writer().finally(() => {
          alive -= 1;
        }),
      ),
    );
    // Who fails is heard of when all are done.
    done.catch(() => undefined);
    while (alive > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      waiting.splice(this.#dice(Math.max(1, waiting.length)), 1)[0]?.();
    }
    this.#waiting = undefined;
    await done;
  }
}

const SOURCES = ['fred', 'nber'] as const;
const ENVIRONMENTS = ['main', 'pr', 'diff-1'] as const;

/** One random life of a lake: builds, ingests, deletions, deaths and collections, alone or at once. */
export class History {
  readonly #dice: GcDice;
  readonly #turns: Turns;
  readonly store: MemoryStore;
  readonly model = new LakeModel();
  #runs = 0;
  removed = 0;

  constructor(seed: number) {
    this.#dice = diceOf(seed);
    this.#turns = new Turns(this.#dice);
    this.store = memoryStore(this.#turns.turn);
    this.store.now = 1_700_000_000_000;
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
      await this.collect(0, 0, false);
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
    if (kind < 2) return this.#alone(() => this.#ingest());
    if (kind < 5) return this.#alone(() => this.#build());
    if (kind < 6) return this.#endEnvironment();
    if (kind < 8) return this.#alone(() => this.#collectSome());
    const others = [() => this.#build(), () => this.#ingest(), () => this.#build(), () => this.#collectSome()];
    const some = others.slice(this.#dice(3));
    return this.#turns.interleave([() => this.#collectSome(), ...some].map((writer) => () => refused(writer)));
  }

  /** A third of those that work alone die on the way. */
  async #alone(work: () => Promise<unknown>): Promise<void> {
    this.#turns.killAfter = this.#dice(3) === 0 ? this.#dice(60) : undefined;
    try {
      await refused(work);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    } finally {
      this.#turns.killAfter = undefined;
    }
  }

  readonly #pause = async (): Promise<void> => {
    await this.#turns.turn();
    // Whoever swept may be dead: time goes on until nobody waits for it.
    this.store.now += 15_000;
  };

  /** Sources tell one of three things, so that old objects come back. */
  async #ingest(): Promise<void> {
    const name = SOURCES[this.#dice(SOURCES.length)] ?? 'fred';
    const id = { kind: 'observations', name, fingerprint: `o${this.#dice(3)}` } as const;
    const ref = await readRef(this.store, `sources/${name}`);
    const commit = () => this.#commit(id, [{ kind: 'raw', name, fingerprint: 'r' }]);
    const isNamed = async (): Promise<boolean> => {
      const advance = await advanceRef(this.store, `sources/${name}`, ref, id);
      if (advance.kind === 'lost') return false;
      this.model.moved({ ref: `sources/${name}`, n: advance.n, at: this.store.now, needs: [id], pages: [] });
      return true;
    };
    await commitNamed(this.store, commit, isNamed, this.#pause);
  }

  /** Two groups on a source, and a model on both with a frame that other models may have made. */
  async #build(): Promise<void> {
    const environment = ENVIRONMENTS[this.#dice(ENVIRONMENTS.length)] ?? 'main';
    this.#runs += 1;
    const run = `run-${this.#runs}`;
    const from = await readRef(this.store, environment);
    const source = await readRef(this.store, `sources/${SOURCES[this.#dice(2)] ?? 'fred'}`);
    if (source === undefined) return;
    const observations = source.value as unknown as ObjectId;
    const input: ObjectId = { kind: 'observations', name: observations.name, fingerprint: observations.fingerprint };
    const version = this.#dice(3);
    const group = { kind: 'feature', name: 'g', fingerprint: `${input.name}${input.fingerprint}v${version}` } as const;
    const frame = { kind: 'frame', name: 'm', fingerprint: group.fingerprint } as const;
    const model = { kind: 'model', name: 'm', fingerprint: `${group.fingerprint}w${this.#dice(2)}` } as const;
    const plan = async () => {
      await mustBeThere(this.store, [input]);
      const stored = await Promise.all([group, model].map((id) => findObject(this.store, id)));
      return { group: stored[0] !== undefined, model: stored[1] !== undefined };
    };
    const about = { environment, command: 'build', actor: 'a', at: '' };
    const { planned } = await announce({ store: this.store, run, pause: this.#pause }, plan, (found) => ({
      ...about,
      objects: [input, ...(found.group ? [group] : []), ...(found.model ? [model, frame] : [])],
      names: [...(found.group ? [] : ['g']), ...(found.model ? [] : ['m'])],
    }));
    if (!planned.group) await this.#commit(group, [input]);
    if (!planned.model) {
      await this.#commit(frame, [group]);
      await this.#commit(model, [frame]);
    }
    const needs = [input, group, frame, model];
    const holder = await this.#holderOfCards(run, from?.value['run']);
    const objects = needs.slice(0, 2).concat(model);
    const manifest = { objects, sources: { [input.name]: source.n }, holder };
    await this.store.write(`runs/${run}/index.html`, Buffer.from('page'));
    await this.store.write(`runs/${run}/manifest.json`, canonicalBytes(manifest));
    const advance = await advanceRef(this.store, environment, from, { run });
    if (advance.kind !== 'advanced') return;
    // A card leads to the page of the run that drew it.
    const pages = [`runs/${run}/index.html`, `runs/${holder}/index.html`, cardOf(holder)];
    this.model.moved({ ref: environment, n: advance.n, at: this.store.now, needs, pages: [...new Set(pages)] });
  }

  /** Half of all builds would draw the cards that the run before has, and name them: if they are still there. */
  async #holderOfCards(run: string, before: PlainObject[string] | undefined): Promise<string> {
    const bytes = typeof before === 'string' ? await this.store.read(`runs/${before}/manifest.json`) : undefined;
    const held = bytes && jsonObjectIn(bytes)?.['holder'];
    if (
      this.#dice(2) === 0 &&
      typeof held === 'string' &&
      (await this.store.list(`runs/${held}`)).includes(cardOf(held))
    )
      return held;
    await this.store.write(cardOf(run), Buffer.from('card'));
    return run;
  }

  async #endEnvironment(): Promise<void> {
    const ref = await readRef(this.store, 'pr');
    if (ref === undefined) return;
    const advance = await advanceRef(this.store, 'pr', ref, { deleted: { at: '', actor: 'a' } });
    if (advance.kind === 'advanced')
      this.model.moved({ ref: 'pr', n: advance.n, at: this.store.now, needs: [], pages: [] });
  }

  async #collectSome(): Promise<void> {
    await this.collect(this.#dice(3) * 5 * DAY_MS, this.#dice(3) * DAY_MS, this.#dice(5) === 0);
  }

  async collect(olderThan: number, grace: number, dryRun: boolean): Promise<void> {
    const before = [...this.store.files.keys()].join('\n');
    const effects = { store: this.store, readManifest, elapsed: () => this.store.now / 1000, by: BY };
    // Afterwards: other writers may have moved a ref meanwhile, before it looked.
    const report = await collectGarbage({ olderThan, grace, dryRun }, effects).finally(() => {
      if (!dryRun) this.model.collected(this.store.now, olderThan);
    });
    if (dryRun && this.#turns.isAlone && before !== [...this.store.files.keys()].join('\n'))
      throw new Error('dry run wrote');
    if (!dryRun) this.removed += report.swept === null ? 0 : report.swept.removed.length;
  }

  #commit(
    id: ObjectId & { readonly kind: 'observations' | 'feature' | 'frame' | 'model' },
    inputs: readonly ObjectId[],
  ) {
    const content = Buffer.from(sha256(objectKey(id)));
    return commitObject(this.store, { ...id, files: new Map([['data.parquet', content]]), inputs, extra: {} });
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

/** Another collector, or an environment that ended: who comes second is refused, and nothing is lost by it. */
async function refused(work: () => Promise<unknown>): Promise<void> {
  await work().catch((error: unknown) => {
    const codes = (error as { readonly problems?: readonly { readonly code: string }[] }).problems ?? [];
    if (codes.length === 0 || !codes.every(({ code }) => code === 'EWS4033' || code === 'EWS4001')) throw error;
  });
}
