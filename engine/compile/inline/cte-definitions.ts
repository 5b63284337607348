import { closingOf, type SqlWord } from '../../project/index.ts';

/** Words after which a name is no CTE's: what stands before it in its own brackets. */
const OTHER_CLAUSES = new Set([
  'window',
  'select',
  'from',
  'where',
  'by',
  'having',
  'qualify',
  'on',
  'using',
  'values',
]);

/** The words by which CTEs of these names are defined: DuckDB's tree does not say where. */
export function cteDefinitions(words: readonly SqlWord[], names: ReadonlySet<string>): readonly SqlWord[] {
  return words.filter((word, index) => {
    if (!names.has(word.name) || !startsEntry(words, index)) return false;
    const columns = words[index + 1]?.text === '(' ? closingOf(words, index + 1) : index;
    return columns !== undefined && words[columns + 1]?.name === 'as' && isWith(words, index);
  });
}

function startsEntry(words: readonly SqlWord[], index: number): boolean {
  const before = words[index - 1];
  return before?.text === ',' || before?.name === 'with' || before?.name === 'recursive';
}

/** Whether the clause in which a word stands is a WITH. */
function isWith(words: readonly SqlWord[], index: number): boolean {
  const depth = words[index]?.depth;
  for (let at = index - 1; at >= 0; at -= 1) {
    const word = words[at];
    if (word === undefined || (depth !== undefined && word.depth < depth)) return false;
    if (word.depth !== depth || word.kind !== 'word') continue;
    if (word.name === 'with') return true;
    if (OTHER_CLAUSES.has(word.name)) return false;
  }
  return false;
}
