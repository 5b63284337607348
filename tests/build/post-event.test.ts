import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { EventCardBody } from '../../engine/cards/index.ts';
import { buildProject, copyProject, edit, nodeResult, type TestProject } from './small-project.ts';

async function cardOf(project: TestProject): Promise<{ body: EventCardBody; warnings: readonly string[] }> {
  const built = await buildProject(project);
  const file = path.join(project.lake, 'runs', built.result.run, 'cards', 'crisis_probit.json');
  const { status, problems } = nodeResult(built, 'models.crisis_probit');
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(status).toBe('ok');
  return {
    body: JSON.parse(await readFile(file, 'utf8')).body,
    warnings: problems.map(({ code }) => code),
  };
}

const monthOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));

it('the months after a crisis are trained on only before they were known as such, and scored never', async () => {
  const project = await copyProject(onTestFinished);
  const plain = await cardOf(project);
  await edit(
    project,
    'models/crisis_probit.yaml',
    '  minimum_episodes: 2\n',
    '  minimum_episodes: 2\n  exclude: [in_event]\n  exclude_after_event_months: 6\n',
  );
  const { body, warnings } = await cardOf(project);
  expect(warnings).not.toContain('EWS1011');
  const spells = body.events.map(({ from, to }) => ({ from: monthOf(from), to: monthOf(to) }));
  const excluded = (day: string): boolean =>
    spells.some(({ from, to }) => from <= monthOf(day) && monthOf(day) <= to + 6);
  expect(body.history.some((row) => row.excluded)).toBe(true);
  for (const row of body.history) expect(row.excluded, row.asOf).toBe(excluded(row.asOf));
  const before = new Map(plain.body.stability.refits.map(({ cutoff, rows }) => [cutoff, rows]));
  for (const { cutoff, rows } of body.stability.refits) {
    expect(rows).toBeLessThan(before.get(cutoff) ?? Number.POSITIVE_INFINITY);
  }
});
