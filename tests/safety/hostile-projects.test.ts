import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sharedProject } from '../build/built-project.ts';
import { ATTACKS } from './attacks.ts';
import { CHANGING, LOOKING } from './commands.ts';
import { type HostileWorld, hostileWorld, outside, PRIVATE, SECRETS, said, snapshot } from './hostile-world.ts';

const shared = sharedProject();
/** A machine with much to do takes minutes. */
const LONG = { timeout: 400_000 };

describe.each(ATTACKS)('$name', ({ plant, told, answered, state: place, secrets = [] }) => {
  it('runs nothing, changes nothing but lake and state, shows nothing of others', LONG, async () => {
    const made = await hostileWorld(onTestFinished, (await shared()).root);
    const { project, state } = made;
    const world = place === undefined ? made : { ...made, state: undefined };
    await plant(world);
    const ours = [state, path.join(made.home, '.cache')];
    const lake = path.join(project, '.ews/lake');
    const before = await outside(world, ours);
    const looked = await said(world, filled(world, LOOKING));
    expect(await outside(world, ours)).toEqual(before);
    const changed = await said(world, filled(world, CHANGING));
    const after = await outside(world, [...ours, lake]);
    const kept = Object.entries(before.files).filter(([file]) => isKept(world, file));
    expect(after).toEqual({ ...before, files: Object.fromEntries(kept) });

    const all = looked + changed;
    expect(existsSync(world.ran)).toBe(false);
    expect(all).not.toContain(PRIVATE);
    expect(all.match(/(?![\n\t\r])[\p{Cc}\u202e]/u)).toBeNull();
    if (told !== undefined) expect(all).toContain(told);
    expect(all).not.toMatch(/EWS6001 (?!.*is there already)/);
    if (answered !== undefined) expect(all.match(/^= 0$/gm)?.length).toBeGreaterThanOrEqual(answered);
    for (const secret of [...secrets, ...SECRETS]) expect(all).not.toContain(secret);
    for (const held of [...secrets, ...SECRETS, PRIVATE]) expect(await holders([lake, state], held)).toEqual([]);
    expect(all).not.toContain('a bug in ews');
  });
});

describe('ews clean', () => {
  it('leaves folders that carry no mark of ews', async () => {
    const world = await hostileWorld(onTestFinished, (await shared()).root);
    const own = path.join(world.project, '.ews');
    await rm(path.join(own, 'cache'), { recursive: true, force: true });
    await cp(path.join(world.victim, 'cache'), path.join(own, 'cache'), { recursive: true });
    await mkdir(path.join(own, 'scratch/precious'), { recursive: true });
    await symlink(path.join(world.victim, 'cache'), path.join(own, 'scratch/link'));
    const before = await snapshot(world.top, []);
    const cleaned = await said({ ...world, state: own }, [['clean']]);
    expect(cleaned).toContain('kept .ews/cache: it has no CACHEDIR.TAG of ews');
    expect(await snapshot(world.top, [])).toEqual(before);
  });
});

function filled({ victim }: HostileWorld, commands: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return commands.map((args) => args.map((arg) => arg.replace('%', victim)));
}

function isKept({ project }: HostileWorld, file: string): boolean {
  const lake = path.join(path.basename(project), '.ews/lake');
  return file !== lake && !file.startsWith(`${lake}/`);
}

/** Files below some folders that hold a text. */
async function holders(folders: readonly string[], held: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const folder of folders.filter((each) => existsSync(each))) {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const full = path.join(entry.parentPath, entry.name);
      if (entry.isFile() && (await readFile(full)).includes(held)) found.push(full);
    }
  }
  return found;
}
