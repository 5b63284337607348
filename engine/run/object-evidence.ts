import type { NodeId } from '../compile/index.ts';
import { findObject, metaDigest, type ObjectId, objectKey, type Store } from '../lake/index.ts';
import type { Manifest, ManifestNode, Plan } from '../plan/index.ts';
import type { NodeResult } from './events.ts';
import { modelWeights } from './model-weights.ts';

/** What a manifest says of a node's objects, so that nobody needs to open them to know. */
export type ObjectEvidence = Pick<ManifestNode, 'metas' | 'digests' | 'weights'>;

/** What is known of one object. */
interface RecordedObject {
  readonly meta: string;
  readonly data: string;
  readonly weights: ManifestNode['weights'];
}

/**
 * The evidence of every node's objects. What the environment's manifest knows is taken from there: on S3 reading costs
 * a request, and what was damaged since must not be taken for what was stored.
 */
export async function objectEvidence(
  store: Store,
  plan: Plan,
  results: readonly NodeResult[],
  before: Manifest | undefined,
): Promise<ReadonlyMap<NodeId, ObjectEvidence>> {
  const made = new Map(results.map(({ id, objects }) => [id, objects]));
  const recorded = recordedIn(before);
  // An observations object stands for all relations of its source: it is read once.
  const read = new Map<string, Promise<RecordedObject | undefined>>();
  const knownOf = (id: ObjectId): Promise<RecordedObject | undefined> => {
    const key = objectKey(id);
    const known = read.get(key) ?? Promise.resolve(recorded.get(key) ?? stored(store, id));
    read.set(key, known);
    return known;
  };
  const evidence = plan.stages.map(async (stage) => {
    const objects = made.get(stage.node) ?? (stage.action === 'reuse' ? stage.stored.objects : []);
    const known = await Promise.all(objects.map(async (id) => [objectKey(id), await knownOf(id)] as const));
    return [stage.node, evidenceOf(known)] as const;
  });
  return new Map(await Promise.all(evidence));
}

function recordedIn(manifest: Manifest | undefined): ReadonlyMap<string, RecordedObject> {
  const nodes = Object.values(manifest?.nodes ?? {});
  return new Map(
    nodes.flatMap(({ metas = {}, digests = {}, weights }) =>
      Object.entries(metas).flatMap(([key, meta]) => {
        const data = digests[key];
        return data === undefined ? [] : [[key, { meta, data, weights }] as const];
      }),
    ),
  );
}

async function stored(store: Store, id: ObjectId): Promise<RecordedObject | undefined> {
  const meta = await findObject(store, id);
  const [data] = Object.values(meta?.files ?? {});
  if (meta === undefined || data === undefined) return undefined;
  const weights = id.kind === 'model' ? await modelWeights(store, id) : undefined;
  return { meta: metaDigest(meta), data: data.sha256, weights };
}

function evidenceOf(objects: readonly (readonly [string, RecordedObject | undefined])[]): ObjectEvidence {
  const found = objects.flatMap(([key, known]) => (known === undefined ? [] : [{ key, ...known }]));
  const weights = found.find((object) => object.weights !== undefined)?.weights;
  return {
    metas: Object.fromEntries(found.map(({ key, meta }) => [key, meta])),
    digests: Object.fromEntries(found.map(({ key, data }) => [key, data])),
    ...(weights === undefined ? {} : { weights }),
  };
}
