import { randomInt } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Problem } from '../../engine/diagnostics/index.ts';
import { rollOf } from '../lifting/roll.ts';
import type { PlantedFault } from './faults/planted-fault.ts';
import { FAULTS, projectWith } from './faults/project-with-faults.ts';
import { problemsWith, SMALL_PROJECT } from './one-query.ts';

/** Another one each time; EWS_SEED repeats a run. */
const SEED = Number(process.env['EWS_SEED'] ?? randomInt(2 ** 31));
const ROUNDS = 15;

function placesOf(problems: readonly Problem[]): readonly string[] {
  return problems
    .filter(({ severity }) => severity === 'error')
    .map(({ code, span }) => `${code} ${span?.file}:${span?.line}:${span?.column}`)
    .toSorted();
}

/** Exactly the planted problems are told, at their places. */
async function expectAllTold(faults: readonly PlantedFault[]): Promise<void> {
  const { files, expected } = projectWith(faults);
  const places = expected.map(({ code, file, line, column }) => `${code} ${file}:${line}:${column}`).toSorted();
  expect(placesOf(await problemsWith(files))).toEqual(places);
}

it('has more than thirty codes to plant, ten of them in SQL and two in functions', () => {
  const codes = new Set(FAULTS.map(({ code }) => code));
  expect(codes.size).toBe(FAULTS.length);
  expect(codes.size).toBeGreaterThan(40);
});

it('the project without faults has no problem', () => expectAllTold([]));

it('all faults at once are told, each at its place', () => expectAllTold(FAULTS));

it(`any of them are told, and no others (EWS_SEED=${SEED})`, async () => {
  const roll = rollOf(SEED);
  for (let round = 0; round < ROUNDS; round++) {
    await expectAllTold(roll.shuffled(FAULTS).slice(0, 1 + roll.below(FAULTS.length)));
  }
});

/** A key that nobody knows in a file that much else is judged by. */
const UNKNOWN_KEYS: readonly PlantedFault[] = [
  ['sources/fred.yaml', 'connector: fred'],
  ['models/labels/ahead.yaml', 'kind: binary'],
  ['features/sound.yaml', 'feature: sound'],
  ['models/guess.yaml', 'label: ahead'],
].map(([file = '', after = '']) => ({
  code: 'EWS1005' as const,
  what: file,
  files: { [file]: String(SMALL_PROJECT[file]).replace(after, `${after}\n«onwer»: me`) },
}));

it.each(UNKNOWN_KEYS)('an unknown key in $what hides none of them', (fault) => expectAllTold([...FAULTS, fault]));

it('nor does one in the configuration', () =>
  expectAllTold([...FAULTS, { code: 'EWS1005', what: 'a key', lines: [{ at: 'vars', text: '«onwer»: me' }] }]));
