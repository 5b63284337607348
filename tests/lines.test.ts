import { describe, expect, it } from 'vitest';
import { type SourceFile, sourceFiles } from './source-files.ts';

const MAX_COLUMNS = 120;

/** Where a rule of the linter does not hold, and how often in the file; the reason stands in the line itself. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  'engine/compile/clauses/byte-offsets.ts': ['lint/suspicious/noControlCharactersInRegex'],
  'engine/lake/key.ts': ['lint/suspicious/noControlCharactersInRegex'],
};

const IGNORED = /biome-ignore(?:-all|-start)? (?<rule>[\w/-]+)(?:: (?<reason>.*))?/g;

it(`no line is longer than ${MAX_COLUMNS} columns`, async () => {
  expect(longLines(await allFiles())).toEqual([]);
});

it('rules of the linter are left out where this list says so, with a reason', async () => {
  const found = ignoredRules(await allFiles());
  expect(Object.fromEntries(found.map(({ path, rules }) => [path, rules]))).toEqual(EXCEPTIONS);
  expect(found.flatMap(({ path, reasonless }) => (reasonless ? [path] : []))).toEqual([]);
});

it('nothing becomes empty or 0 by ??=, which the linter does not see', async () => {
  expect(filledIn(await allFiles())).toEqual([]);
});

it('no limit of time rests on a signal that the garbage collector of Node 20 may take', async () => {
  expect(weakSignals(await sourceFiles('engine', 'lineage', 'bin', 'scripts'))).toEqual([]);
});

describe('the checks find what is planted:', () => {
  const plant = (text: string): readonly SourceFile[] => [{ path: 'engine/run/planted.ts', text }];

  it('a line of 121 columns, also in a comment', () => {
    expect(longLines(plant(`${'x'.repeat(MAX_COLUMNS)}\n// ${'é'.repeat(118)}\n`))).toEqual([
      'engine/run/planted.ts:2: 121',
    ]);
  });

  it('a rule that is left out, and one without a reason', () => {
    const ignore = ['// biome', 'ignore'].join('-');
    const text = `${ignore} lint/plugin/silent-fallback: no lag is 0\n${ignore} lint/style/noNestedTernary\n`;
    expect(ignoredRules(plant(text))).toEqual([
      {
        path: 'engine/run/planted.ts',
        rules: ['lint/plugin/silent-fallback', 'lint/style/noNestedTernary'],
        reasonless: true,
      },
    ]);
  });

  it.each(['any([outer, limit])', 'timeout(1000)'])('a weak signal, AbortSignal.%s', (call) => {
    expect(weakSignals(plant(`const signal = AbortSignal.${call};`))).toEqual(['engine/run/planted.ts:1']);
    expect(weakSignals(plant(`const signal = AbortSignal['${call.replace('(', "'](")};`))).toHaveLength(1);
    expect(weakSignals(plant(`const { ${call.replace(/\(.*/, '')} } = AbortSignal;`))).toHaveLength(1);
    expect(weakSignals(plant(`// as AbortSignal.${call} does`))).toEqual([]);
  });

  it('what is filled in', () => {
    const text = ['count ?? 0', "name || ''", 'list ?? []', 'share ?? 0.5'].join(';\n').replaceAll(/\?\?|\|\|/g, '$&=');
    expect(filledIn(plant(text))).toEqual(['engine/run/planted.ts:1', 'engine/run/planted.ts:2']);
  });
});

/** Neither is held by whoever listens to it, only by who made it: see engine/run/time-limit.ts for what is. */
function weakSignals(files: readonly SourceFile[]): readonly string[] {
  const weak =
    /\bAbortSignal\s*(?:\.|\[\s*['"`])\s*(?:any|timeout)\b(?!`)|\{[^}]*\b(?:any|timeout)\b[^}]*\}\s*=\s*AbortSignal\b/;
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (weak.test(withoutComment(line)) ? [`${path}:${index + 1}`] : [])),
  );
}

function withoutComment(line: string): string {
  return line.replace(/^\s*(\/\/|\*|\/\*).*/, '');
}

function allFiles(): Promise<readonly SourceFile[]> {
  return sourceFiles('engine', 'lineage', 'tests', 'bench', 'scripts', 'bin');
}

function longLines(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => {
      const columns = [...line].length;
      return columns > MAX_COLUMNS ? [`${path}:${index + 1}: ${columns}`] : [];
    }),
  );
}

interface IgnoredRules {
  readonly path: string;
  readonly rules: readonly string[];
  /** Whether one of them stands without saying why. */
  readonly reasonless: boolean;
}

function ignoredRules(files: readonly SourceFile[]): readonly IgnoredRules[] {
  return files.flatMap(({ path, text }) => {
    const found = [...text.matchAll(IGNORED)].map(({ groups }) => groups);
    if (found.length === 0) return [];
    const reasonless = found.some((groups) => groups?.['reason'] === undefined);
    return [{ path, rules: found.map((groups) => String(groups?.['rule'])), reasonless }];
  });
}

function filledIn(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) => (/(\?\?|\|\|)= *(0(?![\d.])|''|"")/.test(line) ? [`${path}:${index + 1}`] : [])),
  );
}
