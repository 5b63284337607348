import type { Stage } from '../../lineage/index.ts';

/** A column of a stage, or, without a column, the rows of a stage as such. */
export interface Spot {
  readonly stage: string;
  readonly column?: string;
}

export function spotName({ stage, column }: Spot): string {
  return column === undefined ? `${stage} (rows)` : `${stage}.${column}`;
}

/** Every column of these stages, and their rows. */
export function wholeStages(stages: readonly Stage[]): readonly Spot[] {
  return stages.flatMap(({ id, columns }) => [
    { stage: id },
    ...columns.map(({ column }): Spot => ({ stage: id, column })),
  ]);
}
