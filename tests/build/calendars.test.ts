import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { IN_PROCESS, withWarehouse } from '../../engine/warehouse/index.ts';
import { objectFile } from './object-file.ts';
import {
  addFiles,
  type Built,
  buildProject,
  copyProject,
  edit,
  nodeResult,
  type TestProject,
} from './small-project.ts';

/** Mondays to Fridays that are the last of their months, by the platform's dates. */
const BUSINESS_ENDS = Array.from({ length: 120 }, (_, month) => {
  const day = new Date(Date.UTC(2000, month + 1, 0));
  while (day.getUTCDay() % 6 === 0) day.setUTCDate(day.getUTCDate() - 1);
  return day.toISOString().slice(0, 10);
});

/** The small project with other decision dates. */
async function withCalendar(calendar: string, files: Readonly<Record<string, string>> = {}): Promise<TestProject> {
  const project = await copyProject(onTestFinished);
  await edit(project, 'ews.config.yaml', 'frequency: monthly\n  start: 2000-01-31', calendar);
  await addFiles(project, files);
  return project;
}

async function decidedOn(project: TestProject, built: Built, node: string): Promise<readonly string[]> {
  const [object] = nodeResult(built, node).objects;
  if (object === undefined) throw new Error(`${node} has no object`);
  const folder = path.join(project.lake, 'objects', object.kind, object.name, object.fingerprint);
  const file = await objectFile(folder);
  return withWarehouse(IN_PROCESS, {}, async (warehouse) => {
    const rows = await warehouse.rows(`SELECT DISTINCT CAST(as_of AS VARCHAR) AS day FROM read_parquet('${file}')`);
    return rows.map(({ day }) => String(day)).toSorted();
  });
}

describe('decision dates', () => {
  it('on last business days are those of a list of the same days, in every object and prediction', async () => {
    const ruled = await withCalendar('frequency: monthly\n  day_of_period: last_business_day\n  start: 2000-01-31');
    const listed = await withCalendar('dates: meetings.csv', { 'meetings.csv': `date\n${BUSINESS_ENDS.join('\n')}\n` });
    const [byRule, byList] = [await buildProject(ruled), await buildProject(listed)];
    expect([byRule.result.ok, byList.result.ok]).toEqual([true, true]);
    expect(await decidedOn(ruled, byRule, 'features.slope')).toEqual(BUSINESS_ENDS);
    const objectsOf = ({ result }: Built) => result.nodes.map(({ id, objects }) => ({ id, objects }));
    expect(objectsOf(byList)).toEqual(objectsOf(byRule));
    // Other days are other objects.
    const monthly = await buildProject(await copyProject(onTestFinished));
    const slope = (built: Built) => nodeResult(built, 'features.slope').objects;
    expect(slope(monthly)).not.toEqual(slope(byRule));
  });

  it('of a committee that meets when it likes are decided on, and no others', async () => {
    const dates = BUSINESS_ENDS.filter((_, month) => month % 5 !== 2).map((day, i) =>
      i % 7 === 3 ? day.replace(/..$/, '17') : day,
    );
    const project = await withCalendar('dates: meetings.csv', { 'meetings.csv': dates.join(',a meeting\n') });
    const built = await buildProject(project);
    expect(built.result.nodes.filter(({ status }) => status !== 'ok')).toEqual([]);
    expect(await decidedOn(project, built, 'features.slope')).toEqual(dates);
  });
});
