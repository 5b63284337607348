import path from 'node:path';
import { expect } from 'vitest';
import { runGc } from '../../engine/cli/commands/gc.ts';
import { runLineageVerify } from '../../engine/cli/commands/lineage-verify.ts';
import type { VerifiedChain } from '../../engine/inspect/index.ts';
import type { Store } from '../../engine/lake/index.ts';
import type { Manifest, RunFile } from '../../engine/plan/index.ts';
import { renderRunPages } from '../../engine/report/index.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { type BuildChanges, buildProject, type TestProject, type World } from './small-project.ts';

const DRAWS: BuildChanges = { renderPages: renderRunPages, revision: 'of this test' };

/** The run of a build that draws pages, with what the store was given to write. */
export async function drawn(project: TestProject, changes: BuildChanges = {}, world: World = {}) {
  const written = new Map<string, number>();
  const { result } = await buildProject(
    project,
    { ...DRAWS, ...changes },
    {
      ...world,
      around: (store) => counting(store, written),
    },
  );
  expect(result.ok).toBe(true);
  return { run: result.run, written };
}

/** A store that notes of every key how many bytes were written. */
function counting(store: Store, written: Map<string, number>): Store {
  return {
    description: store.description,
    read: (key, reading) => store.read(key, reading),
    write: async (key, content) => {
      written.set(key, content instanceof Uint8Array ? content.byteLength : Number.POSITIVE_INFINITY);
      return store.write(key, content);
    },
    createExclusive: async (key, bytes) => {
      written.set(key, bytes.byteLength);
      return store.createExclusive(key, bytes);
    },
    writePacked: async (folder, files) => {
      for (const [name, text] of files) written.set(`${folder}/${name}`, Buffer.byteLength(text));
      return store.writePacked(folder, files);
    },
    list: (folder) => store.list(folder),
    localPath: (key, reading) => store.localPath(key, reading),
    versionOf: (key) => store.versionOf(key),
    clock: () => store.clock(),
  };
}

/** A project whose first run has pages, and a second in which nothing changed. */
export async function twice(
  project: TestProject,
): Promise<{ readonly project: TestProject; readonly maker: string; readonly run: string }> {
  const { run: maker } = await drawn(project);
  const { run } = await drawn(project);
  return { project, maker, run };
}

export function pageOf({ lake }: TestProject, run: string): string {
  return path.join(lake, 'runs', run, 'index.html');
}

/** Name -> the run in whose folder it lies; `own` for the run's. */
export function holders({ files = {} }: Manifest): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(files).map(([name, { run = 'own' }]: [string, RunFile]) => [name, run]));
}

export async function verified({ root }: TestProject, env = 'main', run?: string): Promise<VerifiedChain> {
  const terminal = recordingTerminal();
  const flags = {
    projectDir: root,
    logFormat: 'text',
    json: true,
    env,
    ...(run === undefined ? {} : { run }),
  } as const;
  await runLineageVerify(undefined, flags, terminal);
  return JSON.parse(terminal.said.out.join('\n'));
}

export async function collected({ root }: TestProject): Promise<readonly string[]> {
  const terminal = recordingTerminal();
  const flags = { projectDir: root, logFormat: 'text', json: true, olderThan: '0s', grace: '0s' } as const;
  expect(await runGc(flags, terminal)).toBe(0);
  return JSON.parse(terminal.said.out.join('\n')).swept?.removed ?? [];
}
