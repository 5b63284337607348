import { type Problem, spanAt, type TextFile } from '../diagnostics/index.ts';
import { beyond, LIMITS, type Limit } from '../limits/index.ts';
import { problemIn } from './problem-at.ts';
import { yaml } from './yaml-package.ts';

/** Whatever a text as short as this holds, it is parsed in a moment. */
const SHORT = 4000;

/**
 * Why a text is not parsed: it has too many words, is nested too deeply or indented too far (EWS1025). It is cut into
 * words first, which takes the time of its length; parsing takes the product with its depth, and some indentations end
 * the process.
 */
export function yamlExcess(file: TextFile): Problem | undefined {
  if (file.text.length <= SHORT) return undefined;
  const scan = new Scan();
  let offset = 0;
  for (const token of new (yaml().Lexer)().lex(file.text)) {
    const found = scan.excess(token);
    if (found !== undefined) return excessProblem(file, offset, found);
    // Marks of the beginnings of documents and scalars stand for no characters.
    offset += MARKS.has(token) ? 0 : token.length;
  }
  return undefined;
}

const MARKS = new Set(['\u{FEFF}', '\x02', '\x18', '\x1f']);
const OPENING = new Set(['[', '{']);
const CLOSING = new Set([']', '}']);
/** Each begins something within what stands in the same line: `- - - a`. */
const NESTING = new Set(['-', '?', ':']);

interface Excess {
  readonly limit: Limit;
  readonly count: number;
}

/** Counts while a text is cut into words. */
class Scan {
  #tokens = 0;
  #flow = 0;
  #inLine = 0;
  #lineBegins = true;

  excess(token: string): Excess | undefined {
    this.#tokens += 1;
    if (this.#lineBegins && token.startsWith(' ') && token.length > LIMITS.yamlIndent.most) {
      return { limit: LIMITS.yamlIndent, count: token.length };
    }
    this.#lineBegins = token.endsWith('\n');
    if (this.#lineBegins) this.#inLine = 0;
    else if (NESTING.has(token) && this.#flow === 0) this.#inLine += 1;
    if (OPENING.has(token)) this.#flow += 1;
    else if (CLOSING.has(token)) this.#flow = Math.max(0, this.#flow - 1);
    const depth = this.#flow + this.#inLine;
    if (depth > LIMITS.yamlDepth.most) return { limit: LIMITS.yamlDepth, count: depth };
    return this.#tokens > LIMITS.yamlTokens.most ? { limit: LIMITS.yamlTokens, count: this.#tokens } : undefined;
  }
}

function excessProblem(file: TextFile, offset: number, { limit, count }: Excess): Problem {
  return problemIn(file, spanAt(file, offset), {
    code: 'EWS1025',
    message: `up to here the file has ${beyond(limit, count)}`,
    hint: 'a definition needs a few levels and some hundred lines: split it',
  });
}
