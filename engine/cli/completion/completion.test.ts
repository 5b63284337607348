import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../lake/temporary-folder.fixture.ts';
import { present } from '../../presence/index.ts';
import { completedCommands } from '../commands/completion.ts';
import { createProgram } from '../main.ts';
import { processTerminal } from '../terminal.ts';
import { bashCompletion } from './bash.ts';
import { fishCompletion } from './fish.ts';
import { zshCompletion } from './zsh.ts';

const COMMANDS = completedCommands(createProgram(processTerminal()));

/** Shells that need not be there. */
const [FISH, ZSH] = ['fish', 'zsh'] as const;

/** Words as typed so far, the last one perhaps empty, and what a shell offers for it. */
const CASES: readonly (readonly [readonly string[], readonly string[]])[] = [
  [['ews', 'mo'], ['model']],
  [['ews', 'model', 'ex'], ['explain']],
  [['ews', '--target', 'local', 'model', 'wh'], ['what-if']],
  [
    ['ews', '--target', 'build', 'comp'],
    ['compile', 'completion'],
  ],
  [
    ['ews', 'build', '--log-format', ''],
    ['json', 'text'],
  ],
  [['ews', 'build', '--sele'], ['--select']],
  [['ews', 'lineage', 'di'], ['diff']],
  [['ews', 'completion', 'f'], ['fish']],
  [['ews', 'list', '--resou'], ['--resource-type']],
];

async function scriptFile(script: string): Promise<string> {
  const file = path.join(await temporaryFolder(onTestFinished), 'completion');
  writeFileSync(file, `${script}\n`);
  return file;
}

const isThere = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0;

test.each(CASES)('bash: %j -> %j', async (words, offered) => {
  const file = await scriptFile(bashCompletion(COMMANDS));
  const program = `
    source "$1"; shift
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
    _ews; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const lines = execFileSync('bash', ['-c', program, 'bash', file, ...words], { encoding: 'utf8' });
  expect(lines.trim().split('\n').toSorted()).toEqual(offered);
});

test.skipIf(!isThere(FISH)).each(CASES)('fish: %j -> %j', async (words, offered) => {
  const file = await scriptFile(fishCompletion(COMMANDS));
  const lines = execFileSync(FISH, ['-c', 'source $argv[1]; complete -C "$argv[2]"', file, words.join(' ')], {
    encoding: 'utf8',
  });
  const names = lines
    .trim()
    .split('\n')
    .map((line) => present(line.split('\t')[0]));
  expect(names.toSorted()).toEqual(offered);
});

test.skipIf(!isThere(ZSH)).each(CASES)('zsh: %j -> %j', async (typed, offered) => {
  const file = await scriptFile(zshCompletion(COMMANDS));
  // What the shell's own functions are given: they filter by the beginning, as is done here.
  const program = `
    compdef() { :; }; _files() { :; }
    compadd() { shift; print -rl -- "$@"; }
    _describe() { local a=$argv[-1]; print -rl -- "\${(P@)a}"; }
    source "$1"; shift; words=("$@"); CURRENT=$#; _ews`;
  const lines = execFileSync(ZSH, ['-f', '-c', program, 'zsh', file, ...typed], { encoding: 'utf8' });
  const names = lines
    .trim()
    .split('\n')
    .map((line) => present(line.split(':')[0]));
  const begins = names.filter((name) => name.startsWith(present(typed.at(-1))));
  expect(begins.toSorted()).toEqual(offered);
});

it('knows every command and flag that the command line has', () => {
  const paths = COMMANDS.map(({ words }) => words.join(' '));
  expect(paths).toContain('model what-if');
  expect(new Set(paths).size).toBe(paths.length);
  const flags = new Set(COMMANDS.flatMap((command) => command.flags.flatMap(({ names }) => names)));
  for (const flag of ['--project-dir', '--json', '--watch', '-s', '--full-refresh']) expect(flags).toContain(flag);
});
