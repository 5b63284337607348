import { monthIndex } from '../../calendar/index.ts';
import { at } from '../../presence/index.ts';
import type { TrainingLabels } from '../labels.ts';
import type { TuningTrace } from '../results.ts';
import type { EstimatorParameters, ModelSpec, TrainingFrame } from '../types.ts';
import { tuneAt } from './tune.ts';

/** The parameters of a walk-forward's refits: searched anew every so many months, and kept in between. */
export class Tuner {
  readonly #frame: TrainingFrame;
  readonly #spec: ModelSpec;
  readonly #traces: TuningTrace[] = [];
  #chosen: EstimatorParameters;

  constructor(frame: TrainingFrame, spec: ModelSpec) {
    this.#frame = frame;
    this.#spec = spec;
    this.#chosen = spec.estimator;
  }

  /** Every search so far, oldest first. */
  get traces(): readonly TuningTrace[] {
    return this.#traces;
  }

  /** The parameters to fit with at a cut-off, given what is known there. */
  at(position: number, labels: TrainingLabels): EstimatorParameters {
    const { tuning } = this.#spec;
    if (tuning === undefined || !this.#isDue(position, tuning.everyMonths)) return this.#chosen;
    const { parameters, trace } = tuneAt(this.#frame, position, labels, { ...this.#spec, tuning });
    this.#traces.push(trace);
    this.#chosen = parameters;
    return parameters;
  }

  #isDue(position: number, everyMonths: number): boolean {
    const last = this.#traces.at(-1)?.cutoff;
    return last === undefined || monthIndex(at(this.#frame.asOf, position)) >= monthIndex(last) + everyMonths;
  }
}
