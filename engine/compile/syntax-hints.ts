import { closestMatch } from '../diagnostics/index.ts';

/** A text up to an offset, and from it. */
interface Place {
  readonly before: string;
  readonly after: string;
}

interface Slip {
  readonly holds: (place: Place) => boolean;
  readonly hint: string;
}

const CURLY = /[\u2018\u2019\u201a\u201c\u201d\u201e]/;

/** What people write who come from other dialects, or slip; the first that holds is said. */
const SLIPS: readonly Slip[] = [
  {
    holds: ({ before, after }) => CURLY.test(wordsAround(before, after)),
    hint: `curly quotes are letters to SQL: write text as 'a', a name as "a"`,
  },
  { holds: ({ after }) => /^(#|\/\/)/.test(after), hint: 'a comment begins with --' },
  { holds: ({ after }) => /^:\w/.test(after), hint: 'a variable is written with a dollar sign: $name' },
  { holds: ({ after }) => after.startsWith('`'), hint: 'a name is quoted by "double quotes", if it has to be' },
  { holds: ({ after }) => after.startsWith('['), hint: 'names stand without brackets: fred.unrate' },
  {
    holds: ({ before }) => /\bTOP\s*\(?\s*$/i.test(before),
    hint: 'write ORDER BY ... LIMIT at the end instead of TOP',
  },
  { holds: ({ before }) => /&&[^&]*$/.test(before), hint: 'conditions are joined by AND and OR' },
  { holds: ({ before, after }) => after.startsWith(',') && /,\s*$/.test(before), hint: 'one comma is too many' },
  { holds: ({ after }) => after.startsWith(')'), hint: 'a bracket is closed that nothing has opened' },
  { holds: isOpen, hint: 'a bracket before this is not closed' },
  {
    holds: ({ before, after }) => /[\w")\]']\s*$/.test(before) && /^[\w"'(]/.test(after) && isListed(before),
    hint: 'is a comma missing before it?',
  },
];

/** What may have been meant where DuckDB's parser stops; undefined where that is anybody's guess. */
export function syntaxHint(text: string, offset: number): string | undefined {
  const place = { before: text.slice(0, offset), after: text.slice(offset) };
  return misspeltKeyword(place) ?? SLIPS.find(({ holds }) => holds(place))?.hint;
}

const KEYWORDS = ['SELECT', 'FROM', 'WHERE', 'GROUP', 'ORDER', 'HAVING', 'JOIN', 'LEFT', 'WITH', 'UNION', 'LIMIT'];

/** A word that is a slip away from a keyword, and no name: it is where the parser stops, or the word before it. */
function misspeltKeyword({ before, after }: Place): string | undefined {
  const [here] = /^[A-Za-z]+/.exec(after) ?? [];
  const [, last] = /([A-Za-z]{4,})\s+$/.exec(before) ?? [];
  for (const word of [here, last]) {
    if (word === undefined || word.length < 4 || KEYWORDS.includes(word.toUpperCase())) continue;
    const meant = transposed(word) ?? closestMatch(word, KEYWORDS);
    if (meant !== undefined) return `did you mean ${meant}?`;
  }
  return undefined;
}

/** FORM for FROM: the same letters. */
function transposed(word: string): string | undefined {
  const letters = (text: string): string => [...text.toUpperCase()].toSorted().join('');
  return KEYWORDS.find((keyword) => letters(keyword) === letters(word));
}

function wordsAround(before: string, after: string): string {
  return `${/\S*$/.exec(before)?.[0]}${/^\S*/.exec(after)?.[0]}`;
}

function bare(text: string): string {
  return text.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g, ' ');
}

/** AS and FROM do not stand within the brackets of a call, but after them. */
function isOpen({ before, after }: Place): boolean {
  const text = bare(before);
  return text.split('(').length > text.split(')').length && /^(AS|FROM|WHERE|GROUP|ORDER|$)\b/i.test(after);
}

/** Whether the innermost clause is a list of things that commas part. */
function isListed(before: string): boolean {
  const clauses = [
    ...bare(before).matchAll(/\b(SELECT|FROM|WHERE|GROUP BY|ORDER BY|HAVING|QUALIFY|ON|PARTITION BY)\b/gi),
  ];
  const last = clauses.at(-1);
  return last !== undefined && /SELECT|BY/i.test(last[0]);
}
