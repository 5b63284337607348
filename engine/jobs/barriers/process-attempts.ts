import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Attempt } from './probe-attempt.ts';
import type { WayOut } from './ways-out.ts';

export const PROCESS_ATTEMPTS = {
  async environment() {
    const variables = Object.entries(process.env).map(([name, value]) => `${name}=${value}`);
    return { said: `${variables.length} variables`, brought: variables.join('\0') };
  },
  async process_read({ parent }) {
    return { said: 'read', brought: readFileSync(`/proc/${parent}/environ`, 'latin1') };
  },
  async signal({ parent }) {
    process.kill(parent, 'SIGURG');
    return { said: 'sent' };
  },
  /** The program prints the token: on standard output, which the parent reads. */
  async program_start({ token }) {
    const code = `console.log(${JSON.stringify(`${token} program_start`)})`;
    const { error, status } = spawnSync(process.execPath, ['-e', code], { stdio: ['ignore', 'inherit', 'ignore'] });
    if (error !== undefined) throw error;
    return { said: `ended with ${status}` };
  },
  async thread_start({ token }) {
    const line = JSON.stringify(`${token} thread_start\n`);
    const worker = new Worker(`require('node:fs').writeSync(1, ${line})`, { eval: true });
    await once(worker, 'exit');
    return { said: 'ran' };
  },
  /** There is no such file, and Node looks for none where it loads no addons. */
  async addon() {
    process.dlopen({ exports: {} }, '/ews-no-such-addon.node');
    return { said: 'loaded' };
  },
} as const satisfies Partial<Record<WayOut, Attempt>>;
