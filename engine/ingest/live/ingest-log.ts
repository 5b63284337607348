import type { Day } from '../../calendar/index.ts';
import type { Store } from '../../lake/index.ts';
import { appendNumbered, listNumbered, type PlainObject, readNumbered } from '../../lake/index.ts';
import type { SeriesInfo } from '../fred/fred-client.ts';

/** One request as it was answered: what was asked (never the key), when, and where the answer's bytes are. */
export interface LoggedRequest {
  readonly endpoint: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly status: number;
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly key: string;
  /** The digest and the size are those of the answer's bytes as they came, uncompressed. */
  readonly sha256: string;
  readonly bytes: number;
}

/** The outcome of asking for one series. Entries of a series are numbered, and none is ever changed. */
export interface SeriesEntry {
  readonly seriesId: string;
  /**
   * `first`: all there is, for the first time; `since`: what may have changed; `unchanged`: FRED says that nothing did.
   */
  readonly kind: 'first' | 'since' | 'unchanged';
  /** Whether the series has vintages in ALFRED, or only latest values in FRED. */
  readonly has: 'vintages' | 'latest';
  /** FRED's day on which it was asked. */
  readonly day: Day;
  /** The last day that was over then: all that was known through it is in. */
  readonly through: Day;
  /** `since`: the last day that was over at the entry before: what was known through it stays as it is stored. */
  readonly from: Day | null;
  readonly info: SeriesInfo;
  /** FRED's release that the series belongs to. */
  readonly release: { readonly id: number; readonly name: string } | null;
  readonly requests: readonly LoggedRequest[];
}

export interface NumberedEntry {
  readonly n: number;
  readonly entry: SeriesEntry;
}

/**
 * Entries of every series of a source after the given positions, oldest first: all of a series that has none. One
 * listing, then one read each.
 */
export async function entriesAfter(
  store: Store,
  source: string,
  positions: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, readonly NumberedEntry[]>> {
  const found = new Map<string, readonly NumberedEntry[]>();
  for (const [seriesId, numbers] of await listNumbered(store, `ingest/${source}`)) {
    // The release calendar is logged beside the series.
    if (seriesId.startsWith('~')) continue;
    const position = positions.get(seriesId);
    const after = position === undefined ? numbers : numbers.filter((n) => n > position);
    const entries = await Promise.all(
      after.map(async (n) => {
        const entry = (await readNumbered(store, `ingest/${source}/${seriesId}`, n)) as unknown as SeriesEntry;
        return { n, entry };
      }),
    );
    found.set(seriesId, entries);
  }
  return found;
}

/** Appends the entry after position `n`; false if another writer has done so: what it wrote counts. */
export async function appendEntry(store: Store, source: string, n: number, entry: SeriesEntry): Promise<boolean> {
  return appendNumbered(store, `ingest/${source}/${entry.seriesId}`, n + 1, entry as unknown as PlainObject);
}
