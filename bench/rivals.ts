import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { ProgramCall } from './measured-process.ts';
import { writeDataformProject, writeDbtProject } from './rival-projects.ts';

/** Another compiler of SQL projects, installed outside of this repository. */
export interface RivalCompiler {
  readonly name: string;
  /** Writes the project that a generated project of ews is equivalent to. */
  readonly write: (from: string, to: string) => Promise<void>;
  readonly compile: (project: string) => ProgramCall;
  /** What is removed before a cold compile. */
  readonly kept: readonly string[];
}

export type Installed =
  | { readonly kind: 'rival'; readonly rival: RivalCompiler }
  | { readonly kind: 'skipped'; readonly why: string };

const CLI = '3.0.69';
/** The newest that the registry has: the two do not share their numbers. */
const CORE = '3.0.62';
const DBT = '1.11.16';

/** Installs what is to be compared with, once, below the user's caches; who cannot be had is skipped, with a reason. */
export function installRivals(): readonly Installed[] {
  return [dataform(), dbt()];
}

function dataform(): Installed {
  const folder = path.join(cacheFolder(), `dataform-${CLI}`);
  const bundle = path.join(folder, 'node_modules/@dataform/cli/bundle.js');
  const core = path.join(folder, 'node_modules/@dataform/core/package.json');
  if (!existsSync(bundle) || !existsSync(core)) {
    mkdirSync(folder, { recursive: true });
    const packages = [`@dataform/cli@${CLI}`, `@dataform/core@${CORE}`];
    const why = refusalOf('npm', ['install', '--no-audit', '--no-fund', '--prefix', folder, ...packages]);
    if (why !== undefined) return { kind: 'skipped', why: `@dataform/cli ${CLI} cannot be installed: ${why}` };
  }
  const rival: RivalCompiler = {
    name: `@dataform/cli ${CLI} compile`,
    write: async (from, to) => {
      await writeDataformProject(from, to);
      // It asks for a folder of its own, and takes no link for one.
      for (const part of ['node_modules', 'package.json', 'package-lock.json']) {
        cpSync(path.join(folder, part), path.join(to, part), { recursive: true });
      }
    },
    compile: (cwd) => ({ command: process.execPath, args: [bundle, 'compile', '.', '--timeout=600s'], cwd }),
    kept: [],
  };
  return { kind: 'rival', rival };
}

function dbt(): Installed {
  const folder = path.join(cacheFolder(), `dbt-${DBT}`);
  const program = path.join(folder, 'bin/dbt');
  if (!existsSync(program)) {
    mkdirSync(cacheFolder(), { recursive: true });
    const why =
      refusalOf('python3', ['-m', 'venv', folder]) ??
      refusalOf(path.join(folder, 'bin/pip'), ['install', '-q', `dbt-core==${DBT}`, 'dbt-duckdb']);
    if (why !== undefined) return { kind: 'skipped', why: `dbt-core ${DBT} cannot be installed: ${why}` };
  }
  const environment = { DBT_SEND_ANONYMOUS_USAGE_STATS: 'false', DBT_VERSION_CHECK: 'false' };
  const rival: RivalCompiler = {
    name: `dbt-core ${DBT} parse`,
    write: writeDbtProject,
    compile: (cwd) => ({ command: program, args: ['parse', '--profiles-dir', '.'], cwd, environment }),
    kept: ['target', 'logs'],
  };
  return { kind: 'rival', rival };
}

function cacheFolder(): string {
  return path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'ews-bench');
}

function refusalOf(command: string, args: readonly string[]): string | undefined {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8', timeout: 600_000 });
  if (status === 0) return undefined;
  return error?.message ?? stderr.trim().split('\n')[0];
}
