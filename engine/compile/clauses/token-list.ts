import { at } from '../../presence/index.ts';
import { NO_WORD, type Token, tokensOf } from './tokens.ts';

/** A stretch of a text, by UTF-16 offsets; `end` is exclusive. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

export type Keyword =
  | 'SELECT'
  | 'FROM'
  | 'WHERE'
  | 'GROUP'
  | 'HAVING'
  | 'QUALIFY'
  | 'ORDER'
  | 'PARTITION'
  | 'LIMIT'
  | 'OFFSET'
  | 'WINDOW'
  | 'ON'
  | 'USING'
  | 'WITH'
  | 'VALUES'
  | 'UNION'
  | 'INTERSECT'
  | 'EXCEPT'
  | 'JOIN';

const PLAIN: ReadonlySet<string> = new Set<Keyword>([
  'SELECT',
  'WHERE',
  'HAVING',
  'QUALIFY',
  'LIMIT',
  'OFFSET',
  'WINDOW',
  'USING',
  'VALUES',
  'UNION',
  'INTERSECT',
  'EXCEPT',
]);
const BEFORE_BY: ReadonlySet<string> = new Set<Keyword>(['GROUP', 'ORDER', 'PARTITION']);
export const SET_OPERATIONS: ReadonlySet<string> = new Set<Keyword>(['UNION', 'INTERSECT', 'EXCEPT']);
export const JOINING: ReadonlySet<string> = new Set([
  'NATURAL',
  'ASOF',
  'POSITIONAL',
  'CROSS',
  'INNER',
  'LEFT',
  'RIGHT',
  'FULL',
  'OUTER',
  'SEMI',
  'ANTI',
  'JOIN',
]);

/** The tokens of a query by their positions, and the ways between them: clauses stand side by side in brackets. */
export class TokenList {
  readonly #tokens: readonly Token[];

  constructor(sql: string) {
    this.#tokens = tokensOf(sql);
  }

  token(index: number): Token | undefined {
    return this.#tokens[index];
  }

  /** A word is a keyword by what is around it: `x.left`, `AS "from"`, `IS DISTINCT FROM` and `left(...)` have none. */
  keywordAt(index: number): Keyword | undefined {
    const [before, word, after] = [this.word(index - 1), this.word(index), this.word(index + 1)];
    if (before === '.' || before === 'AS') return undefined;
    if (PLAIN.has(word)) return word as Keyword;
    if (BEFORE_BY.has(word)) return after === 'BY' ? (word as Keyword) : undefined;
    if (word === 'ON') return before === 'DISTINCT' ? undefined : 'ON';
    if (word === 'FROM')
      return before === 'DISTINCT' && ['IS', 'NOT'].includes(this.word(index - 2)) ? undefined : 'FROM';
    if (word === 'WITH') return after === 'ORDINALITY' ? undefined : 'WITH';
    return word === 'JOIN' || (JOINING.has(word) && JOINING.has(after)) ? 'JOIN' : undefined;
  }

  /** Whether a token is a keyword, and one of these. */
  isOneOf(keywords: ReadonlySet<string>, index: number): boolean {
    const keyword = this.keywordAt(index);
    return keyword !== undefined && keywords.has(keyword);
  }

  /** The word of a token; `NO_WORD` beyond both ends of the text, too. */
  word(index: number): string {
    const token = this.#tokens[index];
    return token === undefined ? NO_WORD : token.word;
  }

  /** The token at an offset, or the first one behind it. */
  at(offset: number): number | undefined {
    let [low, high] = [0, this.#tokens.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at(this.#tokens, middle).end > offset) high = middle;
      else low = middle + 1;
    }
    return low < this.#tokens.length ? low : undefined;
  }

  /** The bracket that opens the group of a token. */
  around(index: number): number | undefined {
    const open = this.#tokens[index]?.group.open ?? -1;
    return open < 0 ? undefined : open;
  }

  /** The bracket that closes the one at `index`; `index` where there is none. */
  closing(index: number): number {
    const inner = this.#tokens[index + 1];
    const opens = ['(', '[', '{'].includes(this.word(index));
    if (!opens || inner === undefined) return index;
    return inner.group.open === index ? inner.group.close : index + 1;
  }

  /** Where the brackets around a token end: the one that closes them, or the end of the text. */
  endAround(index: number): number {
    return Math.min(this.#tokens[index]?.group.close ?? this.#tokens.length, this.#tokens.length);
  }

  /**
   * The first token behind `from`, in the same brackets, of which something holds; within its SELECT unless `anywhere`.
   */
  next(from: number, holds: (index: number) => boolean, anywhere = false): number | undefined {
    const group = this.#tokens[from]?.group;
    if (group === undefined) return undefined;
    const end = this.endAround(from);
    for (let index = from + 1; index < end; index += 1) {
      if (this.#tokens[index]?.group !== group) continue;
      if (holds(index)) return index;
      if (!anywhere && this.isOneOf(SET_OPERATIONS, index)) return undefined;
    }
    return undefined;
  }

  /** The last token before `from`, in the same brackets, of which something holds. */
  previous(from: number, holds: (index: number) => boolean): number | undefined {
    const group = this.#tokens[from]?.group;
    if (group === undefined) return undefined;
    for (let index = from - 1; index > group.open; index -= 1) {
      if (this.#tokens[index]?.group === group && holds(index)) return index;
    }
    return undefined;
  }

  /** The last token before the next clause, the end of the brackets, or a sign. */
  lastOf(from: number, sign = ';'): number {
    const end = this.next(from, (index) => this.keywordAt(index) !== undefined || this.word(index) === sign);
    return (end ?? this.endAround(from)) - 1;
  }

  /** From the first token to the last one; nothing of the text where no token stands at `last`. */
  stretch(first: number, last: number): Stretch {
    const { start } = at(this.#tokens, first);
    return { start, end: this.#tokens[last]?.end ?? start };
  }
}
