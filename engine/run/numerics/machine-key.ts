import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { CHOOSING_VARIABLES, JAVASCRIPT_FUNCTIONS } from '../../numerics/index.ts';
import { DUCKDB_PROBE, duckdbFiles } from '../../warehouse/index.ts';

/** Raise when functions are asked for other values: which functions there are is in the key itself. */
const VALUES_REVISION = 1;

/** A file without its bytes: a file that is replaced has another one. */
export type FileIdentity = string;

/**
 * All that decides what arithmetic comes to here: processors, C library, DuckDB's native files by their bytes, and V8.
 * `digestOf` gives the digest of a file, from memory where its identity is known: reading 60 MB takes longer than all
 * else.
 */
export function machineKey(digestOf: (file: string, identity: FileIdentity) => string): string {
  const { v8, node } = process.versions;
  const parts = [
    [VALUES_REVISION, DUCKDB_PROBE, Object.keys(JAVASCRIPT_FUNCTIONS)],
    [process.platform, process.arch, processors()],
    cLibrary(),
    duckdbFiles().map((file) => digestOf(file, identityOf(file))),
    [v8, node, identityOf(process.execPath)],
    CHOOSING_VARIABLES.map((name) => process.env[name] ?? null),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/**
 * Path, size and time of change. Whoever replaces a file changes its time, as package managers do; a file changed on
 * purpose behind an unchanged time would be found by nobody who does not read it whole.
 */
function identityOf(file: string): FileIdentity {
  const real = realpathSync(file);
  const { size, mtimeMs, ino } = statSync(real);
  return `${real} ${size} ${mtimeMs} ${ino}`;
}

/** Model and features of each kind of processor here, as the kernel tells them. */
function processors(): readonly string[] {
  const told = textOf('/proc/cpuinfo')?.match(
    /^(model name|flags|Features|CPU (implementer|architecture|variant|part))\s*:.*$/gm,
  );
  const lines = told ?? cpus().map(({ model }) => model);
  return [...new Set(lines)].toSorted();
}

/**
 * The files of the C library that this process has loaded; where nobody tells, the system's release, which brings it.
 */
function cLibrary(): readonly string[] {
  const mapped = textOf('/proc/self/maps')?.match(/\/\S*\/(libc|libm|libmvec|ld)[.-][^/\n]*$/gm) ?? [];
  const files = [...new Set(mapped)].toSorted();
  return files.length === 0 ? [release()] : files.map(identityOf);
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
