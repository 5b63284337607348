import { expect, it, onTestFinished } from 'vitest';
import { changedProject, dieAndRecover, unharmed } from '../build/die-and-recover.ts';

it('killed at any write to the lake, a build leaves a whole environment, and the next one completes it', async () => {
  const project = await changedProject(onTestFinished);
  const { moments, digests } = await unharmed(onTestFinished, project);
  // Bytes written, name not given yet; of the ref every step.
  const pending = moments.filter(({ key, part }) => part === 'publish' || key.startsWith('refs/main/'));
  expect(pending.length).toBeGreaterThan(25);
  const work = async (): Promise<void> => {
    for (let moment = pending.shift(); moment !== undefined; moment = pending.shift()) {
      // After its last write a build has nothing left to die of.
      if (moment.key.startsWith('audit')) continue;
      await dieAndRecover(onTestFinished, project, moment, digests);
    }
  };
  await Promise.all([work(), work()]);
});
