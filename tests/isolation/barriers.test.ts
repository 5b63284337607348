import { afterAll, describe, expect, it, test } from 'vitest';
import { type Barrier, barriersOf, CLOSED_BY, launchBehind } from '../../engine/jobs/barriers/barrier.ts';
import { type Judgement, judgeBarrier } from '../../engine/jobs/barriers/judge-barrier.ts';
import { WAYS_OUT, type WayOut } from '../../engine/jobs/barriers/ways-out.ts';
import { first, present } from '../../engine/presence/index.ts';
import { probeProgram, trainingProgram } from '../../engine/steps/trainer/launch.ts';
import type { MachineTools } from '../../engine/steps/trainer/training-place.ts';
import { placesHere } from './places.ts';

const MEGABYTES = 256;
const PROBE = probeProgram(trainingProgram());
const places = await placesHere(afterAll);

async function judged(
  { barrier: tools, launch }: MachineTools,
  change = (barrier: Barrier) => barrier,
  untried: readonly WayOut[] = [],
): Promise<Judgement> {
  const barrier = change(first(barriersOf(tools)));
  const judgement = await judgeBarrier(launchBehind(barrier, PROBE, MEGABYTES, launch), launch, untried);
  return present(judgement, 'an answer of the probe');
}

function openWays({ closed }: Judgement): readonly WayOut[] {
  return WAYS_OUT.filter((way) => closed.get(way) !== true);
}

/** The same barrier, had Node no permission model. */
function withoutNode(barrier: Barrier): Barrier {
  return { ...barrier, parts: barrier.parts.filter((part) => part !== 'permission_model') };
}

/** Only some versions of Node have SQLite. */
const SOMETIMES: readonly WayOut[] = ['database_file'];

describe('the probe', () => {
  it('finds each of its ways out open where there is no barrier, so that none is closed by mistake', async () => {
    // The parent gives it no environment, whatever else there is.
    const open = openWays(await judged(places.bare, withoutNode));
    expect([...open, 'environment', ...SOMETIMES]).toEqual(expect.arrayContaining([...WAYS_OUT]));
    expect(WAYS_OUT.length).toBeGreaterThanOrEqual(15);
  });

  it('finds sockets, signals and files of V8 open behind the permission model alone', async () => {
    const open = openWays(await judged(places.bare));
    const expected = ['tcp_connect', 'udp_send', 'name_lookup', 'unix_connect', 'unix_listen', 'v8_files', 'signal'];
    expect(open).toEqual(expect.arrayContaining(expected));
    for (const way of ['file_read', 'file_write', 'program_start', 'thread_start', 'addon'] as const) {
      expect(open).not.toContain(way);
    }
  });

  it('that does not answer leaves nothing that holds', async () => {
    const { launch } = places.bare;
    const dead = { command: process.execPath, args: ['--eval', ''] };
    expect(await judgeBarrier(dead, launch)).toBeNull();
  });

  it('proves nothing of what it does not try', async () => {
    const open = openWays(await judged(places.bare, undefined, ['file_read']));
    expect(open).toContain('file_read');
  });
});

describe.skipIf(places.bubblewrap === null)('bubblewrap that binds the folders that Node needs', () => {
  it('with the permission model closes every way out', async () => {
    expect(openWays(await judged(present(places.bubblewrap)))).toEqual([]);
  });

  it('closes without the permission model what it is said to close', async () => {
    const { closed } = await judged(present(places.bubblewrap), withoutNode);
    expect(CLOSED_BY.bubblewrap.filter((way) => closed.get(way) !== true)).toEqual([]);
  });
});

describe.skipIf(places.filter === null)('the filter of system calls', () => {
  it('with the permission model, and no namespace, closes every way out', async () => {
    expect(openWays(await judged(present(places.filter)))).toEqual([]);
  });

  it('closes without the permission model what it is said to close', async () => {
    // Node waits for ever for a log of traces that it could not open.
    const untried: readonly WayOut[] = ['trace_log'];
    const { closed } = await judged(present(places.filter), withoutNode, untried);
    const open = CLOSED_BY.seccomp_filter.filter((way) => closed.get(way) !== true);
    expect(open).toEqual(untried);
  });
});

test.skipIf(places.namespaces === null)('unshare alone leaves unix sockets and files of V8 open', async () => {
  const { closed } = await judged(present(places.namespaces));
  expect(openWays({ closed, isWatched: true })).toEqual(
    expect.arrayContaining(['unix_connect', 'unix_listen', 'v8_files']),
  );
  const unmet = CLOSED_BY.namespaces.filter((way) => closed.get(way) !== true);
  expect(unmet).toEqual([]);
});
