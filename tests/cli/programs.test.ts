import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../source-files.ts';

/** What `npm run build` bundles: tests of the command line run it anyway. */
const PROGRAMS = path.join(ROOT, 'dist/programs');

const GUARD = '../engine/training/job/guard.js';

interface Loaded {
  /** Files of `dist/programs`, in the order in which they were found. */
  readonly files: readonly string[];
  readonly packages: readonly string[];
  /** Files beside the programs, relative to them. */
  readonly beside: readonly string[];
  readonly bytes: number;
}

/** What Node loads before a program runs: its imports and theirs. `import()` waits. */
async function loadedBy(program: string): Promise<Loaded> {
  const files = new Set([program]);
  const packages = new Set<string>();
  const beside = new Set<string>();
  let bytes = 0;
  for (const file of files) {
    const text = await readFile(path.join(PROGRAMS, file), 'utf8');
    bytes += text.length;
    for (const [, to = program] of text.matchAll(/^(?:import|export) (?:[^'";]*? from )?"([^"]+)";$/gm)) {
      if (to.startsWith('../')) beside.add(to);
      else if (to.startsWith('./')) files.add(to.slice(2));
      else if (!to.startsWith('node:')) packages.add(to);
    }
  }
  return { files: [...files], packages: [...packages].toSorted(), beside: [...beside], bytes };
}

/** The program of a command, which the command line imports when it is asked for. */
async function programOf(command: string): Promise<string> {
  const text = await readFile(path.join(PROGRAMS, 'ews.js'), 'utf8');
  const found = text.match(new RegExp(`import\\("\\./(${command}-[A-Z0-9]+\\.js)"\\)`))?.[1];
  if (found === undefined) throw new Error(`no program is loaded for ${command}`);
  return found;
}

it('ews --help loads one file, with the parser of its flags', async () => {
  const { files, packages, bytes } = await loadedBy('ews.js');
  expect(files).toEqual(['ews.js']);
  // Half of them parse flags.
  expect(bytes).toBeLessThan(200_000);
  expect(packages).toEqual([]);
});

it('a command loads few files, and nothing that parses YAML or asks DuckDB', async () => {
  for (const [command, most, mostBytes] of [
    ['build', 140, 2_000_000],
    ['compile', 4, 800_000],
    ['plan', 60, 1_100_000],
    ['ls', 60, 1_100_000],
  ] as const) {
    const { files, packages, bytes } = await loadedBy(await programOf(command));
    expect(files.length).toBeLessThan(most);
    // Of rooms what is used: through their faces each of these would load nearly two megabytes.
    expect(bytes).toBeLessThan(mostBytes);
    expect(packages).not.toContain('zod');
    expect(packages).not.toContain('yaml');
    expect(packages).not.toContain('@duckdb/node-api');
  }
});

it('a training process has one guard, which is loaded before it by its own name', async () => {
  const { files, beside, packages } = await loadedBy('training.js');
  expect(beside).toEqual([GUARD]);
  expect(files.length).toBeLessThan(30);
  expect(packages).toEqual([]);
  const all = (await readdir(PROGRAMS)).filter((name) => name.endsWith('.js'));
  const texts = await Promise.all(all.map((name) => readFile(path.join(PROGRAMS, name), 'utf8')));
  expect(texts.filter((text) => /class RefusedError/.test(text))).toEqual([]);
});

it('a program finds its files from the folder that each module was compiled into', async () => {
  const all = (await readdir(PROGRAMS)).filter((name) => name.endsWith('.js'));
  const asked: string[] = [];
  for (const name of all) {
    const text = await readFile(path.join(PROGRAMS, name), 'utf8');
    expect(text.replaceAll(/new URL\("[^"]+", import\.meta\.url\)/g, '')).not.toMatch(/import\.meta\b/);
    asked.push(...[...text.matchAll(/new URL\("([^"]+)", import\.meta\.url\)/g)].map(([, to = name]) => to));
  }
  expect(asked.length).toBeGreaterThan(5);
  for (const to of asked) expect(await readFile(path.join(PROGRAMS, to), 'utf8')).toContain('import.meta.url');
});

/** Programs of processes of their own, which load nothing of the first. */
const APART = /^(?:worker|training)\b/;

it('a module stands once in all files that one process may load', async () => {
  const all = (await readdir(PROGRAMS)).filter((name) => name.endsWith('.js') && !APART.test(name));
  const found = new Map<string, Set<string>>();
  for (const name of all) {
    const text = await readFile(path.join(PROGRAMS, name), 'utf8');
    for (const [, module = name, code = ''] of text.matchAll(/^\/\/ (dist\/\S+\.js)\n(.*)$/gm)) {
      // What is handed on is imported.
      if (!/^(?:import|export|\/\/)|^$/.test(code)) found.set(module, (found.get(module) ?? new Set()).add(name));
    }
  }
  expect(found.size).toBeGreaterThan(500);
  expect([...found].filter(([, files]) => files.size > 1)).toEqual([]);
  // Nor do the others load what the first does.
  for (const program of ['worker.js', 'training.js']) {
    const { files } = await loadedBy(program);
    expect(files.filter((file) => !APART.test(file))).toEqual([]);
  }
});

it("DuckDB's client is the one that is installed, whole", () => {
  const file = path.join(PROGRAMS, 'duckdb.cjs');
  const load = createRequire(file);
  const [bundled, installed] = [load(file), load('@duckdb/node-api')];
  expect(Object.keys(bundled)).toEqual(Object.keys(installed));
  expect(bundled.version()).toBe(installed.version());
});
