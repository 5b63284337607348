/** What a model's definition demands before anybody may promote it. `required` is in the unit of what is found. */
export interface Gate {
  readonly gate: GateName;
  readonly required: number;
}

export type GateName =
  | 'auroc_lower_bound'
  | 'beats_climatology'
  | 'beats_spread_probit'
  | 'beats_threshold'
  | 'calibration_error'
  | 'input_age_days'
  | 'episodes';
