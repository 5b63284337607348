export interface ClimatologyParameters {
  readonly kind: 'climatology';
}

export interface FittedClimatology {
  readonly kind: 'climatology';
  readonly probability: number;
  readonly rows: number;
}
