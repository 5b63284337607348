import type { Graph } from '../compile/index.ts';
import { writeRunFile } from '../lake/index.ts';
import type { Manifest } from '../plan/index.ts';
import type { RunResult } from './events.ts';
import type { FinishInput } from './finish-run.ts';
import { lineageStages } from './lineage-stages.ts';

export interface ExportInput extends FinishInput {
  readonly graph: Graph;
  readonly manifest: Manifest;
  readonly result: RunResult;
}

/** Writes what people read of a run: its results and lineage, also when it reused everything. */
export async function exportRun(input: ExportInput): Promise<void> {
  const { effects, options, result } = input;
  const write = (file: string, value: unknown): Promise<void> =>
    writeRunFile(effects.store, options.run, file, Buffer.from(`${JSON.stringify(value, null, 2)}\n`));
  await write('run_results.json', result);
  await write('lineage.json', { stages: lineageStages(input.graph) });
}
