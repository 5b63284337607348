import { PROBLEM_CODES, type Problem, type ProblemCode } from '../../diagnostics/index.ts';
import { type PlacedProblem, type ProblemPlace, placedProblem } from './placed-problem.ts';

/** A page of `docs/errors`. */
export interface ProblemPage {
  /** Where a reader of the log can open it, who need not have this machine's files; absent: nobody publishes it. */
  readonly url?: string;
  readonly markdown: string;
}

/** Whose problems these are, and how the command ended that found them. */
export interface ProblemReport {
  readonly version: string;
  /** `compile`; null where what was typed is no command. */
  readonly command: string | null;
  readonly exitCode: number;
  /** Where the project lies in its repository: `risk/us`, or nothing. */
  readonly prefix: string;
  readonly pages: ReadonlyMap<ProblemCode, ProblemPage>;
}

/** Where paths begin: with the root of the repository, which whoever reads the log knows. */
const ROOT = '%SRCROOT%';

/**
 * Problems as a log of SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format): one run, a rule for each code
 * that occurs, a result for each problem.
 */
export function sarifLog(problems: readonly Problem[], report: ProblemReport): object {
  const codes = [...new Set(problems.map(({ code }) => code))].toSorted();
  const places = new Map(codes.map((code, index) => [code, index]));
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'ews',
            semanticVersion: report.version,
            rules: codes.map((code) => ruleOf(code, report.pages.get(code))),
          },
        },
        ...(report.command === null ? {} : { automationDetails: { id: `ews ${report.command}/` } }),
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: report.exitCode === 0, exitCode: report.exitCode }],
        results: problems.map((problem) => {
          const placed = placedProblem(problem, report.prefix);
          return { ...resultOf(placed), ruleIndex: places.get(placed.code) };
        }),
      },
    ],
  };
}

function ruleOf(code: ProblemCode, page: ProblemPage | undefined): object {
  const title = PROBLEM_CODES[code];
  return {
    id: code,
    name: pascalCase(title),
    shortDescription: { text: title },
    ...(page === undefined ? {} : { help: { text: page.markdown, markdown: page.markdown } }),
    ...(page?.url === undefined ? {} : { helpUri: page.url }),
  };
}

function pascalCase(title: string): string {
  const words = title.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return words.map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`).join('');
}

function resultOf({ code, severity, message, more, place }: PlacedProblem): object {
  return {
    ruleId: code,
    level: severity,
    message: { text: literal([message, ...more].join('\n')) },
    ...(place === undefined ? {} : { locations: [{ physicalLocation: locationOf(place) }] }),
  };
}

/** A message's own text may hold neither links, `[text](target)`, nor places of arguments, `{0}`. */
function literal(text: string): string {
  return text.replaceAll(/\[(?=[^\]]*\]\()/g, '\\[').replaceAll(/\{(\d+)\}/g, '{{$1}}');
}

function locationOf({ file, line, column, endColumn, lineText }: ProblemPlace): object {
  return {
    artifactLocation: { uri: relativeUri(file), uriBaseId: ROOT },
    region: {
      startLine: line,
      startColumn: column,
      endLine: line,
      endColumn,
      ...(lineText === undefined ? {} : { snippet: { text: lineText } }),
    },
  };
}

/** A path as a relative reference: each of its names encoded, and none that could be taken for a scheme. */
function relativeUri(file: string): string {
  return file.split('/').map(encodedName).join('/');
}

/** Half of a surrogate pair has no encoding. */
function encodedName(name: string): string {
  return encodeURIComponent(name.replaceAll(/\p{Cs}/gu, '\ufffd'));
}
