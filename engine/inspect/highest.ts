/** The first value with the highest score; one without a score is behind all that have one. Undefined of no values. */
export function highest<T>(values: readonly T[], score: (value: T) => number | null | undefined): T | undefined {
  const scored = values.map((value) => ({ value, score: score(value) ?? Number.NEGATIVE_INFINITY }));
  const most = scored.reduce<(typeof scored)[number] | undefined>(
    (best, next) => (best === undefined || next.score > best.score ? next : best),
    undefined,
  );
  return most?.value;
}
