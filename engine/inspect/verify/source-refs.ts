import {
  type ChainProblem,
  checkRefChain,
  type ObjectId,
  objectKey,
  type RefChain,
  refKey,
  type Store,
} from '../../lake/index.ts';
import type { Manifest } from '../../plan/index.ts';

/** The refs of the sources that a run read: whether they are a chain, and point to what the run has. */
export async function sourceFindings(store: Store, manifest: Manifest): Promise<readonly ChainProblem[]> {
  const observations = observationsOf(manifest);
  const names = new Set([...Object.keys(manifest.sources ?? {}), ...observations.keys()]);
  const findings = [...names].map(async (name): Promise<readonly ChainProblem[]> => {
    const chain = await checkRefChain(store, `sources/${name}`);
    return [...chain.findings, ...usedFindings(chain, name, manifest), ...namedFindings(chain, observations.get(name))];
  });
  return (await Promise.all(findings)).flat();
}

interface UsedObservations {
  readonly id: ObjectId;
  /** SHA-256 of their `meta.json`, as the manifest has it. */
  readonly meta: string | undefined;
}

function observationsOf({ nodes }: Manifest): ReadonlyMap<string, UsedObservations> {
  return new Map(
    Object.values(nodes).flatMap(({ objects, metas }) =>
      objects
        .filter(({ kind }) => kind === 'observations')
        .map((id) => [id.name, { id, meta: metas?.[objectKey(id)] }] as const),
    ),
  );
}

/** The position that the run read must be there as it was then. */
function usedFindings({ positions }: RefChain, name: string, { run, sources }: Manifest): readonly ChainProblem[] {
  const used = sources?.[name];
  if (used === undefined) return [];
  const file = refKey(`sources/${name}`, used.n);
  const found = positions.find(({ n }) => n === used.n);
  if (found === undefined) return [{ file, what: 'gone', message: `run ${run} read it` }];
  if (found.sha256 === used.sha256) return [];
  const digests = `sha256:${used.sha256} is recorded, sha256:${found.sha256} is found`;
  const message = `it is not the one that run ${run} read: ${digests}`;
  return [{ file, what: 'changed', message }];
}

/** Some position must name the observations that the run used, with the digest that the run has of them. */
function namedFindings({ name, positions }: RefChain, used: UsedObservations | undefined): readonly ChainProblem[] {
  if (used === undefined) return [];
  const naming = positions.filter(({ value }) => value?.['fingerprint'] === used.id.fingerprint);
  const key = objectKey(used.id);
  if (naming.length === 0) {
    return [{ file: `refs/${name}`, what: 'gone', message: `no position names ${key}, which the run used` }];
  }
  const recorded = naming.map(({ value }) => value?.['metaSha256']).find((digest) => digest !== undefined);
  if (recorded === undefined || used.meta === undefined || recorded === used.meta) return [];
  const message = `refs/${name} has sha256:${String(recorded)} of it, the manifest of the run sha256:${used.meta}`;
  return [{ file: `${key}/meta.json`, what: 'changed', message }];
}
