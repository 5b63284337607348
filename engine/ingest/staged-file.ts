import { type Problem, type ProblemCode, ProblemError, problem } from '../diagnostics/index.ts';
import { at, last } from '../presence/index.ts';
import { decodedText, NotText } from './csv/decode.ts';
import type { CsvDialect } from './csv/dialect.ts';

/**
 * A source's file under inspection: its rows are in the table `staged`, numbered from 1 in `__row`. `__line` is the
 * line of a text file on which a row begins, from 1, and NULL elsewhere.
 */
export interface StagedFile {
  /** The bytes being read: a private copy that cannot change meanwhile. */
  readonly path: string;
  /** How messages call it. */
  readonly shownAs: string;
  /** The relation or source it is declared as. */
  readonly relation: string;
  /** One of the formats. */
  readonly format: string;
  /** Of a CSV file how it is written. */
  readonly dialect?: CsvDialect;
}

export interface CsvFile extends StagedFile {
  readonly dialect: CsvDialect;
}

function isCsv(file: StagedFile): file is CsvFile {
  return file.dialect !== undefined;
}

/** An error about a file as a whole, which names the file and the source that reads it. */
export function fileProblem(file: StagedFile, code: ProblemCode, what: string, hint: string): Problem {
  return problem(code, `${file.shownAs} (source ${file.relation}): ${what}`, { hint });
}

type Excerpt = Pick<Problem, 'span' | 'lineText'>;

/** So many characters of a line are shown. */
const SHOWN_CHARACTERS = 200;

/** Puts a line of a CSV file, from 1, before the reader's eyes. */
export async function excerptOfLine(file: StagedFile, line: number): Promise<Excerpt> {
  if (!isCsv(file)) return {};
  const whole = await lineOf(file, line);
  const lineText = whole.length > SHOWN_CHARACTERS ? `${whole.slice(0, SHOWN_CHARACTERS)}...` : whole;
  return { span: { file: file.shownAs, line, column: 1, length: Math.max(1, lineText.length) }, lineText };
}

/** Reads no further than the line, and keeps no more than a piece of the file. */
async function lineOf(file: CsvFile, line: number): Promise<string> {
  let text = '';
  let passed = 0;
  try {
    for await (const piece of decodedText(file.path, file.dialect.encoding)) {
      text += piece;
      const lines = text.split(/\r\n|\n|\r(?!$)/);
      if (passed + lines.length > line) return at(lines, line - passed - 1);
      passed += lines.length - 1;
      text = last(lines);
    }
  } catch (error) {
    // Bytes that are no text may stand behind the line, or in it: then its beginning is shown.
    if (!(error instanceof NotText)) throw error;
  }
  return passed + 1 === line ? text : '';
}

/** Throws problems as one ProblemError. */
export function fail(...problems: readonly Problem[]): never {
  throw new ProblemError(problems);
}
