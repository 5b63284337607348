import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sharedProject } from '../build/built-project.ts';
import { type HostileWorld, hostileWorld, said } from './hostile-world.ts';

const shared = sharedProject();
/** A machine with much to do takes minutes. */
const LONG = { timeout: 400_000 };

/** What rests on what compiling found out. */
const COMMANDS = [
  ['compile', '--json'],
  ['compile', '--show', 'sql'],
  ['plan', '--json'],
  ['lineage', 'models.crisis_probit', '--json'],
];

/** A world without a state folder of the user: caches lie in the project, where a clone would bring them. */
async function worldOf(name: string): Promise<HostileWorld> {
  const world = await hostileWorld(onTestFinished, (await shared()).root);
  const home = path.join(world.top, `home of the ${name}`);
  await mkdir(home);
  return { ...world, home, state: undefined };
}

/** A line of the cache with another type and another source in what compiling found out. */
function lieOf(line: string): string {
  const [key = '', sum = ''] = line.split(' ', 2);
  const text = line.slice(key.length + sum.length + 2);
  const lie = text.replaceAll(/DOUBLE|DATE/g, 'VARCHAR').replaceAll('bank.loans', 'rates.long');
  return `${key} ${createHash('sha256').update(lie).digest('hex')} ${lie}`;
}

describe('a compile cache that comes with a project', () => {
  it('changes nothing of what is shown, whoever sealed it', LONG, async () => {
    const author = await worldOf('author');
    await said(author, COMMANDS);
    const file = path.join(author.project, '.ews/cache/compile');
    const [format = '', ...lines] = (await readFile(file, 'utf8')).trimEnd().split('\n');
    expect(lines.filter((line) => !lieOf(line).endsWith(line.slice(line.indexOf('{')))).length).toBeGreaterThan(3);

    const victim = await worldOf('victim');
    const honest = await said(victim, COMMANDS);
    const planted = path.join(victim.project, '.ews/cache/compile');
    // With the digests that were enough before there were seals.
    for (const each of [format, 'ews compile cache 1']) {
      await writeFile(planted, `${[each, ...lines.map(lieOf)].join('\n')}\n`);
      expect(await said(victim, COMMANDS)).toBe(honest);
    }
    // Not even what the author's own ews had sealed is taken.
    await cp(file, planted);
    expect(await said(victim, COMMANDS)).toBe(honest);
  });

  it('is of use to whoever wrote it', LONG, async () => {
    const world = await worldOf('user');
    const first = await said(world, COMMANDS);
    const file = path.join(world.project, '.ews/cache/compile');
    const before = await readFile(file, 'utf8');
    expect(await said(world, COMMANDS)).toBe(first);
    expect(await readFile(file, 'utf8')).toBe(before);
    expect(existsSync(path.join(world.project, '.ews/cache/seal.key'))).toBe(false);
    expect(await readdir(path.join(world.home, '.cache/ews'))).toContain('seal.key');
  });
});
