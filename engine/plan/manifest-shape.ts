import { isObjectId, isPlainObject, type PlainJson, type PlainObject } from '../lake/index.ts';
import type { Manifest } from './manifest.ts';
import { isStoredContents } from './stored-contents.ts';

/** Whether a stored JSON object is a manifest: what reading one relies on, so that damage is seen where it is read. */
export function isManifest(value: PlainObject): value is PlainObject & Manifest {
  const { run, environment, project, nodes, at, files, sources, parent } = value;
  if (!isText(run) || !isText(environment) || !isText(project)) return false;
  if (!isPlainObject(nodes) || !Object.values(nodes).every(isNode)) return false;
  return (
    isOptional(at, isText) &&
    isOptional(files, (member) => isRecord(member, isDigest)) &&
    isOptional(sources, (member) => isRecord(member, isPosition)) &&
    isOptional(parent, (member) => member === null || isPosition(member))
  );
}

function isNode(node: PlainJson): boolean {
  if (!isPlainObject(node)) return false;
  const { kind, status, fingerprint, components, objects, builtBy, note, warnings, metas, digests } = node;
  const { demand, deferred, contents } = node;
  if (!isOptional(contents, isStoredContents)) return false;
  if (![kind, status, fingerprint, builtBy, note].every(isText) || !isPlainObject(components)) return false;
  if (!isRecord(components['inputs'], isText) || !isText(components['recipe'])) return false;
  if (!Array.isArray(objects) || objects.length === 0 || !objects.every(isObjectId)) return false;
  if (!Array.isArray(warnings) || !isOptional(demand, isText) || !isOptional(deferred, textRecord)) return false;
  return isOptional(metas, textRecord) && isOptional(digests, textRecord);
}

function textRecord(value: PlainJson): boolean {
  return isRecord(value, isText);
}

function isDigest(value: PlainJson | undefined): boolean {
  return isPlainObject(value) && isText(value['sha256']);
}

function isPosition(value: PlainJson | undefined): boolean {
  return isPlainObject(value) && typeof value['n'] === 'number' && isText(value['sha256']);
}

function isRecord(value: PlainJson | undefined, is: (member: PlainJson | undefined) => boolean): boolean {
  return isPlainObject(value) && Object.values(value).every(is);
}

function isOptional(value: PlainJson | undefined, is: (present: PlainJson) => boolean): boolean {
  return value === undefined || is(value);
}

function isText(value: PlainJson | undefined): boolean {
  return typeof value === 'string';
}
