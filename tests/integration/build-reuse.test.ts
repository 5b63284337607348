import { expect, it, onTestFinished } from 'vitest';
import { apply, CHANGES, NO_CHANGES } from '../build/changes.ts';
import { buildProject, copyProject, executed } from '../build/small-project.ts';

it('every change of one thing runs exactly its users, and once', async () => {
  const built = await copyProject(onTestFinished);
  await buildProject(built);
  const ran: Record<string, readonly string[]> = {};
  for (const change of [...CHANGES, ...NO_CHANGES.map((each) => ({ ...each, runs: [] }))]) {
    const project = await copyProject(onTestFinished, built.root);
    await apply(project, change);
    ran[change.what] = executed(await buildProject(project, change.build));
    expect(executed(await buildProject(project, change.build)), change.what).toEqual([]);
  }
  const expected = CHANGES.map(({ what, runs }) => [what, runs.toSorted()]);
  const nothing = NO_CHANGES.map(({ what }) => [what, []]);
  expect(ran).toEqual(Object.fromEntries([...expected, ...nothing]));
});
