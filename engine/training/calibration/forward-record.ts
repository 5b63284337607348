import { at } from '../../presence/index.ts';
import type { FittedModel } from '../estimators/fitted-model.ts';
import { predict } from '../estimators/registry.ts';
import { frameRows } from '../frame.ts';
import type { TrainingLabels } from '../labels.ts';
import type { TrainingFrame } from '../types.ts';
import type { CalibrationPair } from './types.ts';

/** The raw probabilities of a walk-forward, each by the refit that was the newest on its date: none is in sample. */
export class ForwardRecord {
  readonly #frame: TrainingFrame;
  readonly #features: readonly string[];
  readonly #raw: (number | null)[] = [];
  #model: FittedModel | null = null;

  constructor(frame: TrainingFrame, features: readonly string[]) {
    this.#frame = frame;
    this.#features = features;
  }

  /** From this row on `model` predicts; rows before it belong to the models before. Positions may not descend. */
  refitted(position: number, model: FittedModel): void {
    this.until(position);
    this.#model = model;
  }

  /** One raw probability for each row before `position`; null before the first refit and where nothing is predicted. */
  until(position: number): readonly (number | null)[] {
    const from = this.#raw.length;
    if (position > from) this.#raw.push(...this.#predicted(from, position));
    return this.#raw.slice(0, position);
  }

  /** The pairs that a refit at `position` may calibrate on: dates before it whose label it may train on. */
  pairs(position: number, labels: TrainingLabels): readonly CalibrationPair[] {
    return this.until(position).flatMap((raw, i) => {
      const y = at(labels.y, i);
      return raw === null || y === null ? [] : [{ raw, y, run: at(labels.run, i) }];
    });
  }

  /** The model's predictions for the rows in [from, to). */
  #predicted(from: number, to: number): readonly (number | null)[] {
    if (this.#model === null) return new Array(to - from).fill(null);
    return predict(this.#model, frameRows(this.#frame, this.#features, from, to));
  }
}
