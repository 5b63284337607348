/** Tells whether a path of the project is meant. */
export interface PathPattern {
  test(path: string): boolean;
}

/** How far a path may have been read: at each place whether what stands before it is what the pattern began with. */
type Places = readonly boolean[];

/** From the places behind one part of a pattern to those behind the next. */
type Part = (before: Places, path: string) => Places;

/**
 * A path pattern over project-relative paths: `*` and `?` stay within a folder, `**` crosses folders, `{a,b}` is
 * either. `features/**` is everything under features/. All ways to read a path are followed at once, so that no pattern
 * takes longer than its length times that of the path.
 */
export function pathPattern(pattern: string): PathPattern {
  const words = pattern.replace(/^\.\//, '').match(/\*\*\/|\*\*|\*|\?|\{[^{}]*\}|[^*?{]+|\{/g) ?? [];
  const parts = words.map(partOf);
  return { test: (path) => isMatch(parts, path) };
}

function isMatch(parts: readonly Part[], path: string): boolean {
  let places: Places = Array.from({ length: path.length + 1 }, (_, i) => i === 0);
  for (const part of parts) {
    places = part(places, path);
    if (!places.includes(true)) return false;
  }
  return places[path.length] === true;
}

function partOf(word: string): Part {
  switch (word) {
    case '**/':
      return wholeFolders;
    case '**':
      return (before) => onward(before, () => true);
    case '*':
      return (before, path) => onward(before, (i) => path[i] !== '/');
    case '?':
      return (before, path) => before.map((_, i) => i > 0 && before[i - 1] === true && path[i - 1] !== '/');
    default:
      return word.length > 1 && word.startsWith('{') ? oneOf(word.slice(1, -1).split(',')) : oneOf([word]);
  }
}

/** One of some texts. */
function oneOf(texts: readonly string[]): Part {
  return (before, path) => {
    const after = before.map(() => false);
    for (const [i, isPlace] of before.entries()) {
      if (!isPlace) continue;
      for (const text of texts) if (path.startsWith(text, i)) after[i + text.length] = true;
    }
    return after;
  };
}

/** Any characters that may be passed, or none. */
function onward(before: Places, passes: (i: number) => boolean): Places {
  let reached = false;
  return before.map((isPlace, i) => {
    reached = isPlace || (reached && passes(i - 1));
    return reached;
  });
}

/** Any folders with names, each with its slash, or none. */
function wholeFolders(before: Places, path: string): Places {
  const after = [...before];
  let begun = false;
  for (let i = 0; i < path.length; i++) {
    if (path[i] === '/') {
      if (begun) after[i + 1] = true;
      begun = false;
    } else if (after[i] === true) begun = true;
  }
  return after;
}
