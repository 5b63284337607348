import { appendFileSync, chmodSync, readFileSync, renameSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createTracing } from 'node:trace_events';
import v8 from 'node:v8';
import type { Attempt } from './probe-attempt.ts';
import type { ProbeTargets, WayOut } from './ways-out.ts';

/** A file below the folder of a way. */
function fileOf({ folder }: ProbeTargets, way: WayOut, name = 'written'): string {
  return path.join(folder, way, name);
}

export const FILE_ATTEMPTS = {
  async file_read({ secret }) {
    return { said: 'read', brought: readFileSync(secret, 'utf8') };
  },
  async file_write(targets) {
    writeFileSync(fileOf(targets, 'file_write'), targets.token);
    return { said: 'written' };
  },
  /** Each of the ways to change a file is tried, whatever became of the one before. */
  async file_change({ kept, token }) {
    const changes = [
      () => chmodSync(kept, 0o777),
      () => utimesSync(kept, 1, 1),
      () => appendFileSync(kept, token),
      () => renameSync(kept, `${kept}-renamed`),
      () => unlinkSync(kept),
    ];
    return { said: changes.map(outcomeOf).join(' ') };
  },
  async heap_snapshot(targets) {
    return { said: v8.writeHeapSnapshot(fileOf(targets, 'heap_snapshot')) };
  },
  async diagnostic_report(targets) {
    return { said: process.report.writeReport(fileOf(targets, 'diagnostic_report')) };
  },
  /** Node writes it into the folder that it is in. */
  async trace_log(targets) {
    process.chdir(path.dirname(fileOf(targets, 'trace_log')));
    const tracing = createTracing({ categories: ['node', 'v8'] });
    tracing.enable();
    await new Promise((resolve) => setImmediate(resolve));
    tracing.disable();
    process.chdir('/');
    return { said: 'traced' };
  },
  async database_file(targets) {
    // Not every Node has it, and no types of the lowest do.
    const { DatabaseSync } = (await import('node:sqlite' as string)) as {
      DatabaseSync: new (file: string) => Database;
    };
    new DatabaseSync(fileOf(targets, 'database_file')).exec('CREATE TABLE t (a)');
    return { said: 'written' };
  },
  async wasi_file(targets) {
    const { WASI } = await import('node:wasi');
    const wasi = new WASI({ version: 'preview1', preopens: { '/out': path.dirname(fileOf(targets, 'wasi_file')) } });
    const memory = new wasm.Memory({ initial: 1 });
    wasi.initialize({ exports: { memory } });
    const name = Buffer.from('written');
    new Uint8Array(memory.buffer).set(name, PATH_AT);
    const { path_open: openPath } = wasi.wasiImport as unknown as { readonly path_open: PathOpen };
    return { said: `error ${openPath(FIRST_PREOPEN, 0, PATH_AT, name.length, CREATE, WRITE_RIGHTS, 0n, 0, 0)}` };
  },
  async v8_files(targets) {
    const folder = path.dirname(fileOf(targets, 'v8_files'));
    const flags = [
      `--redirect-code-traces-to=${path.join(folder, 'code')}`,
      `--trace-turbo-path=${folder}`,
      `--trace-turbo-cfg-file=${path.join(folder, 'graph')}`,
      '--print-opt-code',
      '--trace-turbo',
      '--trace-turbo-graph',
      '--allow-natives-syntax',
    ];
    for (const flag of flags) v8.setFlagsFromString(flag);
    const optimise = new Function(
      'f',
      'f(1); %PrepareFunctionForOptimization(f); f(1); %OptimizeFunctionOnNextCall(f); f(1)',
    );
    optimise((x: number) => x + 1);
    return { said: 'set' };
  },
} as const satisfies Partial<Record<WayOut, Attempt>>;

/** Node has it, and the library of types that the engine is compiled with has not. */
const { WebAssembly: wasm } = globalThis as unknown as {
  readonly WebAssembly: {
    readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  };
};

interface Database {
  exec(sql: string): void;
}

/** `path_open` of WASI preview 1: folder, look-up flags, path and its length, flags of opening, rights, descriptor. */
type PathOpen = (...args: readonly (number | bigint)[]) => number;

const FIRST_PREOPEN = 3;
const PATH_AT = 64;
const CREATE = 1;
const WRITE_RIGHTS = 64n;

function outcomeOf(change: () => void): string {
  try {
    change();
    return 'done';
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  }
}
