import type { NodeId } from '../compile/index.ts';
import type { ResultColumn } from '../warehouse/index.ts';
import type { KnowledgeCounts } from './served-knowledge.ts';

/** Work that several steps of a run ask for and one of them does, by key. */
export class SharedWork<Result> {
  readonly #begun = new Map<string, Promise<Result>>();

  /**
   * What the work of a key came to, done now unless it is done or under way. The first step's time and signal govern
   * what others wait for, so what fails is not kept: each that waited does the work itself.
   */
  async once(key: string, work: () => Promise<Result>): Promise<Result> {
    const begun = this.#begun.get(key);
    if (begun === undefined) return this.#begin(key, work);
    try {
      return await begun;
    } catch {
      return this.once(key, work);
    }
  }

  async #begin(key: string, work: () => Promise<Result>): Promise<Result> {
    const begun = work();
    this.#begun.set(key, begun);
    try {
      return await begun;
    } catch (error) {
      this.#begun.delete(key);
      throw error;
    }
  }
}

/** What the steps of a run compute once for all of them. */
export interface SharedBySteps {
  /** The rows of a group by what is known on a date. */
  readonly groupRows: SharedWork<readonly ResultColumn[]>;
  /** How the observations of some sources became known. */
  readonly knowledge: SharedWork<ReadonlyMap<NodeId, KnowledgeCounts>>;
}

/** For a run that begins. */
export function nothingSharedYet(): SharedBySteps {
  return { groupRows: new SharedWork(), knowledge: new SharedWork() };
}
