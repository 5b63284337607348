import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { generateProject } from './generate-project.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

export interface Cost {
  readonly wallMs: number;
  /** User and system time of the whole process, DuckDB's threads included. */
  readonly cpuSeconds: number;
}

/** One process: reading and compiling for the first time, again, with a cache, and DuckDB alone on the same texts. */
export interface CompileOnce {
  readonly groups: number;
  readonly lifted: number;
  readonly cold: Cost;
  readonly coldPeakBytes: number;
  readonly warm: Cost;
  /** A third time, over the file in which a compile before kept what it asked DuckDB. */
  readonly cached: Cost;
  readonly cacheBytes: number;
  /** The peak of the process after the second compile. */
  readonly peakBytes: number;
  /** json_serialize_sql and json_serialize_plan of every text, nothing else. */
  readonly baseline: Cost;
}

export const PROJECT_SIZES: readonly number[] = [500, 2000];

/** Compiles a generated project of `count` groups in a new process. */
export async function benchCompile(count: number): Promise<CompileOnce> {
  return withTemporaryFolder(async (folder) => {
    await generateProject(folder, count);
    const script = fileURLToPath(new URL('compile-once.ts', import.meta.url));
    const child = spawnSync(process.execPath, ['--import', 'tsx', script, folder], { encoding: 'utf8' });
    if (child.status !== 0) throw new Error(`compiling ${count} groups failed:\n${child.stderr}`);
    return JSON.parse(child.stdout) as CompileOnce;
  });
}
