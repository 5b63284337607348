import type { Records } from '../project/index.ts';
import {
  type PlainSegment,
  placeOf,
  type RecordIndex,
  type RecordPlace,
  type Segment,
  sumOf,
} from './kept-segments.ts';

/** More segments than these are written into one. */
const MOST_SEGMENTS = 8;
const NONE = 0;

/** Records that are to be kept: the segments that stay, and what a new one holds. */
export interface WrittenSegments {
  readonly index: RecordIndex;
  /** What the new segment holds; empty where all is kept already. */
  readonly written: readonly Uint8Array[];
}

/**
 * Lays out records: those that lie in segments of `base` already stay where they are, all others go into a new one.
 * With the time small segments are written into one, and all of them once the largest is no longer most of it.
 * @param base what the names of the segments of this state begin with. @param name of the new segment.
 */
export function laidOut(
  records: Records,
  { base, folder, name }: { readonly base: string; readonly folder: string; readonly name: string },
): WrittenSegments {
  const places = records.map((record) => {
    const place = typeof record === 'string' ? undefined : placeOf(record);
    return place !== undefined && place.segment.folder === folder && place.segment.name.startsWith(`${base}-`)
      ? place
      : undefined;
  });
  const staying = stayingSegments(places);
  const segments: PlainSegment[] = [...staying].map((segment) => [segment.name, segment.bytes]);
  const nth = new Map([...staying].map((segment, index) => [segment, index]));
  const written: Uint8Array[] = [];
  const sums: string[] = [];
  let end = 0;
  const flat = records.flatMap((record, index): readonly number[] => {
    const place = places[index];
    if (place !== undefined) {
      sums.push(place.sum);
      const known = nth.get(place.segment);
      if (known !== undefined) return [known, place.from, place.bytes];
    }
    // What is only moved is not compared: whoever reads it there does.
    const text = place === undefined ? textOf(record) : place.segment.rawAt(place);
    if (place === undefined) sums.push(sumOf(text));
    written.push(text);
    end += text.length;
    return [segments.length, end - text.length, text.length];
  });
  if (written.length > 0) segments.push([name, end]);
  return { index: { segments, places: flat, sums: sums.join('') }, written };
}

function textOf(record: Records[number]): Uint8Array {
  return typeof record === 'string' ? Buffer.from(record) : record.text();
}

/** The segments of which the records stay where they are. */
function stayingSegments(places: readonly (RecordPlace | undefined)[]): ReadonlySet<Segment> {
  const used = new Map<Segment, number>();
  for (const place of places) {
    if (place !== undefined) used.set(place.segment, place.bytes + (used.get(place.segment) ?? NONE));
  }
  const [largest, ...others] = [...used].toSorted(([, one], [, other]) => other - one);
  if (largest === undefined) return new Set();
  const [segment, bytes] = largest;
  const beside = others.reduce((sum, [, each]) => sum + each, NONE);
  if (bytes < segment.bytes / 2 || beside > bytes) return new Set();
  return used.size < MOST_SEGMENTS ? new Set(used.keys()) : new Set([segment]);
}
