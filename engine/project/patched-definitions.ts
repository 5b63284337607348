import type { TextFile } from '../diagnostics/index.ts';
import { LIMITS } from '../limits/index.ts';
import { present } from '../presence/index.ts';
import { digestOfQuery } from './definition-digests.ts';
import type { ProjectConfig } from './definitions.ts';
import {
  type DefinitionsHead,
  type DefinitionsJson,
  definitionsFromJson,
  type PlainQuery,
  type SoundProject,
} from './kept-definitions.ts';
import { exactJson, type KeptState } from './kept-states.ts';
import { type Layout, type Placed, roomOf } from './layout.ts';
import { secretsOfSql } from './secrets-in-files.ts';

/** Definitions that were kept, and the files of groups and labels that have changed since, with their texts. */
export interface Patch {
  readonly state: Pick<KeptState, 'record' | 'again'> & { readonly head: DefinitionsHead };
  readonly changes: ReadonlyMap<string, string>;
  readonly layout: Pick<Layout, 'all' | 'outward'>;
}

export interface PatchedDefinitions extends SoundProject, Pick<DefinitionsJson, 'comparable'> {
  readonly json: DefinitionsJson;
}

/**
 * What was kept with some files as they are now, as reading all of them would have it. Undefined wherever that is not
 * certain, or anything is to be told: of SQL only its text enters, and of the YAML of a group nothing that other files
 * could name.
 */
export async function patchedDefinitions(patch: Patch): Promise<PatchedDefinitions | undefined> {
  const { state, changes } = patch;
  const { head } = state;
  const records = new Map<number, PlainQuery>();
  for (const [path, text] of changes) {
    const place = placeOf(head, path);
    if (place === undefined || head.problems.some(({ span }) => span?.file === path)) return undefined;
    const before = records.get(place.record) ?? (state.record(place.record) as PlainQuery);
    const file = { path, text };
    const after = path.endsWith('.sql') ? withSql(before, file) : await withYaml(before, file, { place, patch });
    if (after === undefined) return undefined;
    records.set(place.record, after);
  }
  return rebuilt(state, records);
}

interface Place extends Placed {
  readonly kind: 'groups' | 'labels';
  /** The place of its record. */
  readonly record: number;
}

/** The group or label that a file is of, by its name; undefined for any other file. */
function placeOf({ comparable, places }: DefinitionsHead, path: string): Place | undefined {
  const room = roomOf(path);
  const extension = /\.(?:sql|yaml)$/.exec(path)?.[0];
  if ((room !== 'feature' && room !== 'label') || extension === undefined) return undefined;
  const slash = path.lastIndexOf('/');
  const stem = path.slice(slash + 1, -extension.length);
  const kind = room === 'feature' ? 'groups' : 'labels';
  const [name] = stem.split('.');
  const index = comparable[kind].findIndex(([each]) => each === name);
  if (index < 0) return undefined;
  return { path, room, folder: path.slice(0, slash), stem, kind, record: places[kind][0] + index };
}

/** The definition with another text of its query, or of one of its tests. */
function withSql(before: PlainQuery, file: TextFile): PlainQuery | undefined {
  const { problems, secrets } = secretsOfSql(file);
  if (file.text.length > LIMITS.sqlBytes.most || problems.length > 0 || secrets.length > 0) return undefined;
  if (before.sql.path === file.path) return { ...before, sql: file };
  const tests = before.customTests?.map((test) => (test.sql.path === file.path ? { ...test, sql: file } : test));
  if (tests?.some(({ sql }) => sql === file) !== true) return undefined;
  return { ...before, customTests: tests };
}

async function withYaml(
  before: PlainQuery,
  file: TextFile,
  { place, patch }: { readonly place: Place; readonly patch: Patch },
): Promise<PlainQuery | undefined> {
  if (place.kind !== 'groups' || before.yaml.path !== file.path) return undefined;
  if (file.text.length > LIMITS.yamlBytes.most) return undefined;
  const { patchedGroup } = await import('./patched-group.ts');
  const config = patch.state.head.config as unknown as Pick<ProjectConfig, 'owners' | 'tags'>;
  return patchedGroup(before, file, { placed: place, config, layout: patch.layout });
}

function rebuilt(
  { head, record, again }: Patch['state'],
  records: ReadonlyMap<number, PlainQuery>,
): PatchedDefinitions | undefined {
  const texts = new Map<number, string>();
  const { comparable, places } = head;
  const digests = { groups: [...comparable.groups], labels: [...comparable.labels] };
  for (const [at, plain] of records) {
    const written = exactJson(plain);
    if (written === undefined) return undefined;
    texts.set(at, written);
    const kind = at < places.labels[0] ? 'groups' : 'labels';
    digests[kind][at - places[kind][0]] = [plain.name, digestOfQuery(plain, written)];
  }
  const now: DefinitionsHead = { ...head, comparable: { ...comparable, ...digests } };
  const recordNow = (at: number): unknown => {
    const written = texts.get(at);
    return written === undefined ? record(at) : JSON.parse(written);
  };
  const project = definitionsFromJson({ head: now, record: recordNow });
  const count = places.models[0] + places.models[1];
  const all = Array.from({ length: count }, (_, at) => texts.get(at) ?? again(at));
  return { ...project, json: { head: present(exactJson(now)), records: all, comparable: project.comparable } };
}
