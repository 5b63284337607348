import { cpSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { edit, type OnFinished, SMALL_PROJECT } from '../build/small-project.ts';
import type { CommandPlace } from './measured-run.ts';

/** What one case must stay within, whatever it asks for. */
export const BOUNDS = {
  /** Beyond the limit of time: to start, to read, to ingest, to bind, to end. */
  secondsMore: 5,
  memoryBytes: 1.5e9,
  scratchLimit: 100e6,
  scratchMore: 100e6,
  interruptSeconds: 2,
  orphanSeconds: 5,
} as const;

/** Something that a project may hold and that nobody can compute or read. */
export interface HostileCase {
  readonly name: string;
  readonly plant: (project: string) => Promise<unknown>;
  /** What the command must say: any of these codes. */
  readonly told: readonly string[];
  /** The arguments of the command, a build's healthy node last; a build of `bad` and `slope` unless given. */
  readonly args?: readonly string[];
  /** What refuses it before anything is built: another fault of the same kind is told all the same. */
  readonly refusedBy?: 'reading' | 'binding';
  /** The exit code, 1 unless given. */
  readonly code?: number;
}

/** A copy of the small project, with a limit of time and the memory of a small machine, and places of its own. */
export async function hostilePlace(
  onFinished: OnFinished,
  { plant, refusedBy }: HostileCase,
  limitSeconds: number,
): Promise<CommandPlace> {
  const top = await temporaryFolder(onFinished);
  const [project, home, scratch] = ['project', 'home', 'scratch'].map((name) => path.join(top, name)) as [
    string,
    string,
    string,
  ];
  cpSync(SMALL_PROJECT, project, { recursive: true });
  await Promise.all([home, scratch].map((folder) => mkdir(folder)));
  await edit(
    { root: project, lake: '' },
    'targets/local.yaml',
    'memory: 512MB, node_timeout_seconds: 60 }',
    `memory: 512MB, compile_memory: 512MB, scratch: 100MB, node_timeout_seconds: ${limitSeconds}, ` +
      `compile_timeout_seconds: ${limitSeconds} }`,
  );
  if (refusedBy !== undefined) {
    const { file, from, to } = OTHER_FAULTS[refusedBy];
    await edit({ root: project, lake: '' }, file, from, to);
  }
  await plant(project);
  return { project, home, scratch };
}

/** Another fault of a project whose hostile part is refused. */
export const OTHER_FAULTS = {
  reading: { file: 'features/credit.yaml', from: 'feature: credit', to: 'feature: credit\nfaeture: x' },
  binding: { file: 'features/credit.sql', from: 'bank.loans', to: 'bank.laons' },
} as const;

/** A group `bad`, which the query makes. */
export function badGroup(sql: string, columns: readonly string[] = ['v']): HostileCase['plant'] {
  const described = columns.map((name) => `  ${name}: { description: too much, unit: units }\n`).join('');
  return files({
    'features/bad.yaml': `feature: bad\ndescription: takes too much\nttl: 95\ncolumns:\n${described}`,
    'features/bad.sql': `${sql}\n`,
  });
}

export function files(texts: Readonly<Record<string, string | Uint8Array>>): HostileCase['plant'] {
  return async (project) => {
    for (const [file, text] of Object.entries(texts)) {
      await mkdir(path.dirname(path.join(project, file)), { recursive: true });
      await writeFile(path.join(project, file), text);
    }
  };
}

/** Replaces a text that must be there, once or more often, everywhere in some files. */
export function replaced(names: readonly string[], from: string, to: string): HostileCase['plant'] {
  return async (project) => {
    for (const name of names) {
      const text = await readFile(path.join(project, name), 'utf8');
      if (!text.includes(from)) throw new Error(`${name} does not hold ${from}`);
      await writeFile(
        path.join(project, name),
        text.replaceAll(from, () => to),
      );
    }
  };
}

/** The folder where a group's objects are once it is built. */
export function healthyObject(project: string, group: string): string {
  return path.join(project, '.ews/lake/objects/feature', group);
}

export function times(count: number, text: (i: number) => string, between = ''): string {
  return Array.from({ length: count }, (_, i) => text(i)).join(between);
}
