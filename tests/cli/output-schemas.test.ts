import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { expect, it } from 'vitest';
import { createProgram } from '../../engine/cli/main.ts';
import { outputSchemas } from '../../scripts/output-schemas.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { JSON_COMMANDS } from '../integration/json-commands.ts';
import { ROOT } from '../source-files.ts';

const FOLDER = path.join(ROOT, 'schemas/output');

/** `lineage`, `lineage verify`: of every command that does something. */
function namesOf(command: Command, above: readonly string[] = []): readonly string[] {
  const words = [...above, command.name()];
  const below = command.commands.flatMap((each) => namesOf(each, words));
  const isCommand = command.commands.length === 0 || command.registeredArguments.length > 0;
  return isCommand ? [words.slice(1).join(' '), ...below] : below;
}

const NAMES = namesOf(createProgram(recordingTerminal())).toSorted();

it('the committed schemas of outputs are those of the types (npm run schemas), one for every command', () => {
  const made = outputSchemas();
  expect(Object.keys(made).toSorted()).toEqual(readdirSync(FOLDER).toSorted());
  for (const [name, text] of Object.entries(made)) expect(readFileSync(path.join(FOLDER, name), 'utf8')).toBe(text);
  const files = NAMES.map((name) => `${name.replaceAll(' ', '-')}.schema.json`);
  expect(files.filter((file) => made[file] === undefined)).toEqual([]);
});

it('every command is among those that are run with --json, on success and on failures', () => {
  expect(NAMES).toContain('lineage verify');
  expect(JSON_COMMANDS.map(({ name }) => name).toSorted()).toEqual(NAMES);
});
