/** The table of docs/large-suite.md: when each large suite last ran, on which bytes, and what it found. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

export const ROWS_FILE = 'docs/large-suite.md';

/** The figures of a suite that failed. */
export const FAILED = 'FAILED';

export interface LargeRow {
  readonly suite: string;
  /** Forty hex digits: everything that was there when it ran, and nothing else. */
  readonly commit: string;
  readonly seconds: number;
  /** In the suite's own words, or `FAILED`. */
  readonly figures: string;
}

const ABOUT = [
  'Checks that take too long for `.ci/run`, which runs the smallest case of each every time.',
  ' `.ci/large` runs them in full\n',
  'and writes this table; it is not written by hand. A row speaks for the bytes of its commit:',
  ' `.ci/run` says which rows are\n',
  'older than the files that they cover.',
].join('');

const HEAD = `# Large suites

${ABOUT}

| suite | commit | seconds | figures |
| ----- | ------ | ------: | ------- |
`;

/** The rows as they stand; none where there is no file yet. Throws where a line of the table is no row. */
export async function readRows(root: string): Promise<readonly LargeRow[]> {
  const text = await readFile(path.join(root, ROWS_FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const lines = text.split('\n').filter((line) => line.startsWith('| ') && !/^\| (suite|-+) /.test(line));
  return lines.map(parseRow);
}

export async function writeRows(root: string, rows: readonly LargeRow[]): Promise<void> {
  await writeFile(path.join(root, ROWS_FILE), `${HEAD}${rows.map(rowText).join('')}`);
}

function rowText({ suite, commit, seconds, figures }: LargeRow): string {
  return `| ${suite} | ${commit} | ${seconds} | ${figures.replaceAll('|', '\\|')} |\n`;
}

function parseRow(line: string): LargeRow {
  const { suite, commit, seconds, figures } =
    /^\| (?<suite>[^|]+) \| (?<commit>[0-9a-f]{40}) \| (?<seconds>\d+) \| (?<figures>.*) \|$/.exec(line)?.groups ?? {};
  if (suite === undefined || commit === undefined || figures === undefined) {
    throw new Error(`${ROWS_FILE} holds a line that .ci/large did not write: ${line}`);
  }
  return { suite, commit, seconds: Number(seconds), figures: figures.replaceAll('\\|', '|') };
}
