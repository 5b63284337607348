import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../lake/temporary-folder.fixture.ts';
import { lookAtFile } from './look/look-at-file.ts';
import { outcomeOf } from './outcome.ts';

/** The outcome and the inputs of a table of 120 months with the integers x, and others. */
async function outcomeWith(x: (i: number) => string) {
  const rows = Array.from({ length: 120 }, (_, i) => {
    const month = String((i % 12) + 1).padStart(2, '0');
    return `${2000 + Math.floor(i / 12)}-${month}-01,${x(i)},${i % 17}\n`;
  });
  const file = path.join(await temporaryFolder(onTestFinished), 'x.csv');
  writeFileSync(file, `date,x,other\n${rows.join('')}`);
  const answers = { nulls: [], text: [], projections: false };
  const outcome = outcomeOf(await lookAtFile({ path: file, shownAs: 'x.csv', answers, today: '2026-12-01' }));
  if (outcome.kind === 'missing') throw new Error(outcome.what);
  return { column: outcome.column.name, features: outcome.features.map(({ name }) => name) };
}

it.each([
  ['9007199254740992', false],
  ['-9007199254740993', false],
  ['9007199254740991', true],
])('of a column with %s label and model are made: %s', async (value, isMade) => {
  const made = await outcomeWith((i) => (i === 77 ? value : String(i)));
  expect(made).toEqual(isMade ? { column: 'x', features: ['x', 'other'] } : { column: 'other', features: ['other'] });
});
