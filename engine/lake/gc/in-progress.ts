import { type ObjectId, objectKey } from '../object.ts';
import type { ListedFile, Store } from '../store.ts';
import { canonicalBytes } from '../stored-json.ts';

/** Where an ingest says what it is about to store; no source is called so. */
const FOLDER = 'ingest/~in-progress';

const KEY = new RegExp(`^${FOLDER}/([^/]+)/(\\d+)-([^/]+)\\.json$`);

const POSITION = /^refs\/sources\/([^/]+)\/(\d+)\.json$/;

/** How long an ingest may take from saying so to the position of its source: an older one has died. */
const LONGEST_INGEST_MS = 7 * 86_400_000;

/** Observations that are to be stored, and the position of their source that is to name them. */
export interface ObservationsToCome {
  readonly id: ObjectId;
  /** Its number: who makes it first has it, and whoever else announced it has to look again. */
  readonly position: number;
}

/**
 * Says which observations are about to be stored, so that no sweep that begins from now on takes them, whether or not
 * whoever said so lives to name them: until the position is made, for as long as an ingest may take.
 */
export async function announceObservations(store: Store, { id, position }: ObservationsToCome): Promise<void> {
  const { kind, name, fingerprint } = id;
  // Written anew by every ingest that comes to them: how old the file is says when the last one did.
  const key = `${FOLDER}/${name}/${position}-${fingerprint}.json`;
  await store.write(key, canonicalBytes({ kind, name, fingerprint, position }));
}

/**
 * Folders of the observations that an ingest may be storing, or has stored and not named yet.
 * @param now milliseconds since 1970, by the clock of the place
 */
export function observationsInProgress(files: readonly ListedFile[], now: number): ReadonlySet<string> {
  const newest = new Map<string, number>();
  for (const { key } of files) {
    const [, name, n] = POSITION.exec(key) ?? [];
    if (name !== undefined) newest.set(name, Math.max(Number(n), newest.get(name) ?? Number(n)));
  }
  return new Set(
    files.flatMap(({ key, modified }) => {
      const [, name, position, fingerprint] = KEY.exec(key) ?? [];
      if (name === undefined || fingerprint === undefined || now - modified > LONGEST_INGEST_MS) return [];
      const made = newest.get(name);
      const isOver = made !== undefined && made >= Number(position);
      return isOver ? [] : [objectKey({ kind: 'observations', name, fingerprint })];
    }),
  );
}
