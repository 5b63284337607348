import type { LineageGraph, Place } from '../../lineage/index.ts';
import { problemError } from '../diagnostics/index.ts';
import { idOf, nodeId, parseId } from '../ids/index.ts';
import type { ObjectId } from '../lake/index.ts';
import type { Manifest } from '../plan/index.ts';
import { first } from '../presence/index.ts';
import { lineagePlace } from './lineage-place.ts';

/** What of a run is verified: all of the objects, of which a target is one. */
export interface Verified {
  readonly objects: readonly ObjectId[];
  readonly end?: ObjectId;
}

/**
 * The stored objects behind a text that names a node, a column of one, a frame, a prediction or a comparison. Without a
 * lineage, which alone knows columns, nodes are known by the manifest. Throws as `lineagePlace`; EWS4005 for what the
 * run does not hold.
 */
export function verifiedObjects(target: string, manifest: Manifest, lineage: LineageGraph | undefined): Verified {
  // A prediction rests on what its model rests on.
  const [name = ''] = target.split('@');
  const place = placeNamed(name, manifest, lineage);
  const objects = objectsOf(manifest, place);
  return { objects, end: endOf(objects, target.includes('@') ? 'prediction' : kindOf(place)) };
}

/** By the manifest before the lineage, which earlier versions wrote without cards and comparisons. */
function placeNamed(name: string, manifest: Manifest, lineage: LineageGraph | undefined): Place {
  if (Object.hasOwn(manifest.nodes, name)) return { node: name };
  if (lineage !== undefined) return lineagePlace(lineage, name);
  const nodes = Object.keys(manifest.nodes).filter((id) => parseId(id).name === name);
  const [only] = nodes;
  if (only !== undefined && nodes.length === 1) return { node: only };
  if (OF_MODELS.includes(parseId(name).schema)) return { node: name };
  const known = `as far as the manifest of run ${manifest.run} knows: its lineage is damaged`;
  const message = `nothing is called "${name}", ${known}`;
  const hint = 'name a node by its id, such as features.labor; or verify the environment: ews lineage verify';
  throw problemError('EWS6002', message, { hint });
}

/** The schemas of what a model's node makes beside the model. */
const OF_MODELS: readonly string[] = ['frames', 'predictions', 'alarms', 'cards'];

/** The stored objects behind a stage: a frame alone, or all objects of the node that made it. */
function objectsOf(manifest: Manifest, { node }: Place): readonly ObjectId[] {
  const { schema, name } = parseId(node);
  if (schema === 'raw') return rawReaders(manifest, name);
  const owner = OF_MODELS.includes(schema) ? idOf.model(name) : nodeId(node);
  const objects = manifest.nodes[owner]?.objects ?? [];
  const wanted = schema === 'frames' ? objects.filter(({ kind }) => kind === 'frame') : objects;
  if (wanted.length > 0) return wanted;
  const message = `run ${manifest.run} holds nothing of ${node}`;
  throw problemError('EWS4005', message, { hint: 'run: ews build' });
}

const KINDS: Readonly<Record<string, string>> = {
  features: 'feature',
  labels: 'label',
  frames: 'frame',
  models: 'model',
  predictions: 'prediction',
  alarms: 'alarms',
  cards: 'card',
  comparisons: 'comparison',
};

/** The kind of object that a stage is; undefined of a relation, whose source has one for all of them. */
function kindOf({ node }: Place): string | undefined {
  return KINDS[parseId(node).schema];
}

function endOf(objects: readonly ObjectId[], kind: string | undefined): ObjectId {
  return objects.find((each) => each.kind === kind) ?? first(objects);
}

/** The observations that are made from raw bytes: `fred` of a snapshot, `nber.turning_points` of a table. */
function rawReaders(manifest: Manifest, name: string): readonly ObjectId[] {
  return Object.entries(manifest.nodes).flatMap(([id, { kind, objects }]) =>
    kind === 'source' && (id === name || id.startsWith(`${name}.`)) ? objects : [],
  );
}
