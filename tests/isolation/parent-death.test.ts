import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { present } from '../../engine/presence/index.ts';
import type { MachineTools } from '../../engine/steps/trainer/training-place.ts';
import { ROOT } from '../source-files.ts';
import { placesHere } from './places.ts';
import { FIT_JOB, programOf } from './programs.ts';

const places = await placesHere(afterAll);
const TRAINER = pathToFileURL(path.join(ROOT, 'dist/engine/steps/trainer/index.js')).href;
const PATIENCE_MS = 10_000;

/** Processes that were started with a file, by what Linux says of each. */
function runningWith(file: string): readonly string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && wordsOf(name).includes(file));
}

function wordsOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

/** A program that trains with tools for as long as it lives. */
async function trainingParent(tools: MachineTools): Promise<{ readonly parent: ChildProcess; readonly entry: string }> {
  const program = await programOf('for (;;);');
  const file = path.join(path.dirname(program.entry), 'parent.mjs');
  const { filter } = tools.barrier;
  const hex = filter === null ? null : Buffer.from(filter).toString('hex');
  await writeFile(
    file,
    `import { createTrainer } from ${JSON.stringify(TRAINER)};
     const tools = ${JSON.stringify(tools)};
     tools.barrier.filter = ${hex === null ? 'null' : `Buffer.from('${hex}', 'hex')`};
     const program = ${JSON.stringify(program)};
     const trainer = createTrainer({ demanded: 'best_effort', memory: '500MB', width: 1, program, tools });
     await trainer.train(${JSON.stringify(FIT_JOB)}, new AbortController().signal);`,
  );
  const parent = spawn(process.execPath, [file], { stdio: 'ignore' });
  onTestFinished(() => void parent.kill('SIGKILL'));
  return { parent, entry: program.entry };
}

/** Every signal that may end a parent, and behind each barrier the one that it cannot hear. */
const ENDINGS = [
  ['nothing but Node', 'SIGKILL', places.bare],
  ['nothing but Node', 'SIGHUP', places.bare],
  ['nothing but Node', 'SIGTERM', places.bare],
  ['bubblewrap', 'SIGKILL', places.bubblewrap],
  ['the filter of system calls', 'SIGKILL', places.filter],
  ['namespaces', 'SIGKILL', places.namespaces],
] as const;

describe.skipIf(process.platform !== 'linux').each(ENDINGS)('behind %s, by %s', (_, signal, tools) => {
  test.skipIf(tools === null)('a training process that spins ends with its parent', async () => {
    const { parent, entry } = await trainingParent(present(tools));
    await expect.poll(() => runningWith(entry), { timeout: PATIENCE_MS * 3 }).not.toEqual([]);
    parent.kill(signal);
    await expect.poll(() => runningWith(entry), { timeout: PATIENCE_MS }).toEqual([]);
  });
});
