import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type Gap, gapsOfCard } from '../../engine/cards/index.ts';
import { damagedPanel, drawDamage, drawing } from './damaged-panel.ts';
import { slowGaps } from './slow-gaps.ts';
import { buildProject, nodeResult } from './small-project.ts';

/** Other panels every time; `EWS_SEED=` repeats those of a run. */
const SEED = Number(process.env['EWS_SEED'] ?? randomInt(2 ** 31));
const PANELS = process.env['EWS_LARGE'] === '1' ? 40 : 5;

it(`what ${PANELS} damaged panels lack is what a slow count of their rows finds (EWS_SEED=${SEED})`, async () => {
  const draw = drawing(SEED);
  const kinds = new Set<Gap['kind']>();
  for (let panel = 0; panel < PANELS; panel++) {
    const damage = drawDamage(draw);
    const project = await damagedPanel(onTestFinished, damage);
    const built = await buildProject(project);
    const told = JSON.stringify(damage);
    expect(nodeResult(built, 'models.crisis_logit').status, told).toBe('ok');
    const file = path.join(project.lake, 'runs', built.result.run, 'cards/crisis_logit.json');
    const gaps = gapsOfCard(JSON.parse(await readFile(file, 'utf8')).body);
    const counted = await slowGaps(project, damage);
    expect(gaps.map(withoutFound), told).toEqual(counted);
    const warned = built.result.problems.filter(({ code }) => code >= 'EWS3042' && code <= 'EWS3047');
    expect(warned.map(({ code }) => code).toSorted(), told).toEqual(counted.map(({ kind }) => CODES[kind]).toSorted());
    for (const { kind } of gaps) kinds.add(kind);
  }
  // Each of these has been seen, or the draws are too tame to judge anything.
  // The panel says when its decision dates end, and so has no unused rows.
  const drawn = Object.keys(CODES).filter((kind) => kind !== 'unused_rows');
  expect([...kinds].toSorted()).toEqual(drawn.toSorted());
}, 3_600_000);

const CODES: Readonly<Record<Gap['kind'], string>> = {
  keys_without_rows: 'EWS3042',
  not_predicted: 'EWS3043',
  late_input: 'EWS3044',
  lost_outcomes: 'EWS3045',
  lost_rows: 'EWS3046',
  unused_rows: 'EWS3047',
};

/** The words in which the walk says what was wanting are its own. */
function withoutFound(gap: Gap): unknown {
  return JSON.parse(JSON.stringify(gap, (name, value: unknown) => (name === 'found' ? undefined : value)));
}
