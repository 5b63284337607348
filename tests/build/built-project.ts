import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { type BuildChanges, buildProject, copyProject, type TestProject } from './small-project.ts';

/** Builds the small project once for a test file; each call of the answer is a copy of it with its lake. */
export function builtProject(changes: BuildChanges = {}): () => Promise<TestProject> {
  const cleanups: (() => Promise<void>)[] = [];
  let built: TestProject | undefined;
  beforeAll(async () => {
    built = await copyProject((clean) => cleanups.push(clean));
    expect((await buildProject(built, changes)).result.ok).toBe(true);
  });
  afterAll(async () => {
    for (const clean of cleanups) await clean();
  });
  return async () => {
    if (built === undefined) throw new Error('the project was not built');
    return copyProject(onTestFinished, built.root);
  };
}
