import { expect, it } from 'vitest';
import { createProgram } from '../../engine/cli/main.ts';
import { nextCommand } from '../../engine/cli/typed-command.ts';
import { commandsOf, typedSentence } from '../../engine/cli/typed-sentence.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';

const commands = commandsOf(createProgram(recordingTerminal()));
const flags = { projectDir: '.', target: 's3', env: 'pr 1' };
const typed = (sentence: string): string =>
  typedSentence(sentence, { commands, flags, withoutPlace: new Set(['explain']) });
const ews = nextCommand('', { projectDir: '.' }).trimEnd();
const here = "--target s3 --env 'pr 1'";

it('words every command of a sentence as the next step is worded', () => {
  expect(typed('run: ews build --select +slope')).toBe(`run: ${nextCommand('build', flags)} --select +slope`);
  expect(typed('ews build and ews lineage verify print it: sha256:...')).toBe(
    `${ews} build ${here} and ${ews} lineage verify ${here} print it: sha256:...`,
  );
  expect(typed('run "ews debug": it says')).toBe(`run "${ews} debug ${here}": it says`);
  expect(typed('if not: ews source attest bank --through 2020-01-01')).toBe(
    `if not: ${ews} source attest ${here} bank --through 2020-01-01`,
  );
  expect(typed('ews lineage features.slope')).toBe(`${ews} lineage ${here} features.slope`);
});

it('says where only to what has a place, and nothing twice', () => {
  expect(typed('ews explain EWS2104')).toBe(`${ews} explain EWS2104`);
  expect(typed('ews --help lists the commands, ews help COMMAND its flags')).toBe(
    `${ews} --help lists the commands, ${ews} help COMMAND its flags`,
  );
  expect(typed('ews build --env main')).toBe(`${ews} build --target s3 --env main`);
});

it.each([
  'this version of ews computes it differently',
  'by ews and not by its author',
  'npx ews build',
  'ews',
  'a reviews build',
  'while ews works',
  '',
])('leaves what is no command: %j', (sentence) => {
  expect(typed(sentence)).toBe(sentence);
});
