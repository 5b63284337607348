import { expect, it } from 'vitest';
import { findLaunchTools, programNamed, works } from './launch.ts';

it('finds the tools that work by themselves', async () => {
  const { setpriv, noNetwork, prlimit } = await findLaunchTools();
  const [dies, alone, mapped] = await Promise.all([
    works(programNamed('setpriv'), ['--pdeathsig', 'KILL']),
    works(programNamed('unshare'), ['--net', '--']),
    works(programNamed('unshare'), ['--user', '--map-root-user', '--net', '--']),
  ]);
  expect(setpriv).toBe(dies ? programNamed('setpriv') : null);
  expect(prlimit).toBe(programNamed('prlimit'));
  expect(noNetwork !== null).toBe(alone || mapped);
  if (noNetwork !== null) expect(noNetwork.includes('--user')).toBe(!alone);
});
