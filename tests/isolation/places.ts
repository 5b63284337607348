import type { TestContext } from 'vitest';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { type MachineTools, machineTools } from '../../engine/steps/trainer/training-place.ts';
import { filterLauncher } from './filter-launcher.ts';

/** Kinds of machines, by what they have to put before a training process. */
export interface Places {
  /** As on a machine that has nothing but Node. */
  readonly bare: MachineTools;
  readonly bubblewrap: MachineTools | null;
  /** The filter without any namespace, as in a container that refuses them. */
  readonly filter: MachineTools | null;
  readonly namespaces: MachineTools | null;
}

const NOTHING = { bwrap: null, namespaces: null, filterWords: null, filter: null };

/** What this machine can stand in for; null where it lacks the tool, which is said. */
export async function placesHere(onFinished: TestContext['onTestFinished']): Promise<Places> {
  const launcher = filterLauncher(await temporaryFolder(onFinished));
  const { launch, barrier } = await machineTools({});
  const filtered = await machineTools({ EWS_SECCOMP_LAUNCHER: launcher ?? undefined });
  const { filterWords, filter } = filtered.barrier;
  const { bwrap, namespaces } = barrier;
  return {
    bare: { launch: { setpriv: null, prlimit: null, noNetwork: null }, barrier: NOTHING },
    bubblewrap: whereThereIs('bwrap', bwrap, { launch, barrier: { ...NOTHING, bwrap } }),
    filter: whereThereIs('a launcher of the filter (python3 on x64)', filterWords, {
      launch: { ...launch, noNetwork: null },
      barrier: { ...NOTHING, filterWords, filter },
    }),
    namespaces: whereThereIs('unshare with namespaces', namespaces, { launch, barrier: { ...NOTHING, namespaces } }),
  };
}

/** A skipped test says why; where everything has to be there it fails instead. */
function whereThereIs(what: string, tool: unknown, tools: MachineTools): MachineTools | null {
  if (tool !== null) return tools;
  if (process.env['CI'] === 'true') throw new Error(`this machine has to have ${what}`);
  console.warn(`skipped: this machine has no ${what}, so nothing is tried behind it`);
  return null;
}
