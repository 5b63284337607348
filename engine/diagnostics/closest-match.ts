/** Longer words are no slips of the hand, and comparing two of them takes the product of their lengths. */
const LONGEST_COMPARED = 100;

/** The candidate nearest to `word` by edit distance, if near enough to be a likely slip of the hand. */
export function closestMatch(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > LONGEST_COMPARED) return undefined;
  const small = word.toLowerCase();
  const limit = Math.max(1, Math.floor(word.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    if (Math.abs(small.length - candidate.length) >= bestDistance) continue;
    const distance = editDistance(small, candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** "did you mean ...?", of the nearest candidate or the only one that begins with the word; or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const all = [...candidates];
  const match = closestMatch(word, all) ?? onlyOneBeginningWith(word, all);
  return match === undefined ? undefined : `did you mean "${match}"?`;
}

/** Fewer letters than these begin too much. */
const LEAST_LETTERS = 3;

function onlyOneBeginningWith(word: string, candidates: readonly string[]): string | undefined {
  if (word.length < LEAST_LETTERS) return undefined;
  const found = candidates.filter((candidate) => candidate.toLowerCase().startsWith(word.toLowerCase()));
  return found.length === 1 ? found[0] : undefined;
}

/** `there are: a, b`, or nothing where there is none. */
export function thereAre(words: string, names: readonly string[]): string | undefined {
  return names.length === 0 ? undefined : `${words}: ${names.join(', ')}`;
}

/** Levenshtein distance, given up at `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  // Distances from what is read of `a` so far to each beginning of `b`, the empty one first.
  let distances = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const letter of a.split('')) {
    distances = nextDistances(distances, letter, b);
    // No way on is shorter than the shortest so far.
    if (Math.min(...distances) >= limit) return limit;
  }
  return distances.at(-1) ?? limit;
}

/** Distances after one more letter: it is left out, another one is put in before it, or it stands for another. */
function nextDistances(before: readonly number[], letter: string, b: string): number[] {
  // Nothing stands before the first.
  let [left, corner] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  return before.map((above, j) => {
    const distance = Math.min(above + 1, left + 1, corner + (letter === b[j - 1] ? 0 : 1));
    [left, corner] = [distance, above];
    return distance;
  });
}
