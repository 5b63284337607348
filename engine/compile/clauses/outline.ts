import { JOINING, type Keyword, SET_OPERATIONS, type Stretch, TokenList } from './token-list.ts';
import type { Group } from './tokens.ts';

/** The clauses that may follow a PIVOT statement, which has a GROUP BY of its own. */
const OVER_PIVOT: ReadonlySet<string> = new Set<Keyword>(['ORDER', 'LIMIT', 'OFFSET', 'UNION', 'INTERSECT', 'EXCEPT']);

/**
 * Where the clauses of a query stand. DuckDB's AST says where expressions stand but not where clauses begin and end;
 * between brackets a clause goes from its keyword to the next one.
 */
export class Outline {
  readonly #tokens: TokenList;

  constructor(sql: string) {
    this.#tokens = new TokenList(sql);
  }

  /** The nearest clause with one of these keywords around an expression that stands at `offset`. */
  clause(offset: number, keywords: readonly Keyword[]): Stretch | undefined {
    const at = this.#clauseStart(offset, keywords);
    return at === undefined ? undefined : this.#clauseFrom(at.keyword, at.inside);
  }

  /** A clause of the SELECT whose list holds an expression at `offset`. */
  clauseBeside(offset: number, keyword: Keyword): Stretch | undefined {
    const select = this.#clauseStart(offset, ['SELECT'])?.keyword;
    const found =
      select === undefined
        ? undefined
        : this.#tokens.next(select, (index) => this.#tokens.keywordAt(index) === keyword);
    return found === undefined ? undefined : this.#clauseFrom(found, found);
  }

  /** `DISTINCT`, or `DISTINCT ON (...)`, of the SELECT whose list holds an expression at `offset`. */
  distinct(offset: number): Stretch | undefined {
    const select = this.#clauseStart(offset, ['SELECT'])?.keyword;
    if (select === undefined || this.#tokens.word(select + 1) !== 'DISTINCT') return undefined;
    const last = this.#tokens.word(select + 2) === 'ON' ? this.#tokens.closing(select + 3) : select + 1;
    return this.#tokens.stretch(select + 1, last);
  }

  /** The USING, or all of the NATURAL JOIN, of the join whose keyword stands at `offset`. */
  joinedBy(offset: number): Stretch | undefined {
    const join = this.#tokens.at(offset);
    if (join === undefined) return undefined;
    let joined = join;
    while (JOINING.has(this.#tokens.word(joined))) joined += 1;
    const using = this.#tokens.next(joined - 1, (index) => this.#tokens.keywordAt(index) !== undefined);
    if (using !== undefined && this.#tokens.keywordAt(using) === 'USING')
      return this.#tokens.stretch(using, this.#tokens.closing(using + 1));
    return this.#tokens.stretch(join, this.#tokens.lastOf(joined, ','));
  }

  /** `UNION ALL BY NAME` behind the SELECT whose list holds an expression at `offset`. */
  setOperation(offset: number): Stretch | undefined {
    const select = this.#clauseStart(offset, ['SELECT'])?.keyword;
    for (let from = select; from !== undefined; from = this.#tokens.around(from)) {
      const found = this.#tokens.next(from, (index) => this.#tokens.isOneOf(SET_OPERATIONS, index), true);
      if (found === undefined) continue;
      let last = found;
      while (['ALL', 'DISTINCT', 'BY', 'NAME'].includes(this.#tokens.word(last + 1))) last += 1;
      return this.#tokens.stretch(found, last);
    }
    return undefined;
  }

  /** From CASE, which stands at `offset`, to its END. */
  choice(offset: number): Stretch | undefined {
    const first = this.#tokens.at(offset);
    if (first === undefined || this.#tokens.word(first) !== 'CASE') return undefined;
    let open = 1;
    const last = this.#tokens.next(first, (index) => {
      const word = this.#tokens.word(index);
      if (word === 'CASE') open += 1;
      if (word === 'END') open -= 1;
      return open === 0;
    });
    return last === undefined ? undefined : this.#tokens.stretch(first, last);
  }

  /** The call of one of these functions, in upper case, around an argument that stands at `offset`. */
  callAround(offset: number, names: readonly string[]): Stretch | undefined {
    const argument = this.#tokens.at(offset);
    if (argument === undefined) return undefined;
    for (let open = this.#tokens.around(argument); open !== undefined; open = this.#tokens.around(open)) {
      const isCall = open > 0 && names.includes(this.#tokens.word(open - 1));
      if (isCall) return this.#tokens.stretch(open - 1, this.#tokens.closing(open));
    }
    return undefined;
  }

  /** The call whose function's name stands at `offset`. */
  call(offset: number): Stretch | undefined {
    const name = this.#tokens.at(offset);
    const open =
      name === undefined ? undefined : this.#tokens.next(name, (index) => this.#tokens.word(index) === '(', true);
    return name === undefined || open === undefined
      ? undefined
      : this.#tokens.stretch(name, this.#tokens.closing(open));
  }

  /** From PIVOT or UNPIVOT, which stands at `offset`, to what follows it. */
  pivot(offset: number): Stretch | undefined {
    const first = this.#tokens.at(offset);
    if (first === undefined) return undefined;
    const isOver = (index: number): boolean => this.#tokens.isOneOf(OVER_PIVOT, index);
    const isStatement = this.#tokens.next(first, (index) => this.#tokens.keywordAt(index) === 'ON') !== undefined;
    if (!isStatement) {
      const open = this.#tokens.next(first, (index) => this.#tokens.word(index) === '(', true);
      return open === undefined ? undefined : this.#tokens.stretch(first, this.#tokens.closing(open));
    }
    const end = this.#tokens.next(first, isOver) ?? this.#tokens.endAround(first);
    return this.#tokens.stretch(first, end - 1);
  }

  /** `OVER (...)`, or the definition of the window that it names, of a call whose name stands at `offset`. */
  over(offset: number): Stretch | undefined {
    const name = this.#tokens.at(offset);
    const over =
      name === undefined ? undefined : this.#tokens.next(name, (index) => this.#tokens.word(index) === 'OVER', true);
    if (over === undefined) return undefined;
    if (this.#tokens.word(over + 1) === '(') return this.#tokens.stretch(over, this.#tokens.closing(over + 1));
    return this.#windowNamed(over + 1) ?? this.#tokens.stretch(over, over + 1);
  }

  /** The expression of a select list that holds an expression at `offset`, without the name that it is given. */
  selected(offset: number): Stretch | undefined {
    const list = this.#clauseStart(offset, ['SELECT']);
    if (list === undefined) return undefined;
    const { keyword, inside } = list;
    const group = this.#tokens.token(keyword)?.group;
    let first = inside;
    while (first - 1 > keyword && !this.#separates(first - 1, group)) first -= 1;
    while (first === keyword + 1 && this.#tokens.word(first) === 'ALL') first += 1;
    if (first === keyword + 1 && this.#tokens.word(first) === 'DISTINCT') {
      first = this.#tokens.word(first + 1) === 'ON' ? this.#tokens.closing(first + 2) + 1 : first + 1;
    }
    const last = this.#tokens.lastOf(inside, ',');
    if (this.#tokens.word(first + 1) === ':' && this.#tokens.word(first + 2) !== ':') first += 2;
    const named =
      last - 2 >= first && this.#tokens.word(last - 1) === 'AS' && this.#tokens.token(last - 1)?.group === group;
    return this.#tokens.stretch(first, named ? last - 2 : last);
  }

  #windowNamed(at: number): Stretch | undefined {
    const name = this.#tokens.token(at);
    const list = this.#outward(at, 'WINDOW');
    if (name === undefined || list === undefined) return undefined;
    const isIt = (index: number): boolean =>
      this.#tokens.token(index)?.text.toLowerCase() === name.text.toLowerCase() &&
      this.#tokens.word(index + 1) === 'AS';
    const defined = this.#tokens.next(list, isIt);
    return defined === undefined ? undefined : this.#tokens.stretch(defined, this.#tokens.closing(defined + 2));
  }

  /** The next such keyword behind a token, in its brackets or in those around them. */
  #outward(at: number, keyword: Keyword): number | undefined {
    const found = this.#tokens.next(at, (index) => this.#tokens.keywordAt(index) === keyword);
    const around = this.#tokens.around(at);
    return found ?? (around === undefined ? undefined : this.#outward(around, keyword));
  }

  /** The keyword of a clause, and the token on the keyword's level that holds what stands at `offset`. */
  #clauseStart(
    offset: number,
    keywords: readonly Keyword[],
  ): { readonly keyword: number; readonly inside: number } | undefined {
    for (let inside = this.#tokens.at(offset); inside !== undefined; inside = this.#tokens.around(inside)) {
      const keyword = this.#tokens.previous(inside, (index) => this.#tokens.keywordAt(index) !== undefined);
      const found = keyword === undefined ? undefined : this.#tokens.keywordAt(keyword);
      if (keyword !== undefined && found !== undefined && keywords.includes(found)) return { keyword, inside };
    }
    return undefined;
  }

  #clauseFrom(keyword: number, inside: number): Stretch {
    const isJoin = this.#tokens.keywordAt(keyword) === 'ON';
    return this.#tokens.stretch(keyword, this.#tokens.lastOf(Math.max(keyword + 1, inside), isJoin ? ',' : undefined));
  }

  #separates(index: number, group: Group | undefined): boolean {
    return this.#tokens.token(index)?.group === group && this.#tokens.word(index) === ',';
  }
}
