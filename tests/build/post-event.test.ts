import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Day } from '../../engine/calendar/index.ts';
import type { EventCardBody } from '../../engine/cards/index.ts';
import { builtProject } from './built-project.ts';
import { buildProject, edit, nodeResult, type TestProject } from './small-project.ts';

const fresh = builtProject();

async function cardOf(project: TestProject, runId: string): Promise<EventCardBody> {
  const file = path.join(project.lake, 'runs', runId, 'cards', 'crisis_probit.json');
  return JSON.parse(await readFile(file, 'utf8')).body;
}

async function rebuilt(project: TestProject): Promise<{ body: EventCardBody; warnings: readonly string[] }> {
  const built = await buildProject(project);
  const { status, problems } = nodeResult(built, 'models.crisis_probit');
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(status).toBe('ok');
  return { body: await cardOf(project, built.result.run), warnings: problems.map(({ code }) => code) };
}

const monthOf = (day: Day): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));

it('the months after a crisis are trained on only before they were known as such, and scored never', async () => {
  const project = await fresh();
  const [first = ''] = await readdir(path.join(project.lake, 'runs'));
  const plain = await cardOf(project, first);
  await edit(
    project,
    'models/crisis_probit.yaml',
    '  minimum_episodes: 2\n',
    '  minimum_episodes: 2\n  exclude: [in_event]\n  exclude_after_event_months: 6\n',
  );
  const { body, warnings } = await rebuilt(project);
  expect(warnings).not.toContain('EWS1011');
  const spells = body.events.map(({ from, to }) => ({ from: monthOf(from), to: monthOf(to) }));
  const excluded = (day: Day): boolean => spells.some(({ from, to }) => from <= monthOf(day) && monthOf(day) <= to + 6);
  expect(body.history.some((row) => row.excluded)).toBe(true);
  for (const row of body.history) expect(row.excluded, row.asOf).toBe(excluded(row.asOf));
  const before = new Map(plain.stability.refits.map(({ cutoff, rows }) => [cutoff, rows]));
  for (const { cutoff, rows } of body.stability.refits) {
    expect(rows).toBeLessThan(before.get(cutoff) ?? Number.POSITIVE_INFINITY);
  }
});
