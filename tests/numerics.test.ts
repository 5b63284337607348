import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { JAVASCRIPT_FUNCTIONS } from '../engine/numerics/index.ts';

const ENGINE = path.resolve(import.meta.dirname, '../engine');

/** Fixed to the bit by the standard (IEEE 754, ECMA-262), or no arithmetic at all. */
const EXACT = ['abs', 'ceil', 'clz32', 'floor', 'fround', 'imul', 'max', 'min', 'round', 'sign', 'sqrt', 'trunc'];

/** Jitter of waiting times, of which no number is made. */
const WAITING = ['lake/s3/retry.ts', 'ingest/fred/retry-wait.ts', 'run/open-lineage/delivery.ts', 'cli/session.ts'];

/**
 * What of a file's text is code: without comments, and without strings but for what templates evaluate. Knows no
 * regular expressions, in which a quote ends with its line.
 */
function codeOf(text: string): string {
  const kept: string[] = [];
  // What the innermost open bracket or quote is: `{` of a template's `${`, `(` of any other brace.
  const open: string[] = [];
  const tokens = text.matchAll(/\\.|\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|\$\{|[\s\S]/g);
  let skip = 0;
  for (const { 0: token, index } of tokens) {
    if (index < skip) continue;
    if (open.at(-1) === '`') {
      // Inside a template only its end and `${` mean anything; a token that swallowed more is looked at from its second
      // letter on.
      const inner = /\\.|`|\$\{/g;
      inner.lastIndex = index;
      const found = inner.exec(text);
      if (found === null) break;
      skip = found.index + found[0].length;
      if (found[0] === '`') open.pop();
      else if (found[0] === '${') open.push('{');
      continue;
    }
    if (token === '`') open.push('`');
    else if (token === '{') open.push('(');
    else if (token === '}') open.pop();
    if (!/^(\/\/|\/\*|'|"|`)/.test(token)) kept.push(token);
    else kept.push(' ');
  }
  return kept.join('');
}

/** Powers whose result depends on the version of V8: all but squares and powers of two that are written out. */
function powersOf(text: string): readonly string[] {
  if (!/\*\*|\bpow\b/.test(text)) return [];
  const code = codeOf(text);
  const found = [...code.matchAll(/[^\n]*(?:\*\*=?|\bpow\b)[^\n]*/g)].map(([line]) => line.trim());
  return found.filter((line) =>
    /\*\*|\bpow\b/.test(line.replaceAll(/\*\* 2\b(?![.\d])|(?<![\w.)\]])2 \*\* \d+\b(?!\.)/g, '')),
  );
}

async function sources(): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(ENGINE, { recursive: true });
  const own = names.filter((name) => /\.m?[tj]s$/.test(name) && !/\.(test|fixture)\.ts$|\/cases\//.test(name));
  return new Map(
    await Promise.all(own.map(async (name) => [name, await readFile(path.join(ENGINE, name), 'utf8')] as const)),
  );
}

it('no power is left to V8, of which versions round differently', async () => {
  const files = await sources();
  expect(files.size).toBeGreaterThan(400);
  const powers = [...files].flatMap(([name, text]) =>
    WAITING.includes(name) ? [] : powersOf(text).map((line) => `${name}: ${line}`),
  );
  expect(powers).toEqual([]);
});

it.each([
  ['a third power', 'const a = x ** 3;'],
  ['a real exponent', 'const a = x ** share;'],
  ['a power of ten', 'const a = 10 ** digits;'],
  ['a power of two that is not written out', 'const a = 2 ** n;'],
  ['a power of twelve', 'const a = 12 ** 2 ** 3;'],
  ['an assignment', 'x **= 3;'],
  ['Math.pow', 'const a = Math.pow(x, 2);'],
  ['pow under its own name', 'const { pow } = Math;'],
  ['pow by its name', 'const a = x ** 2.5;'],
  ['a power inside a template', ['const a = `', '{`', '{x ** 4}`}`;'].join('$')],
  ['a power after a template', "const a = `it's`; const b = x ** 5;"],
])('%s is found', (_what, code) => {
  expect(powersOf(code)).toHaveLength(1);
});

it.each([
  ['a square', 'const a = (x - y) ** 2 + z ** 2;'],
  ['a power of two', 'const a = 2 ** 32 - (2 ** 32 % bound);'],
  ['text', ["const a = 'x ** 3'; const b = `**", '{x}** and y ** 4`; // z ** 5'].join('$')],
])('%s is not', (_what, code) => {
  expect(powersOf(code)).toEqual([]);
});

it('every function of Math that numbers are made with is exact, or probed in every fingerprint', async () => {
  const allowed = new Set([...EXACT, ...Object.keys(JAVASCRIPT_FUNCTIONS)]);
  const used = [...(await sources())].flatMap(([name, text]) =>
    WAITING.includes(name)
      ? []
      : [...codeOf(text).matchAll(/\bMath\.([a-z]\w*)/g)].map(([, called = '']) => ({ name, called })),
  );
  expect(used.length).toBeGreaterThan(100);
  expect(used.filter(({ called }) => !allowed.has(called))).toEqual([]);
});
