import { at } from '../presence/index.ts';
import type { AlarmDate, PredictionRow } from '../training/index.ts';

/** Value, then contribution, of the slope and of the gap; null: the date could not be explained. */
type Explained = readonly [slope: readonly [number, number], gap: readonly [number, number]] | null;

const EXPLAINED: readonly Explained[] = [
  [
    [1, -0.5],
    [0, 0.1],
  ],
  [
    [2, -0.25],
    [0.1, 0.25],
  ],
  [
    [-1, 1.25],
    [0.2, -0.125],
  ],
  [
    [0.5, 0],
    [0.3, 0.0625],
  ],
  [
    [-2, 1.5],
    [0.4, 0.25],
  ],
  [
    [0, 0.25],
    [0.5, 0.375],
  ],
  null,
  [
    [0.2, 0.3],
    [3.5, 0.0756],
  ],
];

/** Two spells: March, after which the event came, and May and June, of which it came after May alone. */
const SPELLS = [null, null, 1, null, 2, 2, null, null] as const;

const BASE = -0.9;

/** The alarms of the eight months of the small card. */
export function smallAlarms(predictions: readonly PredictionRow[]): readonly AlarmDate[] {
  return predictions.map((prediction, i) => {
    const { probability, threshold } = prediction;
    const exceeded = probability === null ? null : probability >= threshold;
    const number = at(SPELLS, i);
    return {
      prediction,
      exceeded,
      exceedances: exceeded === true ? 1 : 0,
      spell: number === null ? null : { number, outcome: 'true' },
      explanation: explanation(at(EXPLAINED, i)),
    };
  });
}

function explanation(explained: Explained): AlarmDate['explanation'] {
  if (explained === null) return null;
  const [slope, gap] = explained;
  const contributions = [
    { feature: 'rates.slope', value: slope[0], contribution: slope[1], outsideTraining: slope[0] > 3 },
    { feature: 'labor.gap', value: gap[0], contribution: gap[1], outsideTraining: gap[0] > 3 },
  ];
  const margin = contributions.reduce((sum, { contribution }) => sum + contribution, BASE);
  return { scale: 'probit', baseMargin: BASE, margin, contributions };
}
