const BARS = '▁▂▃▄▅▆▇█';

/** Probabilities in [0, 1] as a row of bars, full height = 1; a gap where one is missing. */
export function sparkline(probabilities: readonly (number | null)[]): string {
  return probabilities
    .map((probability) => {
      if (probability === null) return ' ';
      const step = Math.min(BARS.length - 1, Math.max(0, Math.floor(probability * BARS.length)));
      return BARS[step] ?? ' ';
    })
    .join('');
}
