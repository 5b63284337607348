import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { gitRepository } from '../build/git-repository.ts';
import { copyReference } from '../build/reference-project.ts';
import { ews, REPOSITORY, run } from './product.ts';

interface Example {
  readonly command: string;
  /** Lines that the command prints, in this order, with others between them where a line is only `...`. */
  readonly prints: readonly string[];
}

/**
 * The `console` blocks of a page, in order: a line that begins with `$` is a command, what follows is what it prints.
 */
async function examplesOf(page: string): Promise<readonly Example[]> {
  const text = await readFile(path.join(REPOSITORY, page), 'utf8');
  const examples: { command: string; prints: string[] }[] = [];
  for (const [, block = ''] of text.matchAll(/```console\n([\s\S]*?)```/g)) {
    for (const line of block.trimEnd().split('\n')) {
      const command = /^\$ (.*)$/.exec(line)?.[1];
      if (command !== undefined) examples.push({ command, prints: [] });
      else if (line.trim() !== '' && line.trim() !== '...') examples.at(-1)?.prints.push(normal(line));
    }
  }
  return examples;
}

/** Commands besides `ews` itself that examples edit the project with. */
const TOOLS = /^(?:sed|git) /;

/**
 * A line without what differs from run to run: durations, run ids, folders, dot leaders, trailing space. In a copy npx
 * finds no ews, so that it is called by its path there.
 */
function normal(line: string): string {
  return line
    .replaceAll(/\d{8}T\d{6}Z-[0-9a-f]{6}/g, 'RUN')
    .replaceAll(/\d+(?:\.\d+)? s\b/g, 'n s')
    .replaceAll(/\b\d+ threads?\b/g, 'n threads')
    .replaceAll(/ --project-dir \S+/g, '')
    .replaceAll(/\.{3,}/g, '...')
    .replace(/^Run page: .*?(\.ews\/)/, 'Run page: $1')
    .replaceAll(/\bnode \S+\/ews\.mjs(?= [a-z-])/g, 'npx ews')
    .replace(/^ *\d+ of (\d+) /, 'n of $1 ')
    .trimEnd();
}

function isOurs({ command }: Pick<Example, 'command'>): boolean {
  return command.startsWith('npx ews ');
}

describe.each(['README.md', 'docs/commands.md'])('%s', (page) => {
  it('prints what it says', async () => {
    const examples = await examplesOf(page);
    const project = await copyReference(onTestFinished);
    const { root } = project;
    gitRepository(project);
    expect(examples.filter(isOurs).length).toBeGreaterThan(2);
    for (const { command, prints } of examples) {
      if (TOOLS.test(command)) {
        expect(await run('sh', ['-c', command], { cwd: root }), command).toMatchObject({ code: 0 });
      }
      if (!isOurs({ command })) continue;
      const words = command.slice('npx ews '.length).match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
      const { stdout, stderr } = await ews(root, ...words.map((word) => word.replaceAll(/^["']|["']$/g, '')));
      const lines = `${stderr}\n${stdout}`.split('\n').map(normal);
      for (const wanted of prints) expect(lines, `"${wanted}" of ${command}`).toContain(wanted);
    }
  });
});
