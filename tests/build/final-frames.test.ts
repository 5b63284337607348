import { expect, it, onTestFinished } from 'vitest';
import type { Day } from '../../engine/calendar/index.ts';
import { nodeId } from '../../engine/ids/index.ts';
import { inspect } from '../../engine/inspect/inspect.ts';
import { openWhole } from '../../engine/inspect/whole-project.ts';
import { finalFrames } from '../../engine/steps/final-frames.ts';
import { readFrame } from '../../engine/steps/frame.ts';
import { addFiles, buildProject, copyProject, definitionsOf, edit, effectsOf, optionsOf } from './small-project.ts';

const MONTHS = Array.from({ length: 120 }, (_, i) => new Date(Date.UTC(2000, i, 1)).toISOString().slice(0, 10));

/** Known on the 20th of the next month as 1000 + i, and two months later as 2000 + i. */
function versions(): string {
  const knownOn = (i: number, months: number): string =>
    new Date(Date.UTC(2000, i + months, 20)).toISOString().slice(0, 10);
  const rows = MONTHS.flatMap((month, i) => [
    `${month},${1000 + i},${knownOn(i, 1)}`,
    `${month},${2000 + i},${knownOn(i, 3)}`,
  ]);
  return ['month,level,told_on', ...rows, ''].join('\n');
}

const SOURCE = `source: survey
connector: file
description: A survey whose first figures are all revised
complete_through: 2009-12-31
tables:
  answers:
    description: one row a month and version
    file: data/answers.csv
    format: csv
    columns:
      month: { type: DATE, description: first day of the month }
      level: { type: DOUBLE, description: level, unit: points }
      told_on: { type: DATE, description: when it was told }
    date: month
    keys: []
    frequency: monthly
    knowledge: { column: told_on }
`;

const GROUP = `feature: mood
description: The level of the survey
columns:
  level: { description: Level, unit: points }
`;

it('steps (c) and (d): the final value of the period that was known, and of the decision date itself', async () => {
  const project = await copyProject(onTestFinished);
  await addFiles(project, {
    'sources/survey.yaml': SOURCE,
    'sources/data/answers.csv': versions(),
    'features/mood.yaml': GROUP,
    'features/mood.sql': 'SELECT month AS date, level FROM survey.answers\n',
  });
  await edit(project, 'models/crisis_probit.yaml', 'slope.slope, ', 'slope.slope, mood.level, ');
  expect((await buildProject(project)).result.ok).toBe(true);

  const definitions = await definitionsOf(project);
  const { target, environment, run } = optionsOf(definitions, {});
  const whole = await openWhole({ definitions, target, environment, effects: effectsOf(project, run, {}) });
  const node = whole.graph.nodes.get(nodeId('models.crisis_probit'));
  if (node?.kind !== 'model') throw new Error('the model is there');
  const { known, final } = await inspect(whole, node.id, async (context) => {
    const known = await readFrame(context, node);
    return { known, final: await finalFrames(context, node, known) };
  });

  const { asOf } = known.frame;
  const mood = known.frame.features.indexOf('mood.level');
  const slope = known.frame.features.indexOf('slope.slope');
  const monthOf = (day: Day): number => (Number(day.slice(0, 4)) - 2000) * 12 + Number(day.slice(5, 7)) - 1;
  let compared = 0;
  for (const [row, day] of asOf.entries()) {
    const month = monthOf(day);
    // On a month's end the month before was just told for the first time; the last months are never revised.
    const finalLevel = (i: number): number => (i <= 116 ? 2000 + i : 1000 + i);
    if (month < 1 || month > 118) continue;
    compared += 1;
    expect([day, known.frame.values[mood]?.[row]]).toEqual([day, 1000 + month - 1]);
    expect([day, final.valuesFinal.values[mood]?.[row]]).toEqual([day, finalLevel(month - 1)]);
    expect([day, final.lagRemoved.values[mood]?.[row]]).toEqual([day, finalLevel(month)]);
  }
  expect(compared).toBeGreaterThan(100);
  // Rates are never revised: their final values are the known ones.
  expect(final.valuesFinal.values[slope]).toEqual(known.frame.values[slope]);
});
