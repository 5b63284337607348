import { daysBetween } from '../../calendar/index.ts';
import type { Measured, Measures, RivalScores } from '../../training/index.ts';
import type { EventCardInput } from '../card-input.ts';
import type { GateResult, Promotion } from './event-card-body.ts';
import type { Gate, GateName } from './gate.ts';

type GateInput = Pick<EventCardInput, 'gates' | 'rivals' | 'steps' | 'features' | 'frame'>;

/**
 * Every gate against step (a). A figure that is not defined passes no gate. `fit` is null where no gate is declared:
 * then nobody said what fitness is.
 */
export function promotion(input: GateInput): Promotion {
  const results = input.gates.map((gate) => judge(gate, figureOf(gate.gate, input)));
  return { fit: results.length === 0 ? null : results.every(({ passed }) => passed), gates: results };
}

function judge({ gate, required }: Gate, found: number | null): GateResult {
  return { gate, required, found, passed: found !== null && isMet(gate, found, required) };
}

function isMet(gate: GateName, found: number, required: number): boolean {
  switch (gate) {
    case 'auroc_lower_bound':
    case 'episodes':
      return found >= required;
    case 'beats_climatology':
    case 'beats_spread_probit':
    case 'beats_threshold':
      return found > required;
    case 'calibration_error':
    case 'input_age_days':
      return found <= required;
    default:
      return gate satisfies never;
  }
}

function figureOf(gate: GateName, input: Omit<GateInput, 'gates'>): number | null {
  const { measures } = input.steps.realTime;
  switch (gate) {
    case 'auroc_lower_bound':
      return measures?.auroc.interval?.low ?? null;
    case 'beats_climatology':
      return measures?.probability?.brierSkill.interval?.low ?? null;
    case 'beats_spread_probit':
      return leastLead(input.rivals, 'spread_probit', ({ brierSkill }) => brierSkill);
    case 'beats_threshold':
      return leastLead(input.rivals, 'threshold', ({ usefulnessLead }) => usefulnessLead);
    case 'calibration_error':
      return measures === null ? null : calibrationError(measures);
    case 'input_age_days':
      return oldestInput(input);
    case 'episodes':
      return measures?.auroc.interval?.episodes ?? null;
    default:
      return gate satisfies never;
  }
}

/** The lowest lower end of a lead over the rivals of a kind; null where one has none, or there is no such rival. */
function leastLead(
  rivals: readonly RivalScores[],
  kind: RivalScores['kind'],
  lead: (rival: RivalScores) => Measured,
): number | null {
  const lows = rivals.filter((rival) => rival.kind === kind).map((rival) => lead(rival).interval?.low ?? null);
  return lows.reduce((least, low) => (least === null || low === null ? null : Math.min(least, low)), lows[0] ?? null);
}

/** Mean distance of given from observed over the calibration bins, weighted by their rows. */
function calibrationError({ probability }: Measures): number | null {
  if (probability === null) return null;
  const rows = probability.calibration.reduce((sum, bin) => sum + bin.rows, 0);
  return probability.calibration.reduce(
    (sum, bin) => sum + (bin.rows / rows) * Math.abs(bin.meanProbability - bin.frequency),
    0,
  );
}

/**
 * Days from the date of the oldest input of the newest decision date, of any key, to that date; null where one is
 * missing.
 */
function oldestInput({ features, frame }: Pick<EventCardInput, 'features' | 'frame'>): number | null {
  const newest = frame.asOf.at(-1);
  const rows = frame.asOf.flatMap((date, row) => (date === newest ? [row] : []));
  const dates = features.flatMap(({ dates }) => rows.map((row) => dates?.[row] ?? null));
  if (newest === undefined || dates.length === 0 || dates.includes(null)) return null;
  return Math.max(...dates.map((date) => daysBetween(date ?? newest, newest)));
}
