import type { CardBody, ComparisonBody } from '../cards/index.ts';
import { type ObjectId, objectKey } from '../lake/index.ts';

/** What bodies a run holds, by the kind of the object that each is of. */
interface BodyOf {
  readonly card: CardBody;
  readonly comparison: ComparisonBody;
}

/**
 * The bodies of cards and comparisons as they go through a run, by their objects: what it makes is at hand for whoever
 * reads it later, and what it reuses is read from the lake once.
 */
export class Bodies {
  readonly #cards = new Map<string, CardBody>();
  readonly #comparisons = new Map<string, ComparisonBody>();

  /**
   * Keeps what was just stored. `text` is the JSON that was: read from it, a body is in every detail, such as the order
   * of its keys, what it is to whoever reads the object.
   */
  keep<Kind extends keyof BodyOf>(kind: Kind, id: ObjectId, text: string): void {
    this.#of(kind).set(objectKey(id), JSON.parse(text) as BodyOf[Kind]);
  }

  /** The body of an object; `read` is asked for it when it is not at hand, and gives undefined where there is none. */
  async get<Kind extends keyof BodyOf, Found extends BodyOf[Kind] | undefined>(
    kind: Kind,
    id: ObjectId,
    read: () => Promise<Found>,
  ): Promise<BodyOf[Kind] | Found> {
    const held = this.#of(kind).get(objectKey(id));
    if (held !== undefined) return held;
    const body = await read();
    if (body !== undefined) this.#of(kind).set(objectKey(id), body);
    return body;
  }

  #of<Kind extends keyof BodyOf>(kind: Kind): Map<string, BodyOf[Kind]> {
    const maps: { readonly [Each in keyof BodyOf]: Map<string, BodyOf[Each]> } = {
      card: this.#cards,
      comparison: this.#comparisons,
    };
    return maps[kind];
  }
}
