import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Problem } from '../../diagnostics/index.ts';
import { githubAnnotations } from './github-annotations.ts';
import { sarifLog } from './sarif.ts';

const UNKNOWN: Problem = {
  code: 'EWS2104',
  severity: 'error',
  message: 'no relation called "fred.unrat" is declared',
  span: { file: 'features/labor.sql', line: 10, column: 8, length: 10 },
  lineText: '  FROM fred.unrat AS rate',
  hint: 'did you mean "fred.unrate"?',
};
const REPORT = { version: '1.2.3', command: 'compile', exitCode: 1, prefix: '', pages: new Map() } as const;

interface Log {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly Result[];
  }[];
}

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations?: readonly { readonly physicalLocation: Located }[];
}

interface Located {
  readonly artifactLocation: { readonly uri: string };
  readonly region: Readonly<Record<string, unknown>>;
}

function logged(problems: readonly Problem[], prefix = '') {
  const { runs } = sarifLog(problems, { ...REPORT, prefix }) as Log;
  return { results: runs.flatMap(({ results }) => results), rules: runs.flatMap(({ tool }) => tool.driver.rules) };
}

it('a problem stands in a log of SARIF at its place, counted from 1, in the folder of its project', () => {
  const { results } = logged([UNKNOWN], 'risk/us');
  expect(results).toEqual([
    {
      ruleId: 'EWS2104',
      ruleIndex: 0,
      level: 'error',
      message: { text: 'no relation called "fred.unrat" is declared\ndid you mean "fred.unrate"?' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'risk/us/features/labor.sql', uriBaseId: '%SRCROOT%' },
            region: {
              startLine: 10,
              startColumn: 8,
              endLine: 10,
              endColumn: 18,
              snippet: { text: '  FROM fred.unrat AS rate' },
            },
          },
        },
      ],
    },
  ]);
});

it('a rule has the page of its code, and an address only where somebody publishes it', () => {
  const markdown = '# EWS2104: unknown relation';
  const rulesOf = (page: { readonly url?: string; readonly markdown: string }) => {
    const { runs } = sarifLog([UNKNOWN], { ...REPORT, pages: new Map([['EWS2104', page]]) }) as Log;
    return runs.flatMap(({ tool }) => tool.driver.rules);
  };
  const help = { text: markdown, markdown };
  const url = 'https://example.org/EWS2104.md';
  expect(rulesOf({ url, markdown })).toMatchObject([{ id: 'EWS2104', help, helpUri: url }]);
  expect(rulesOf({ markdown })).toMatchObject([{ id: 'EWS2104', help }]);
  expect(rulesOf({ markdown })[0]).not.toHaveProperty('helpUri');
});

it('every code has one rule, and every result names its own', () => {
  const other: Problem = { code: 'EWS1005', severity: 'warning', message: 'unknown key' };
  const { results, rules } = logged([UNKNOWN, other, UNKNOWN]);
  expect(rules.map(({ id }) => id)).toEqual(['EWS1005', 'EWS2104']);
  expect(results.map(({ ruleIndex }) => rules[ruleIndex]?.id)).toEqual(['EWS2104', 'EWS1005', 'EWS2104']);
});

it('nothing that a problem quotes is a link, a place of an argument, a control character or a secret', () => {
  const key = 'ghp_abcdefghijklmnopqrstuvwxyz0123456789';
  const hostile = { ...UNKNOWN, message: `see [here](https://x.example) {0} \u001b[2J ${key}`, lineText: `k: ${key}` };
  const { results } = logged([hostile]);
  expect(JSON.stringify(results)).not.toContain(key);
  expect(results[0]?.message.text).not.toContain('\u001b');
  expect(results[0]?.message.text).toMatch(/^see \\\[here\]\(https:\/\/x\.example\) \{\{0\}\} \\u001b/);
  expect(githubAnnotations([hostile], '')).not.toContain(key);
});

it('the name of a file is a relative reference, whatever it holds', () => {
  const named = (file: string): string | undefined => {
    const { results } = logged([{ ...UNKNOWN, span: { file, line: 1, column: 1, length: 1 } }]);
    return results[0]?.locations?.[0]?.physicalLocation.artifactLocation.uri;
  };
  expect(named('features/a b#c?.sql')).toBe('features/a%20b%23c%3F.sql');
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', minLength: 1 }), { minLength: 1, maxLength: 4 }), (names) => {
      const uri = String(named(names.join('/')));
      expect(uri).toMatch(/^(?:[A-Za-z0-9_.!~*'()-]|%[0-9A-F]{2}|\/)+$/);
    }),
  );
});

it('an annotation of GitHub is one command, whatever it quotes', () => {
  expect(githubAnnotations([UNKNOWN], 'risk')).toBe(
    '::error file=risk/features/labor.sql,line=10,endLine=10,col=8,endColumn=18,title=EWS2104 unknown relation::' +
      'no relation called "fred.unrat" is declared%0Adid you mean "fred.unrate"?',
  );
  const span = { file: 'a,b:c\r\n%.sql', line: 1, column: 1, length: 1 };
  const hostile: Problem = { ...UNKNOWN, message: '100%\r\n::set-output name=x::y', span };
  expect(githubAnnotations([hostile], '')).toBe(
    '::error file=a%2Cb%3Ac%0D%0A%25.sql,line=1,endLine=1,col=1,endColumn=2,title=EWS2104 unknown relation::' +
      '100%25%0D%0A::set-output name=x::y%0Adid you mean "fred.unrate"?',
  );
});

it('and of any problem it can be read back', () => {
  const unescaped = (text: string): string =>
    text
      .replaceAll('%2C', ',')
      .replaceAll('%3A', ':')
      .replaceAll('%0A', '\n')
      .replaceAll('%0D', '\r')
      .replaceAll('%25', '%');
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 1 }), (message, name) => {
      const span = { file: name, line: 1, column: 1, length: 1 };
      const line = githubAnnotations([{ code: 'EWS2104', severity: 'warning', message, span }], '');
      expect(line).not.toMatch(/[\r\n]/);
      const [, properties = '', data = ''] = /^::warning ((?:(?!::).)*)::(.*)$/u.exec(line) ?? [];
      expect(unescaped(data)).toBe(message);
      const [file = ''] = properties.split(',');
      expect(unescaped(file)).toBe(`file=${name}`);
    }),
  );
});
