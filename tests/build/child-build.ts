import { spawn } from 'node:child_process';
import path from 'node:path';
import type { TestProject } from './small-project.ts';

const RUNNER = path.join(import.meta.dirname, 'build-and-die.ts');

export interface ChildOutcome {
  /** `ok`, `failed`, or the code of what was refused. */
  readonly printed: string;
  readonly signal: NodeJS.Signals | null;
}

export interface ChildOptions {
  /** The step of a lake write, counted from 1, at which the process kills itself; 0 or absent: never. */
  readonly deadly?: number;
  /** A folder in which two builds wait for each other before they write their manifests. */
  readonly meeting?: string;
  /** Milliseconds after which the process is killed from outside. */
  readonly killAfter?: number;
}

/** Builds the project in a process of its own, on one thread. */
export function buildInChild(
  project: TestProject,
  { deadly = 0, meeting, killAfter }: ChildOptions = {},
): Promise<ChildOutcome> {
  const given = [RUNNER, project.root, String(deadly), ...(meeting === undefined ? [] : [meeting])];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', ...given], { stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout.on('data', (chunk) => {
      printed += chunk;
    });
    const deadline = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter);
    child.on('error', reject);
    child.on('close', (_, signal) => {
      clearTimeout(deadline);
      resolve({ printed, signal });
    });
  });
}
