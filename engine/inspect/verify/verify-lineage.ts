import type { ValuesInRaw } from '../../ingest/index.ts';
import {
  type Collected,
  type FileCheck,
  type ObjectId,
  objectKey,
  type Store,
  whenCollected,
} from '../../lake/index.ts';
import type { Manifest } from '../../plan/index.ts';
import type { Definitions } from '../../project/index.ts';
import type { Recomputed } from '../../run/index.ts';
import { type ChainLink, holds } from './chain-link.ts';
import type { VerifiedRecord } from './environment-record.ts';
import { dependents, restsOn } from './manifest-objects.ts';
import { projectFileLinks } from './project-files.ts';
import { type RawReading, readValues } from './read-values.ts';
import { linkId, walkChain } from './walk-chain.ts';

export interface VerifiedLink extends ChainLink {
  readonly holds: boolean;
  /** Ids of the objects that rest on it, in the order in which they are built; empty while it holds. */
  readonly breaks: readonly string[];
  /** Ids of the links from it to the target's object, both among them; empty while it holds, and off the way. */
  readonly way: readonly string[];
}

/** A chain with every byte of it read again, and the record that names it. */
export interface VerifiedChain {
  /** Null where all of the environment was verified. */
  readonly target: string | null;
  /** Null where the environment's newest position names none. */
  readonly run: string | null;
  readonly environment: string;
  /** Whether the links do, and nothing was found in the record. */
  readonly holds: boolean;
  readonly record: VerifiedRecord;
  /** From the bytes that the sources gave to the target. */
  readonly links: readonly VerifiedLink[];
  /** What computing nodes again came to; absent where nobody asked for it. */
  readonly recomputed?: readonly Recomputed[];
}

export interface VerifyInput {
  readonly objects: readonly ObjectId[];
  /** The one of them that the target is: of a model's objects its predictions, for a prediction. None where all are. */
  readonly end?: ObjectId;
  readonly manifest: Manifest;
  readonly store: Store;
  /** The project whose bundled files are compared too; absent for a run of the past, which may have read others. */
  readonly definitions?: Definitions;
  /** What garbage collection took since the run; absent where the run is the newest, which needs all of it. */
  readonly collected?: Collected;
  /** To look for the stored values in the raw bytes that they name; absent: only digests are compared. */
  readonly reading?: RawReading;
}

/**
 * Reads the objects again, everything that they were made from and, of the project, the files that the sources bundle,
 * and compares all of it with the digests that were recorded when it was stored.
 */
export async function verifyLineage(input: VerifyInput): Promise<readonly VerifiedLink[]> {
  const { objects, end, manifest, store, definitions, reading, collected = NOTHING } = input;
  const { links: read, observations } = await walkChain(store, manifest, objects);
  const walked = read.map((link) => ({ ...link, files: link.files.map((file) => explained(file, collected)) }));
  const values = reading === undefined ? undefined : await readValues(store, manifest, observations, reading);
  const links = walked.map((link) => withValues(link, values?.get(`objects/${link.id}`)));
  const current = observations.filter(isNewest(manifest));
  const bundled = definitions === undefined ? [] : await projectFileLinks(definitions, current);
  return [...bundled, ...links].map(
    (link): VerifiedLink => ({
      ...link,
      holds: holds(link),
      breaks: holds(link) ? [] : breaksOf(link, links, manifest),
      way: holds(link) || end === undefined ? [] : wayBetween(link.id, linkId(end), links),
    }),
  );
}

/**
 * Not of observations that the run has newer ones of, on which what it reused may rest: the project's file is another
 * one since, and the lake has the bytes that they were read from.
 */
function isNewest({ nodes }: Manifest): (meta: ObjectId) => boolean {
  const held = Object.values(nodes).flatMap(({ objects }) => objects.filter(({ kind }) => kind === 'observations'));
  const keys = new Set(held.map(objectKey));
  const names = new Set(held.map(({ name }) => name));
  return (meta) => keys.has(objectKey(meta)) || !names.has(meta.name);
}

const NOTHING: Collected = new Map();

/**
 * What is gone because it was collected is no damage; nor is what a later build made in its place, of other inputs that
 * came to the same: that is what the manifests of later runs have a digest of.
 */
function explained(file: FileCheck, all: Collected): FileCheck {
  const isAnother = file.state === 'gone' || file.state === 'changed';
  const collected = isAnother ? whenCollected(all, file.key) : undefined;
  return collected === undefined ? file : { ...file, state: 'collected', collected };
}

function withValues(link: ChainLink, values: ValuesInRaw | undefined): ChainLink {
  return values === undefined ? link : { ...link, values };
}

/** What was made from it within the chain, and in all of the environment. A file of the project is only a copy. */
function breaksOf(link: ChainLink, links: readonly ChainLink[], manifest: Manifest): readonly string[] {
  const broken = new Set<string>();
  for (const { id, inputs } of links) {
    if (inputs.some((input) => input === link.id || broken.has(input))) broken.add(id);
  }
  for (const { id: linkedId, kind, name, fingerprint } of links) {
    if (fingerprint === null || (linkedId !== link.id && !broken.has(linkedId))) continue;
    for (const id of dependents(manifest, { kind, name, fingerprint })) broken.add(linkId(id));
  }
  broken.delete(link.id);
  return [...broken];
}

/** The shortest way from what something was made from to it. */
function wayBetween(from: string, to: string, links: readonly ChainLink[]): readonly string[] {
  const ways = new Map<string, readonly string[]>([[from, [from]]]);
  // A map's entries are visited in the order in which they come, those that come meanwhile too.
  for (const [id, way] of ways) {
    if (id === to) return way;
    for (const next of links) if (madeFrom(next, id, links) && !ways.has(next.id)) ways.set(next.id, [...way, next.id]);
  }
  return [];
}

function madeFrom(link: ChainLink, id: string, links: readonly ChainLink[]): boolean {
  if (link.inputs.includes(id)) return true;
  const other = links.find((each) => each.id === id);
  return other?.name === link.name && other.fingerprint === link.fingerprint && restsOn(link, other);
}
