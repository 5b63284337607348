import { type Day, isDay } from '../calendar/index.ts';
import type { ObjectMeta, PlainObject, Ref } from '../lake/index.ts';
import { digestOfVersion, observationsOf } from './observations.ts';

/** That a person looked at the publisher's page and found nothing that the stored bytes lack. */
export interface Attestation {
  /** The last day (`YYYY-MM-DD`) for which there is nothing new. */
  readonly completeThrough: Day;
  /** Who looked. */
  readonly by: string;
  /** When it was said: UTC, ISO 8601. */
  readonly at: string;
  /** Says in words what was looked at: untrusted text. */
  readonly note: string;
}

/** An attestation as a ref keeps it; `completeThrough` is null where the one before it was withdrawn. */
export interface StoredAttestation extends Omit<Attestation, 'completeThrough'> {
  readonly completeThrough: Day | null;
  /** SHA-256 of the raw file that the person compared with the page, see `digestOfVersion`. */
  readonly sha256: string;
}

/**
 * The attestation that a source's ref holds for the bytes of its observations. Undefined without one, after a
 * withdrawal, and where the newest file is another than the one that was compared: nobody said anything of that.
 */
export function attestationOf(ref: Ref | undefined, object: ObjectMeta | undefined): Attestation | undefined {
  const stored = storedAttestation(ref);
  if (stored === undefined || object === undefined || stored.completeThrough === null) return undefined;
  const newest = observationsOf(object).history.at(-1);
  if (newest === undefined || digestOfVersion(newest) !== stored.sha256) return undefined;
  const { completeThrough, by, at, note } = stored;
  return { completeThrough, by, at, note };
}

/** The attestation that a ref keeps, of whatever bytes; undefined where it has another form. */
export function storedAttestation(ref: Ref | undefined): StoredAttestation | undefined {
  const value = ref?.value['attestation'];
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const { completeThrough, by, at, note, sha256 } = value as PlainObject;
  const texts = [by, at, note, sha256];
  if (!texts.every((text) => typeof text === 'string')) return undefined;
  if (completeThrough !== null && !isDay(completeThrough)) return undefined;
  return { completeThrough, by: String(by), at: String(at), note: String(note), sha256: String(sha256) };
}

/**
 * The day through which a source is complete: the later of what is declared and what is attested of every one of its
 * tables. A table that nobody attested is complete through the declaration alone.
 */
export function effectiveCompleteness(
  declared: string | undefined,
  tables: readonly (Attestation | undefined)[],
): { readonly completeThrough?: Day; readonly attestation?: Attestation } {
  const least = leastOf(tables);
  if (least === undefined || (declared !== undefined && least.completeThrough <= declared)) {
    return declared === undefined ? {} : { completeThrough: declared };
  }
  return { completeThrough: least.completeThrough, attestation: least };
}

/** The earliest of the attestations; undefined unless every table has one. */
function leastOf(tables: readonly (Attestation | undefined)[]): Attestation | undefined {
  let least: Attestation | undefined;
  for (const attestation of tables) {
    if (attestation === undefined) return undefined;
    if (least === undefined || attestation.completeThrough < least.completeThrough) least = attestation;
  }
  return least;
}
