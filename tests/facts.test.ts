import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { EWS_VERSION } from '../engine/cli/version.ts';
import { isOfTests, ROOT, type SourceFile, sourceFiles } from './source-files.ts';

/**
 * Something that one file, or one room, owns: it is written nowhere else, so that it can be changed, and cannot differ.
 */
interface Fact {
  readonly what: string;
  /** What its name is where it is needed. */
  readonly instead: string;
  readonly written: RegExp;
  /** The path of its owner, or how it begins. */
  readonly owner: string;
  /** Where it is not to be written; everywhere where nothing is said. */
  readonly within?: string;
  /** Code that writes it out. */
  readonly planted: string;
}

const FACTS: readonly Fact[] = [
  {
    what: 'the end of time',
    instead: 'END_OF_TIME, END_OF_TIME_SQL',
    written: /9999-12-31/,
    owner: 'engine/bitemporal/',
    planted: "const open = rows.filter(({ knownTo }) => knownTo === '9999-12-31');",
  },
  {
    what: 'the schema of the snapshots',
    instead: 'SNAPSHOT_SCHEMA',
    written: /['"`]__asof\b/,
    owner: 'engine/bitemporal/',
    planted: "const WORK = '__asof';",
  },
  {
    what: 'which columns tell when a row was known',
    instead: 'KNOWLEDGE_COLUMNS, isKnowledgeColumn',
    written: /\[\s*'realtime_start',\s*'realtime_end',\s*'knowledge'/,
    owner: 'engine/bitemporal/',
    planted: "const HIDDEN = new Set(['realtime_start', 'realtime_end', 'knowledge', 'rowid']);",
  },
  {
    what: 'the column of the raw bytes',
    instead: 'RAW_COLUMN',
    written: /\braw_sha256\b/,
    owner: 'engine/bitemporal/',
    planted: "if (name === 'raw_sha256') return;",
  },
  {
    what: 'the arithmetic of the calendar',
    instead: 'addDays, daysBetween, utcDay, monthIndex, ...',
    written: /T00:00:00Z|Date\.UTC\(|\.setUTC|toISOString\(\)\.slice\(0, 10\)|\* 12 \+ Number\(/,
    owner: 'engine/calendar/',
    planted: 'const next = new Date(Date.UTC(year, month + 1, 0)).toISOString();',
  },
  {
    what: 'when a value of which only a lag is declared is known',
    instead: 'knownFromSql, rowKnownFromSql, nextKnownBy',
    written: /\b(lag_days|lagDays|publicationLagDays)\b[^`\n]*\)::DATE|addDays\([^;\n]*[lL]agDays/,
    owner: 'engine/ingest/publication-lag.ts',
    planted: 'const due = addDays(nextPeriodEnd(series, newest), series.publicationLagDays);',
  },
  {
    what: 'how ids of nodes and stages are written',
    instead: 'idOf, stageIdOf',
    written: /`(features|labels|models|comparisons|tests|frames|predictions|alarms|cards)\.\$\{[\w.]+\}[`.]/,
    owner: 'engine/ids/',
    planted: `const node = graph.nodes.get(nodeId(\`features.\${group}\`));`,
  },
  {
    what: 'how ingestions are named',
    instead: 'ingestionOf(source), ingestedSource(id)',
    written: /['"`]source:(\$|['"`\w])/,
    owner: 'engine/ids/',
    planted: "if (id.startsWith('source:')) return id.slice(7);",
  },
  {
    what: 'how ids are taken apart',
    instead: 'parseId(id).schema, parseId(id).name, or nodeId(text)',
    written: /\b(\w*id|node|relation)\.(slice\([^)]*indexOf\('\.'\)|split\('\.'\))|\bas NodeId\b/,
    owner: 'engine/ids/',
    planted: "const name = stage.id.slice(stage.id.indexOf('.') + 1);",
  },
  {
    what: 'what a problem consists of',
    instead: 'problem(), warning(), problemError(), usageError()',
    written: /\bcode(: [^,\n]+)?,\s*severity: '(error|warning)'/,
    owner: 'engine/diagnostics/',
    planted: "throw new ProblemError([{ code: 'EWS6001', severity: 'error', message, hint }]);",
  },
  {
    what: 'how thousands are set apart',
    instead: 'thousands(count), formatCount(count)',
    written: /toLocaleString\('en-US'|NumberFormat\('en-US'/,
    owner: 'engine/figures/',
    planted: "const stored = rows.toLocaleString('en-US');",
  },
  {
    what: 'how figures are rounded in text',
    instead: 'plainFixed(value, digits), plainPercent(share), formatFixed(value, digits)',
    written: /\.toFixed\(/,
    owner: 'engine/figures/',
    // The lineage is pure, and no room of the engine is open to it; bench and scripts are not what users read.
    within: 'engine/',
    planted: 'const shown = value === null ? null : value.toFixed(3);',
  },
  {
    what: 'the top of a file',
    instead: 'topOf(path)',
    written: /line: 1, column: 1, length: 1\b/,
    owner: 'engine/diagnostics/',
    planted: 'const span = { file: node.path, line: 1, column: 1, length: 1 };',
  },
];

it('the version is that of package.json, which the lock repeats', async () => {
  const [own, lock] = await Promise.all(
    ['package.json', 'package-lock.json'].map(async (file) =>
      JSON.parse(await readFile(path.join(ROOT, file), 'utf8')),
    ),
  );
  expect(EWS_VERSION).toBe(own.version);
  expect([lock.version, lock.packages[''].version]).toEqual([EWS_VERSION, EWS_VERSION]);
  const literal = new RegExp(`['"]${EWS_VERSION.replaceAll('.', String.raw`\.`)}['"]`);
  const files = (await sourceFiles('engine', 'lineage', 'bench', 'scripts', 'bin')).filter((file) => !isOfTests(file));
  expect(files.filter(({ text }) => literal.test(text)).map(({ path: file }) => file)).toEqual([]);
});

describe('stands in one place:', () => {
  test.each(FACTS)('$what', async (fact) => {
    const files = await sourceFiles('engine', 'lineage', 'bench', 'scripts');
    expect(files.length).toBeGreaterThan(200);
    expect(writtenElsewhere(fact, files)).toEqual([]);
    expect(files.some(({ path, text }) => path.startsWith(fact.owner) && fact.written.test(text))).toBe(true);
  });
});

describe('the search finds what is planted:', () => {
  test.each(FACTS)('$what', (fact) => {
    const planted = {
      path: 'engine/run/planted.ts',
      text: `/** Why. */\nexport function plant() {\n  ${fact.planted}\n}\n`,
    };
    expect(writtenElsewhere(fact, [planted])).toEqual([`engine/run/planted.ts:3: write ${fact.instead}`]);
  });

  it('but not in comments, tests, or where it belongs', () => {
    const [fact] = FACTS;
    if (fact === undefined) throw new Error('no facts');
    const line = `const end = '9999-12-31';\n`;
    const fine: readonly SourceFile[] = [
      { path: `${fact.owner}end.ts`, text: line },
      { path: 'engine/run/build.test.ts', text: line },
      { path: 'engine/run/a.ts', text: '/**\n * Until 9999-12-31.\n */\nconst a = 1; // 9999-12-31\n' },
    ];
    expect(writtenElsewhere(fact, fine)).toEqual([]);
  });
});

function writtenElsewhere(
  { written, owner, instead, within = '' }: Fact,
  files: readonly SourceFile[],
): readonly string[] {
  const searched = files.filter((file) => file.path.startsWith(within) && !isOfTests(file));
  const others = searched.filter((file) => !file.path.startsWith(owner));
  return others.flatMap(({ path, text }) => {
    const code = withoutComments(text);
    const at = code.search(written);
    return at < 0 ? [] : [`${path}:${code.slice(0, at).split('\n').length}: write ${instead}`];
  });
}

/** Comments become empty, and lines stay where they are. A `//` within a line is one where a space stands before it. */
function withoutComments(text: string): string {
  const blocks = text.replaceAll(/(?<=^|\s)\/\*[\s\S]*?\*\//gm, (comment) => comment.replaceAll(/[^\n]/g, ''));
  return blocks.replaceAll(/(^|\s)\/\/ .*$/gm, '');
}
