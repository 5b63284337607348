import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { type ProblemError, problemError } from '../../diagnostics/index.ts';
import { type NumericsProbe, probeOf } from '../../numerics/index.ts';
import { compiledFolder, trainingNumerics } from '../../steps/index.ts';

/** A probe takes half a second. */
const PATIENCE_MS = 120_000;

/**
 * Asks both halves, each in a process of its own: DuckDB's functions in one that is started as this one is, V8's in one
 * that is started as training is. ProblemError EWS5041 where they give no answer.
 */
export async function probeMachine(): Promise<NumericsProbe> {
  const [duckdb, javascript] = await Promise.all([duckdbProcess(), trainingNumerics()]).catch((error: unknown) => {
    throw noAnswer(error);
  });
  return probeOf({ ...duckdb, ...javascript });
}

/** With this process's environment: variables such as GLIBC_TUNABLES choose among the C library's functions. */
async function duckdbProcess(): Promise<Readonly<Record<string, string>>> {
  const program = path.join(compiledFolder(), 'engine/warehouse/numerics/main.js');
  const { NODE_OPTIONS: _, ...env } = process.env;
  const limits = { timeout: PATIENCE_MS, killSignal: 'SIGKILL' } as const;
  const { stdout } = await promisify(execFile)(process.execPath, [program], { env, ...limits });
  return JSON.parse(stdout) as Readonly<Record<string, string>>;
}

function noAnswer(error: unknown): ProblemError {
  const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
  const message = `the numerics of this machine could not be probed: ${why}`;
  const hint = 'run "ews debug": whatever stops the probe stops training too';
  return problemError('EWS5041', message, { hint });
}
