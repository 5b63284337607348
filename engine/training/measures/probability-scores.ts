import { at, first, last } from '../../presence/index.ts';
import type { CalibrationBin, ProbabilityScores } from '../results.ts';

const FLOOR = 1e-15;

/** Mean squared distance from the label; null when no row has weight. */
export function brier(
  probabilities: readonly number[],
  labels: readonly (0 | 1)[],
  weights?: ArrayLike<number>,
): number | null {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < probabilities.length; i++) {
    const weight = weights === undefined ? 1 : (weights[i] as number);
    sum += weight * ((probabilities[i] as number) - (labels[i] as number)) ** 2;
    total += weight;
  }
  return total > 0 ? sum / total : null;
}

/** 1 - score / reference; null where either is missing or the reference is perfect. */
export function skill(score: number | null, reference: number | null): number | null {
  return score === null || reference === null || reference === 0 ? null : 1 - score / reference;
}

/** Mean of -ln of the probability given to what happened, probabilities kept off 0 and 1. */
export function logScore(
  probabilities: readonly number[],
  labels: readonly (0 | 1)[],
  weights?: ArrayLike<number>,
): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < probabilities.length; i++) {
    const weight = weights === undefined ? 1 : (weights[i] as number);
    const kept = Math.min(Math.max(probabilities[i] as number, FLOOR), 1 - FLOOR);
    sum -= weight * (labels[i] === 1 ? Math.log(kept) : Math.log1p(-kept));
    total += weight;
  }
  return sum / total;
}

interface LabelledProbability {
  readonly probability: number;
  readonly label: 0 | 1;
}

/** Up to ten bins of about equal size, none empty; equal probabilities stay together. */
function bins(
  probabilities: readonly number[],
  labels: readonly (0 | 1)[],
): readonly (readonly LabelledProbability[])[] {
  const rows = probabilities
    .map((probability, i): LabelledProbability => ({ probability, label: at(labels, i) }))
    .sort((a, b) => a.probability - b.probability);
  const made: LabelledProbability[][] = [];
  for (const [rank, row] of rows.entries()) {
    const current = made.at(-1);
    const isFull = rank >= (made.length * rows.length) / 10;
    if (current === undefined || (isFull && row.probability !== last(current).probability)) made.push([row]);
    else current.push(row);
  }
  return made;
}

export function calibrationCurve(
  probabilities: readonly number[],
  labels: readonly (0 | 1)[],
): readonly CalibrationBin[] {
  return bins(probabilities, labels).map((bin) => ({
    from: first(bin).probability,
    to: last(bin).probability,
    rows: bin.length,
    meanProbability: mean(bin.map(({ probability }) => probability)),
    frequency: mean(bin.map(({ label }) => label)),
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
    const forecast = mean(bin.map(({ probability }) => probability));
    const frequency = mean(bin.map(({ label }) => label));
    const share = bin.length / rows;
    reliability += share * (forecast - frequency) ** 2;
    resolution += share * (frequency - base) ** 2;
    for (const { probability, label } of bin) {
      const off = probability - forecast;
      withinBin += (off ** 2 - 2 * off * (label - frequency)) / rows;
    }
  }
  return { reliability, resolution, uncertainty: base * (1 - base), withinBin };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
