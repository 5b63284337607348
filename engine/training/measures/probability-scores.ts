import type { CalibrationBin, ProbabilityScores } from '../results.ts';

const FLOOR = 1e-15;

/** Mean squared distance from the label; null when no row has weight. */
export function brier(
  probabilities: readonly number[],
  labels: readonly (0 | 1)[],
  weights?: readonly number[],
): number | null {
  let sum = 0;
  let total = 0;
  for (const [i, probability] of probabilities.entries()) {
    const weight = weights === undefined ? 1 : (weights[i] ?? 0);
    sum += weight * (probability - (labels[i] ?? 0)) ** 2;
    total += weight;
  }
  return total > 0 ? sum / total : null;
}

export function skill(score: number | null, reference: number | null): number | null {
  return score === null || reference === null || reference === 0 ? null : 1 - score / reference;
}

/** Mean of -ln of the probability given to what happened, probabilities kept off 0 and 1. */
export function logScore(
  probabilities: readonly number[],
  labels: readonly (0 | 1)[],
  weights?: readonly number[],
): number {
  let sum = 0;
  let total = 0;
  for (const [i, probability] of probabilities.entries()) {
    const weight = weights === undefined ? 1 : (weights[i] ?? 0);
    const kept = Math.min(Math.max(probability, FLOOR), 1 - FLOOR);
    sum -= weight * (labels[i] === 1 ? Math.log(kept) : Math.log1p(-kept));
    total += weight;
  }
  return sum / total;
}

interface Bin {
  readonly probabilities: number[];
  readonly labels: (0 | 1)[];
}

/** Up to ten bins of about equal size; equal probabilities stay together. */
function bins(probabilities: readonly number[], labels: readonly (0 | 1)[]): readonly Bin[] {
  const order = probabilities.map((_, i) => i).sort((a, b) => (probabilities[a] ?? 0) - (probabilities[b] ?? 0));
  const made: Bin[] = [];
  let current: Bin = { probabilities: [], labels: [] };
  for (const [rank, row] of order.entries()) {
    const probability = probabilities[row] ?? 0;
    const full = rank >= ((made.length + 1) * order.length) / 10;
    if (full && probability !== current.probabilities.at(-1)) {
      made.push(current);
      current = { probabilities: [], labels: [] };
    }
    current.probabilities.push(probability);
    current.labels.push(labels[row] ?? 0);
  }
  if (current.labels.length > 0) made.push(current);
  return made;
}

export function calibrationCurve(
  probabilities: readonly number[],
  labels: readonly (0 | 1)[],
): readonly CalibrationBin[] {
  return bins(probabilities, labels).map((bin) => ({
    from: bin.probabilities[0] ?? 0,
    to: bin.probabilities.at(-1) ?? 0,
    rows: bin.labels.length,
    meanProbability: mean(bin.probabilities),
    frequency: mean(bin.labels),
  }));
}

/**
 * Murphy's decomposition over the calibration bins; `withinBin` makes it exact for forecasts that vary inside a bin
 * (Stephenson, Coelho & Jolliffe, "Two extra components in the Brier score decomposition", 2008).
 */
export function brierDecomposition(
  probabilities: readonly number[],
  labels: readonly (0 | 1)[],
): ProbabilityScores['decomposition'] {
  const rows = labels.length;
  const base = mean(labels);
  let reliability = 0;
  let resolution = 0;
  let withinBin = 0;
  for (const bin of bins(probabilities, labels)) {
    const forecast = mean(bin.probabilities);
    const frequency = mean(bin.labels);
    const share = bin.labels.length / rows;
    reliability += share * (forecast - frequency) ** 2;
    resolution += share * (frequency - base) ** 2;
    for (const [i, probability] of bin.probabilities.entries()) {
      const off = probability - forecast;
      withinBin += (off ** 2 - 2 * off * ((bin.labels[i] ?? 0) - frequency)) / rows;
    }
  }
  return { reliability, resolution, uncertainty: base * (1 - base), withinBin };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
