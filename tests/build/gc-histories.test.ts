import { expect, it, onTestFinished } from 'vitest';
import { diceOf } from '../../engine/lake/gc/dice.fixture.ts';
import { ageLake } from './aged-lake.ts';
import { liveWithCommands } from './gc-history.ts';
import { copyProject } from './small-project.ts';

const HISTORIES = 20;

it(`loses nothing in ${HISTORIES} random lives of a lake on this disk, through the commands`, async () => {
  let removed = 0;
  for (let seed = 0; seed < HISTORIES; seed++) {
    const project = await copyProject(onTestFinished);
    const age = (days: number) => ageLake(project.lake, days);
    const lived = { project, target: 'local', age, olderThan: ['0s', '5d', '30d'] };
    removed += await liveWithCommands(lived, diceOf(seed), 8);
  }
  expect(removed).toBeGreaterThan(HISTORIES);
}, 600_000);
