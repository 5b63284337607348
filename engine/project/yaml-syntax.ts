import type { YAMLParseError } from 'yaml';
import { type Problem, spanAt, type TextFile } from '../diagnostics/index.ts';
import { type ProblemWords, problemIn } from './problem-at.ts';

/** The first syntax error of a file in plain words. The others are usually its echo. */
export function syntaxProblem(file: TextFile, error: YAMLParseError): Problem {
  // A bracket that is missing at the end of a file is shown where its text ends, not on an empty line.
  const last = Math.max(0, file.text.trimEnd().length - 1);
  const start = Math.min(error.pos[0], last);
  const end = Math.max(start, error.pos[1]);
  return problemIn(file, spanAt(file, start, Math.max(1, end - start)), { code: 'EWS1003', ...inWords(error) });
}

function inWords(error: YAMLParseError): Omit<ProblemWords, 'code'> {
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return { message: 'a tab is used as indentation', hint: 'YAML is indented with spaces: replace the tab' };
    case 'MULTIPLE_DOCS':
      return { message: 'a second document begins here', hint: 'one definition a file: move it to its own file' };
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
      return {
        message: 'a key cannot stand here',
        hint: 'put text that contains ": " in quotes, and line up the keys of one mapping',
      };
    case 'BAD_SCALAR_START':
      return { message: sentence(error.message), hint: 'put the value in quotes' };
    case 'RESOURCE_EXHAUSTION':
      return { message: 'the file is nested too deeply', hint: 'no definition needs more than a few levels' };
    case 'BAD_INDENT':
    case 'MISSING_CHAR':
      return { message: sentence(error.message), hint: 'check brackets, quotes and indentation just above' };
    default:
      return { message: sentence(error.message) };
  }
}

function sentence(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
