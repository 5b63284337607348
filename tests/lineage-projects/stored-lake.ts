import { readFile } from 'node:fs/promises';
import { observationsOf } from '../../engine/ingest/index.ts';
import { findObject, objectPath, openLocalStore } from '../../engine/lake/index.ts';
import { readEnvironment, readFileOfRun } from '../../engine/plan/index.ts';
import type { Stage } from '../../lineage/index.ts';
import type { TestProject } from '../build/small-project.ts';

/** One file of an object that a run stored. */
export interface StoredFile {
  /** `feature/labor/data.parquet`: the same for every fingerprint. */
  readonly key: string;
  readonly kind: string;
  /** The name of the object: `labor`. */
  readonly name: string;
  readonly path: string;
  readonly sha256: string;
  /** The relations in observations, and the series by which each is told apart from the others. */
  readonly relations: readonly StoredRelation[];
}

export interface StoredRelation {
  readonly id: string;
  readonly seriesId?: string;
}

/** What the newest run of a project left: every file of its objects, and what it says of their columns. */
export interface StoredLake {
  readonly stages: readonly Stage[];
  readonly files: ReadonlyMap<string, StoredFile>;
}

export async function readLake(project: TestProject): Promise<StoredLake> {
  const store = openLocalStore(project.lake);
  const { manifest } = await readEnvironment(store, 'main');
  if (manifest === undefined) throw new Error('nothing was built');
  const lineage = await readFileOfRun(store, manifest, 'lineage.json');
  const files = new Map<string, StoredFile>();
  for (const { objects, kind: of, components } of Object.values(manifest.nodes)) {
    // A unit test brings its rows along: no stage of the lineage leads to it.
    if (of === 'test' && Object.keys(components.inputs).length === 0) continue;
    for (const { kind, name, fingerprint } of objects) {
      const meta = await findObject(store, { kind, name, fingerprint });
      if (meta === undefined) throw new Error(`${kind} ${name} is not stored`);
      for (const [file, { sha256 }] of Object.entries(meta.files)) {
        const key = `${kind}/${name}/${file}`;
        const relations = kind === 'observations' ? relationsOf(observationsOf(meta)) : [];
        files.set(key, { key, kind, name, path: await objectPath(store, meta, file), sha256, relations });
      }
    }
  }
  return { stages: JSON.parse(Buffer.from(lineage ?? []).toString('utf8')).stages, files };
}

function relationsOf({ relations }: ReturnType<typeof observationsOf>): readonly StoredRelation[] {
  return Object.entries(relations).map(([id, { seriesId }]) => ({
    id,
    ...(seriesId === undefined ? {} : { seriesId }),
  }));
}

export async function readStoredFile({ path }: StoredFile): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'));
}
