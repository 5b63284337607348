import path from 'node:path';
import { datesOf, type LabelNode } from '../../compile/index.ts';
import { throwErrors, topOf } from '../../diagnostics/index.ts';
import { compressLabels } from '../../feature-store/index.ts';
import { evaluate, labelValues, type StepContext, withSources } from '../../steps/index.ts';
import { quoteText, readCount } from '../../warehouse/index.ts';
import { objectInputs } from './feature.ts';
import { indicatorWarnings } from './indicator-warnings.ts';
import { commitMain, type StepOutcome } from './outcome.ts';
import { rowContents } from './row-contents.ts';
import { roundedWholeNumbers } from './whole-numbers.ts';

/** Evaluates a label at every decision date as cut-off and stores `(date, keys, y, known_from, known_to)`. */
export async function buildLabel(context: StepContext, node: LabelNode, fingerprint: string): Promise<StepOutcome> {
  const dates = datesOf(context.graph, node.id);
  return withSources(context, node.query.sources, { dates }, async (warehouse) => {
    const { evaluated, note, warnings } = await evaluate(warehouse, { graph: context.graph, node }, dates);
    const compressed = await compressLabels(warehouse, evaluated, node.definition.keys, dates);
    const rounded = await roundedWholeNumbers(warehouse, compressed.table);
    throwErrors([...compressed.problems, ...rounded], topOf(node.path));
    const values = await labelValues(warehouse, node, compressed.table);
    const indicators = await indicatorWarnings(context, warehouse, node, compressed.table);
    const file = path.join(context.scratch, 'data.parquet');
    await warehouse.run(
      `COPY (SELECT * FROM ${compressed.table}) TO ${quoteText(file)} (FORMAT parquet, COMPRESSION zstd)`,
    );
    const [count] = await warehouse.rows(`SELECT count(*) AS n FROM ${compressed.table}`);
    const layout = {
      rows: ['date', ...node.definition.keys, 'known_from', 'known_to'],
      columns: [{ name: 'y', stored: ['y'] }],
    };
    const contents = await rowContents(warehouse, file, layout);
    return await commitMain(
      context,
      {
        id: { kind: 'label', name: node.name, fingerprint },
        files: new Map([['data.parquet', { file }]]),
        inputs: objectInputs(context, node.query.sources),
      },
      {
        rows: readCount(count),
        note,
        warnings: [...warnings, ...compressed.problems, ...values, ...indicators],
        companions: [],
        contents,
      },
    );
  });
}
