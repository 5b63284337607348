import type { Command } from 'commander';
import { expect, it } from 'vitest';
import { createProgram } from '../../engine/cli/main.ts';
import { processTerminal } from '../../engine/cli/terminal.ts';
import { readPage } from './markdown.ts';

/** `ews source attest`, of every command that does something. */
function namesOf(command: Command, above = ''): readonly string[] {
  const name = `${above}${command.name()}`;
  return command.commands.length === 0 ? [name] : command.commands.flatMap((below) => namesOf(below, `${name} `));
}

it('docs/commands.md has a heading or an example of every command', () => {
  const page = readPage('docs/commands.md');
  const names = namesOf(createProgram(processTerminal()));
  expect(names).toContain('ews source attest');
  expect(names.filter((name) => !new RegExp(`^(\\$ npx |#.*)${name}\\b`, 'm').test(page))).toEqual([]);
});
