import type { NotFinite } from '../cards/index.ts';
import type { ModelNode } from '../compile/index.ts';
import { type Problem, problem, throwErrors } from '../diagnostics/index.ts';
import { readColumns } from '../project/index.ts';
import { isTooLarge, tooLarge } from '../training/index.ts';
import type { Warehouse } from '../warehouse/index.ts';
import type { FrameSql } from './frame-sql.ts';

/** Doubles pass over whole numbers above it. */
const LARGEST_EXACT = 2 ** 53;

/**
 * What the stored values of a model's inputs hold that is NaN or infinite. Throws ProblemError EWS5031 for values that
 * are too large to compute with and EWS3020 for whole numbers that a double does not hold exactly, where the model
 * names them.
 */
export async function frameNumbers(
  warehouse: Warehouse,
  node: ModelNode,
  sql: FrameSql,
): Promise<readonly NotFinite[]> {
  if (sql.oddities === null) return [];
  const rows = await warehouse.rows(sql.oddities);
  const problems = rows.flatMap((row) => {
    // A feature without any finite value has no largest one.
    if (row['size'] === null) return [];
    const size = Number(row['size']);
    const what = `${row['feature']} is ${row['largest']} on ${row['largest_on']}`;
    if (isTooLarge(size)) return [placed(node, String(row['feature']), tooLarge(what))];
    return row['whole'] === true && size > LARGEST_EXACT ? [placed(node, String(row['feature']), inexact(what))] : [];
  });
  throwErrors(problems);
  return rows.flatMap((row) => {
    const count = Number(row['count']);
    return count === 0 ? [] : [{ column: `features.${row['feature']}`, count, first: String(row['first']) }];
  });
}

function inexact(what: string): Problem {
  const message = `${what}, and models compute with doubles, which are exact up to ${LARGEST_EXACT}`;
  const hint = 'measure it in a larger unit, or cast it to DOUBLE where its last digits do not matter';
  return problem('EWS3020', message, { hint });
}

function placed({ definition }: ModelNode, feature: string, found: Problem): Problem {
  const read = readColumns(definition).find(({ reference }) => `${reference.group}.${reference.column}` === feature);
  return { ...found, span: definition.yaml.spanOf(read?.path ?? []) };
}
