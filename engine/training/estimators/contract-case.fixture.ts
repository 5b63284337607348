import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { EstimatorParameters } from './kinds.ts';

/** Parameters that the contract suite runs an estimator with, and what the estimator promises with them. */
export interface ContractCase<Parameters extends { readonly kind: string } = EstimatorParameters> {
  readonly parameters: Parameters;
  /** Columns that it takes: a rule reads one. */
  readonly columns: 1 | 2;
  /** Decimals to which its mean prediction on training rows is the base rate; null: it promises none. */
  readonly meanDecimals: number | null;
  /** What it says of columns that tell nothing new, and of more columns than rows. */
  readonly reports: 'nothing' | 'redundancy';
}

/** The cases of all estimators: every folder here may have some, in `contract.fixture.ts`. */
export async function contractCases(): Promise<readonly ContractCase[]> {
  const folders = readdirSync(import.meta.dirname).toSorted();
  const files = folders
    .map((folder) => path.join(import.meta.dirname, folder, 'contract.fixture.ts'))
    .filter(existsSync);
  const modules = await Promise.all(
    files.map(async (file) => (await import(file)) as { readonly CASES: readonly ContractCase[] }),
  );
  return modules.flatMap(({ CASES }) => CASES);
}
