import { expect, it, onTestFinished } from 'vitest';
import { apply, CHANGES, NO_CHANGES } from '../build/changes.ts';
import { diffed } from '../build/diff-command.ts';
import { buildProject, copyProject, executed } from '../build/small-project.ts';

it('every change of one thing runs exactly its users, and once', async () => {
  const built = await copyProject(onTestFinished);
  await buildProject(built);
  const ran: Record<string, readonly string[]> = {};
  for (const change of [...CHANGES, ...NO_CHANGES.map((each) => ({ ...each, runs: [] }))]) {
    const project = await copyProject(onTestFinished, built.root);
    await apply(project, change);
    if (change.runs.length === 0) {
      const none = { stages: [], reaches: [], models: [], blind: false };
      expect(await diffed(project, ['main']), change.what).toMatchObject(none);
    }
    ran[change.what] = executed(await buildProject(project, change.build));
    expect(executed(await buildProject(project, change.build)), change.what).toEqual([]);
  }
  const expected = CHANGES.map(({ what, runs }) => [what, runs.toSorted()]);
  const nothing = NO_CHANGES.map(({ what }) => [what, []]);
  expect(ran).toEqual(Object.fromEntries([...expected, ...nothing]));
});
