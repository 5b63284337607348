import {
  lineTextAt,
  type Problem,
  type ProblemCode,
  problem,
  type Span,
  spanAt,
  type TextFile,
  warning,
} from '../diagnostics/index.ts';

export type YamlPath = readonly (string | number)[];

/** What a problem says, before it knows where. */
export interface ProblemWords {
  readonly code: ProblemCode;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly notes?: readonly string[] | undefined;
  readonly severity?: 'error' | 'warning';
}

export function problemIn(file: TextFile, span: Span, words: ProblemWords): Problem {
  const { code, message, hint, notes, severity = 'error' } = words;
  const say = severity === 'error' ? problem : warning;
  return Object.freeze(say(code, message, { span, lineText: lineTextAt(file, span.line), hint, notes }));
}

/** A problem of the file as a whole: it points at the first line that says something. */
export function problemOf(file: TextFile, words: ProblemWords): Problem {
  return problemIn(file, spanAt(file, Math.max(0, file.text.search(/\S/)), Number.MAX_SAFE_INTEGER), words);
}

/** `['columns', 'unrate', 'tests', 0]` as people write it: `columns.unrate.tests[0]`. */
export function pathText(path: YamlPath): string {
  const [first, ...rest] = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`));
  return first === undefined ? '' : [first.replace(/^\./, ''), ...rest].join('');
}

/** By file and position; problems without a place come first. */
export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => byPlace(a.span, b.span) || byText(a.code, b.code) || byText(a.message, b.message));
}

function byPlace(a: Span | undefined, b: Span | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return byText(a.file, b.file) || a.line - b.line || a.column - b.column;
}

function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
