import type { NodeId } from '../../compile/index.ts';
import { nodeId } from '../../ids/index.ts';
import { type ObjectId, objectKey } from '../../lake/index.ts';
import type { Manifest, ManifestNode } from '../../plan/index.ts';

/** Nodes whose objects include this one; an observations object belongs to every relation of its source. */
function ownersOf(manifest: Manifest, id: ObjectId): readonly NodeId[] {
  const key = objectKey(id);
  return entries(manifest).flatMap(([node, { objects }]) =>
    objects.some((each) => objectKey(each) === key) ? [node] : [],
  );
}

/** The digest that the manifest recorded of an object's `meta.json`. */
export function recordedMeta(manifest: Manifest, id: ObjectId): string | undefined {
  return entries(manifest).flatMap(([, { metas }]) => metas?.[objectKey(id)] ?? [])[0];
}

/** What an object was made from as the manifest has it: for one whose own account does not hold. */
export function recordedInputs(manifest: Manifest, id: ObjectId): readonly ObjectId[] {
  const inputs = ownersOf(manifest, id).flatMap((owner) => {
    const node = manifest.nodes[owner];
    const frame = node?.objects.find(({ kind }) => kind === 'frame');
    // A model's frame reads the groups and the label, its other objects read the frame.
    if (frame !== undefined && id.kind !== 'frame') return [frame];
    return Object.keys(node?.components.inputs ?? {}).flatMap((input) => {
      const made = manifest.nodes[nodeId(input)];
      // Of what a card only speaks nothing was made.
      if (made === undefined || (made.kind === 'source' && node?.kind === 'model')) return [];
      return isMadeOf(node?.components.inputs ?? {}, input, made) ? made.objects.slice(0, 1) : [];
    });
  });
  return [...new Map(inputs.map((each) => [objectKey(each), each])).values()];
}

/** Whether it was made of a node as that stands in the manifest: of the whole of it, or of rows and columns of it. */
function isMadeOf(inputs: Readonly<Record<string, string>>, input: string, made: ManifestNode): boolean {
  if (inputs[input] === made.fingerprint) return true;
  const { contents } = made;
  if (contents === undefined || inputs[input] !== contents.rows) return false;
  return contents.columns.every(({ name, digest }) => (inputs[`${input}.${name}`] ?? digest) === digest);
}

/** Objects that rest on this one: those of its own node that read it, and all of the nodes downstream. */
export function dependents(manifest: Manifest, id: ObjectId): readonly ObjectId[] {
  const owners = ownersOf(manifest, id);
  const reached = new Set<NodeId>(id.kind === 'frame' || isMain(id) ? owners : []);
  // A model's inputs come before it in the manifest, which is in topological order.
  for (const [node, { components }] of entries(manifest)) {
    if (Object.keys(components.inputs).some((input) => reached.has(nodeId(input)))) reached.add(node);
  }
  const key = objectKey(id);
  const objects = entries(manifest).flatMap(([node, { objects: all }]) => {
    if (!reached.has(node)) return [];
    return all.filter((each) => objectKey(each) !== key && (!owners.includes(node) || restsOn(each, id)));
  });
  return [...new Map(objects.map((each) => [objectKey(each), each])).values()];
}

/** What a model's step makes of its fits: nobody reads it to make something else. */
const OF_FITS: readonly string[] = ['prediction', 'alarms', 'card'];

/** How the objects of one node hang together: all rest on the frame, and what was predicted and told on the fits. */
export function restsOn(object: Pick<ObjectId, 'kind'>, other: Pick<ObjectId, 'kind'>): boolean {
  return other.kind === 'frame' || (other.kind === 'model' && OF_FITS.includes(object.kind));
}

/** Whether other nodes read the object. */
function isMain({ kind }: ObjectId): boolean {
  return kind !== 'frame' && !OF_FITS.includes(kind);
}

function entries(manifest: Manifest): readonly (readonly [NodeId, ManifestNode])[] {
  return Object.entries(manifest.nodes) as [NodeId, ManifestNode][];
}
