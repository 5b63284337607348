import type { ObjectId, Store } from '../../lake/index.ts';
import type { Manifest } from '../../plan/index.ts';
import type { Definitions } from '../../project/index.ts';
import { type ChainLink, holds } from './chain-link.ts';
import { dependents } from './manifest-objects.ts';
import { projectFileLinks } from './project-files.ts';
import { linkId, walkChain } from './walk-chain.ts';

export interface VerifiedLink extends ChainLink {
  readonly holds: boolean;
  /** Ids of the objects that rest on it, in the order in which they are built; empty while it holds. */
  readonly breaks: readonly string[];
}

/** A chain with every byte of it read again. */
export interface VerifiedChain {
  readonly target: string;
  readonly run: string;
  readonly environment: string;
  readonly holds: boolean;
  /** From the bytes that the sources gave to the target. */
  readonly links: readonly VerifiedLink[];
}

export interface VerifyInput {
  readonly target: string;
  readonly objects: readonly ObjectId[];
  readonly manifest: Manifest;
  readonly store: Store;
  /** The project whose bundled files are compared too; absent for a run of the past, which may have read others. */
  readonly definitions?: Definitions;
}

/**
 * Reads the objects again, everything that they were made from and, of the project, the files that the sources bundle,
 * and compares all of it with the digests that were recorded when it was stored.
 */
export async function verifyLineage(input: VerifyInput): Promise<VerifiedChain> {
  const { target, objects, manifest, store, definitions } = input;
  const { links, observations } = await walkChain(store, manifest, objects);
  const bundled = definitions === undefined ? [] : await projectFileLinks(definitions, observations);
  const verified = [...bundled, ...links].map(
    (link): VerifiedLink => ({
      ...link,
      holds: holds(link),
      breaks: holds(link) ? [] : breaksOf(link, links, manifest),
    }),
  );
  const whole = verified.every((link) => link.holds);
  return { target, run: manifest.run, environment: manifest.environment, holds: whole, links: verified };
}

/** What was made from it within the chain, and in all of the environment. A file of the project is only a copy. */
function breaksOf(link: ChainLink, links: readonly ChainLink[], manifest: Manifest): readonly string[] {
  const broken = new Set<string>();
  for (const each of links) {
    if (each.inputs.some((input) => input === link.id || broken.has(input))) broken.add(each.id);
  }
  for (const each of links) {
    const { kind, name, fingerprint } = each;
    if (fingerprint === null || (each.id !== link.id && !broken.has(each.id))) continue;
    for (const id of dependents(manifest, { kind, name, fingerprint })) broken.add(linkId(id));
  }
  broken.delete(link.id);
  return [...broken];
}
