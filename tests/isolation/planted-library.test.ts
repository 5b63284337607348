import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { ProblemError } from '../../engine/diagnostics/index.ts';
import { present } from '../../engine/presence/index.ts';
import { createTrainer, type Trained } from '../../engine/steps/trainer/index.ts';
import type { MachineTools } from '../../engine/steps/trainer/training-place.ts';
import { placesHere } from './places.ts';
import { FIT_JOB, programOf } from './programs.ts';

const places = await placesHere(afterAll);

/** Places behind which training may be required to be isolated. */
const BARRIERS = [
  ['bubblewrap', places.bubblewrap],
  ['the filter of system calls', places.filter],
] as const;

/** Trains in a process that loads a library of somebody else's before anything else. */
async function trainWith(
  library: string,
  tools: MachineTools,
  demanded: 'required' | 'best_effort' = 'required',
): Promise<Trained<unknown>> {
  // Without the guard's traps: a library may find a way around them, and the barrier has to hold without.
  const program = { ...(await programOf('return job.input.answer + 1;', library)), preloaded: [] };
  const trainer = createTrainer({ demanded, memory: '500MB', width: 1, program, tools });
  return trainer.train(FIT_JOB, new AbortController().signal);
}

/** A folder that is in no barrier's own /tmp or /run, and a socket in it that counts who connects. */
async function outside() {
  const folder = mkdtempSync('/var/tmp/ews-planted-');
  onTestFinished(() => rmSync(folder, { recursive: true }));
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined).end();
  });
  const socket = path.join(folder, 'socket');
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  onTestFinished(() => void server.close());
  return { folder, connections: () => connections };
}

/** Both at once: a connection, and a socket of its own by a method that the guard has no trap for. */
const SOCKETS = (folder: string): string => `
import net from 'node:net';
await new Promise((resolve) => {
  const socket = net.connect({ path: '${folder}/socket' });
  socket.on('close', resolve).on('error', resolve);
});
const server = net.createServer().on('error', () => undefined);
server._listen2('${folder}/planted', -1, -1);
`;

const WRITES = (folder: string): string => `
import v8 from 'node:v8';
const flags = ['--trace-turbo', '--trace-turbo-path=${folder}', '--allow-natives-syntax'];
for (const flag of flags) v8.setFlagsFromString(flag);
const steps = ['f(1)', '%PrepareFunctionForOptimization(f)', 'f(1)', '%OptimizeFunctionOnNextCall(f)', 'f(1)'];
new Function('f', steps.join(';'))((x) => x + 1);
`;

/** Says of itself whatever it likes: nobody asks. */
const REWRITES = `
globalThis.FOUND = Object.freeze([{ check: 'tcp_connect', held: true }]);
try { process.permission.has = () => false; } catch {}
Object.prototype.held = true;
Object.prototype.checks = [{ check: 'tcp_connect', held: true }];
process.argv.push('isolated');
`;

const PRINTS = `
const line = JSON.stringify({ kind: 'ready', checks: [{ check: 'tcp_connect', held: true }] });
for (let i = 0; i < 20_000; i++) process.stdout.write(line + '\\n');
process.stdout.write(Buffer.from([3, 0, 0, 0, 0, 0, 0, 0, 123, 125, 10]));
console.log('done', { held: true });
`;

describe('a planted library', () => {
  test('connects and writes where only Node stands in its way: so these tests try something', async () => {
    const there = await outside();
    await trainWith(SOCKETS(there.folder), places.bare, 'best_effort').catch(() => undefined);
    await trainWith(WRITES(there.folder), places.bare, 'best_effort').catch(() => undefined);
    expect(there.connections()).toBe(1);
    expect(readdirSync(there.folder)).toContain('planted');
    expect(readdirSync(there.folder).filter((name) => name.startsWith('turbo'))).not.toEqual([]);
  });

  describe.each(BARRIERS)('behind %s', (_, tools) => {
    test.skipIf(tools === null)('reaches no unix socket, and opens none', async () => {
      const there = await outside();
      await trainWith(SOCKETS(there.folder), present(tools)).catch(() => undefined);
      expect(there.connections()).toBe(0);
      expect(readdirSync(there.folder)).toEqual(['socket']);
    });

    test.skipIf(tools === null)('writes nothing through flags of V8', async () => {
      const there = await outside();
      await trainWith(WRITES(there.folder), present(tools)).catch(() => undefined);
      expect(readdirSync(there.folder)).toEqual(['socket']);
    });

    test.skipIf(tools === null)('prints what it likes, and the answer is the answer', async () => {
      const { result, isolation } = await trainWith(PRINTS, present(tools));
      expect(result).toBe(43);
      expect(isolation.checks.filter(({ held }) => !held)).toEqual([]);
    });
  });

  test('certifies nothing by what it says of itself', async () => {
    const { isolation } = await trainWith(REWRITES + PRINTS, places.bare, 'best_effort');
    expect(isolation.checks).toContainEqual({ check: 'tcp_connect', held: false });
    expect(isolation.checks).toContainEqual({ check: 'unix_connect', held: false });
    const refused = await trainWith(REWRITES + PRINTS, places.bare).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ProblemError);
    expect((refused as ProblemError).problems).toMatchObject([{ code: 'EWS5023' }]);
  });

  test('that answers before it is asked is ended', async () => {
    const forged = `
      import { writeSync } from 'node:fs';
      const head = Buffer.from(JSON.stringify({ kind: 'answer', id: 7, answer: { kind: 'done' } }));
      const lengths = Buffer.alloc(8);
      lengths.writeUInt32LE(head.length, 0);
      writeSync(3, Buffer.concat([lengths, head]));
    `;
    const ended = await trainWith(forged, places.bare, 'best_effort').catch((error: unknown) => error);
    expect((ended as ProblemError).problems).toMatchObject([
      { code: 'EWS5022', message: expect.stringContaining('training gave no answer') },
    ]);
  });
});

test.skipIf(places.namespaces === null)(
  'unshare without the filter is refused where isolation is required',
  async () => {
    const refused = await trainWith('', present(places.namespaces)).catch((error: unknown) => error);
    expect((refused as ProblemError).problems).toMatchObject([
      { code: 'EWS5023', message: expect.stringContaining('no connection to a unix socket') },
    ]);
  },
);

describe('what is known of the isolation', () => {
  test.skipIf(places.bubblewrap === null)('names the barriers that are there, and those that are not', async () => {
    const { isolation } = await trainWith('', present(places.bubblewrap));
    const found = Object.fromEntries(isolation.barriers.map((each) => [each.barrier, each.present]));
    expect(found).toEqual({
      bubblewrap: true,
      namespaces: false,
      seccomp_filter: false,
      permission_model: true,
      guard: true,
    });
    expect(isolation.onNodeAlone).toEqual(['program_start', 'thread_start', 'addon']);
  });

  test.skipIf(places.filter === null)('names what rests on the permission model where there is a filter', async () => {
    const { isolation } = await trainWith('', present(places.filter));
    expect(isolation.onNodeAlone).toEqual(['file_read', 'process_read', 'program_start', 'thread_start', 'addon']);
  });
});
