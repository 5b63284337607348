import { type ObjectId, objectKey } from '../object.ts';

/** A position that the model knows of, and all that it needs. */
interface Kept {
  readonly ref: string;
  readonly n: number;
  readonly at: number;
  readonly needs: readonly ObjectId[];
  /** Keys of the pages of a run, also of those that it names where another run wrote them. */
  readonly pages: readonly string[];
}

/**
 * The lake as a graph, kept beside the real one: which positions there are, what each needs, and which of them some
 * collection was allowed to let go of.
 */
export class LakeModel {
  #positions: Kept[] = [];
  readonly #newest = new Map<string, number>();

  moved(kept: Kept): void {
    this.#positions.push(kept);
    this.#newest.set(kept.ref, Math.max(kept.n, this.#newest.get(kept.ref) ?? kept.n));
  }

  /** A collection that keeps what is younger than `olderThan` may take what no newest position needs. */
  collected(now: number, olderThan: number): void {
    this.#positions = this.#positions.filter(
      ({ ref, n, at }) => (n === this.#newest.get(ref) && !ref.startsWith('diff-')) || now - at < olderThan,
    );
  }

  /** Folders of everything that must be there. */
  needed(): ReadonlySet<string> {
    return new Set(this.#positions.flatMap(({ needs }) => needs.map(objectKey)));
  }

  /** Keys of the pages that must be there. */
  neededPages(): ReadonlySet<string> {
    return new Set(this.#positions.flatMap(({ pages }) => pages));
  }
}
