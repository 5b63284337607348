import path from 'node:path';
import { datesOf, type FeatureNode, type NodeId } from '../../compile/index.ts';
import { type Problem, throwErrors, topOf, warning } from '../../diagnostics/index.ts';
import { featureSelection } from '../../feature-store/index.ts';
import type { ObjectId } from '../../lake/index.ts';
import type { StoredContents } from '../../plan/index.ts';
import {
  asDataProblem,
  evaluate,
  finalRows,
  type KnowledgeCounts,
  notFiniteValues,
  notFiniteWarning,
  type StepContext,
  servedKnowledge,
  withSources,
} from '../../steps/index.ts';
import { quoteText, readCount, type Warehouse } from '../../warehouse/index.ts';
import { columnQuality, qualityWarnings } from './column-quality.ts';
import { laterHalf } from './later-half.ts';
import { asPlain, commitMain, type StepOutcome } from './outcome.ts';
import { queryContents, rowContents } from './row-contents.ts';
import { roundedWholeNumbers } from './whole-numbers.ts';

/** Computes a group at every decision date and stores `(as_of, keys, date, columns..., <column>__date)`. */
export async function buildFeature(context: StepContext, node: FeatureNode, fingerprint: string): Promise<StepOutcome> {
  const dates = datesOf(context.graph, node.id);
  return withSources(context, node.query.sources, { dates }, async (warehouse) => {
    const { keys, columns, ttlDays } = node.definition;
    const contract = {
      keys,
      columns: columns.map(({ name, asKnown }) => ({ name, ...(asKnown === 'last_value' ? { asKnown } : {}) })),
      ...(ttlDays === undefined ? {} : { ttlDays }),
    };
    const lastValues = columns.filter(({ asKnown }) => asKnown === 'last_value').map(({ name }) => name);
    const selection = featureSelection(warehouse, node.id, contract);
    // A panel's whole results over all dates are gigabytes.
    const { evaluated, note, warnings } = await evaluate(warehouse, { graph: context.graph, node }, dates, {
      take: selection.take,
      lastValues: keys.length === 0 ? lastValues : undefined,
      beginLater: (plan) => laterHalf(context, { node, dates, contract, selection }, plan),
    });
    const selected = await selection.finish(evaluated, dates);
    throwErrors(selected.problems, topOf(node.path));
    throwErrors(await roundedWholeNumbers(warehouse, selected.table), topOf(node.path));
    const file = path.join(context.scratch, 'data.parquet');
    await warehouse.run(
      `COPY (SELECT * FROM ${selected.table}) TO ${quoteText(file)} (FORMAT parquet, COMPRESSION zstd)`,
    );
    const quality = await columnQuality(warehouse, selected.table, node.definition);
    const [count] = await warehouse.rows(`SELECT count(*) AS n FROM ${selected.table}`);
    const names = columns.map(({ name }) => name);
    const odd = await notFiniteValues(warehouse, selected.table, names, 'as_of');
    const allWarnings = [
      ...warnings,
      ...selected.problems,
      ...qualityWarnings(node, quality),
      ...odd.map((each) =>
        notFiniteWarning({ ...each, column: `${node.id}.${each.column}` }, node.query.spans[each.column]),
      ),
      ...breakWarnings(context, node),
    ];
    const contents = await groupContents(context, node, warehouse, file);
    return await commitMain(
      context,
      {
        id: { kind: 'feature', name: node.name, fingerprint },
        files: new Map([['data.parquet', { file }]]),
        inputs: objectInputs(context, node.query.sources),
        extra: asPlain({ quality, knowledge: await knowledgeOf(warehouse, node.query.sources) }),
      },
      { rows: readCount(count), note, warnings: allWarnings, companions: [], contents },
    );
  });
}

/** What readers of the rows are made of: the rows, and the query's answer of today, which models ask beside them. */
async function groupContents(
  context: StepContext,
  node: FeatureNode,
  warehouse: Warehouse,
  file: string,
): Promise<StoredContents> {
  const { keys, columns } = node.definition;
  const final = await finalRows(context, node, warehouse).catch((error: unknown) => {
    throw asDataProblem(error, node);
  });
  const layout = columns.map(({ name, asKnown }) => {
    return { name, stored: asKnown === 'last_value' ? [name, `${name}__date`] : [name] };
  });
  const rows = ['as_of', ...keys, 'date'];
  return rowContents(warehouse, file, { rows, columns: layout }, queryContents(final, [...keys, 'date']));
}

/** The observations objects behind some sources, each once. */
export function objectInputs(context: StepContext, sources: readonly NodeId[]): readonly ObjectId[] {
  const objects = new Map<string, ObjectId>();
  for (const source of sources) {
    const object = context.sources.get(source)?.object;
    if (object !== undefined) objects.set(object.name, object);
  }
  return [...objects.values()];
}

async function knowledgeOf(warehouse: Warehouse, sources: readonly NodeId[]): Promise<Record<string, KnowledgeCounts>> {
  const counts: Record<string, KnowledgeCounts> = {};
  for (const source of sources) counts[source] = await servedKnowledge(warehouse, source);
  return counts;
}

function breakWarnings(context: StepContext, node: FeatureNode): readonly Problem[] {
  return node.query.sources.flatMap((id) => {
    const source = context.graph.nodes.get(id);
    if (source?.kind !== 'source' || source.source.connector !== 'fred') return [];
    const series = source.source.series.find((candidate) => candidate.name === source.name);
    return (series?.breaks ?? []).map((each) =>
      warning('EWS3007', `${node.id} reads ${id} across its break of ${each.date}: ${each.reason}`, {
        hint: 'changes and averages that span the break mix two definitions',
        span: topOf(node.path),
      }),
    );
  });
}
