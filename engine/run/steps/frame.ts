import path from 'node:path';
import type { ModelNode, NodeId } from '../../compile/index.ts';
import { nodeId } from '../../compile/index.ts';
import { commitObject, digestOf, type ObjectId, objectPath } from '../../lake/index.ts';
import { frameFeatures } from '../../project/index.ts';
import type { LabelVersion, TrainingFrame } from '../../training/index.ts';
import { openWarehouse, quoteName, quoteText, type ResultColumn, type Warehouse } from '../../warehouse/index.ts';
import type { StepContext } from '../context.ts';

/** A model's data: features as known on every decision date, and what was known of the label when. */
export interface ModelFrame {
  readonly frame: TrainingFrame;
  readonly labels: readonly LabelVersion[];
  /** Date of each feature's value, column by column as in the frame. */
  readonly dates: readonly (readonly (string | null)[])[];
}

/** Raise when the same groups and label would give another frame. */
const FRAME_REVISION = 1;

/**
 * Joins a model's features on the decision date with the label's final value and stores the frame:
 * `(as_of, <group>.<column>..., y)`. Keyless groups only; the label keeps its history beside it.
 */
export async function buildFrame(
  context: StepContext,
  node: ModelNode,
): Promise<ModelFrame & { readonly object: ObjectId }> {
  return withStored(context, node, async (warehouse) => {
    const inputs = node.inputs.map(context.input);
    const file = path.join(context.scratch, 'frame.parquet');
    await warehouse.run(`COPY (${frameSql(node)}) TO ${quoteText(file)} (FORMAT parquet, COMPRESSION zstd)`);
    const object = { kind: 'frame', name: node.name, fingerprint: frameFingerprint(node, inputs) };
    await commitObject(context.store, { ...object, files: new Map([['data.parquet', { file }]]), inputs, extra: {} });
    return { ...(await frameOf(warehouse, node)), object };
  });
}

/** The same frame from what is stored, without storing it. */
export async function readFrame(context: StepContext, node: ModelNode): Promise<ModelFrame> {
  return withStored(context, node, (warehouse) => frameOf(warehouse, node));
}

/** Works on a warehouse that holds the model's groups as `features.x` and its label as `labels.x`. */
async function withStored<T>(
  context: StepContext,
  node: ModelNode,
  work: (warehouse: Warehouse) => Promise<T>,
): Promise<T> {
  const warehouse = await openWarehouse({
    memoryLimit: context.memory,
    tempDirectory: context.scratch,
    signal: context.signal,
  });
  try {
    for (const input of node.inputs) await loadStored(context, warehouse, input);
    return await work(warehouse);
  } finally {
    warehouse.close();
  }
}

async function frameOf(warehouse: Warehouse, node: ModelNode): Promise<ModelFrame> {
  const columns = await warehouse.columns(frameSql(node));
  const versions = await warehouse.columns(
    `SELECT date, y, known_from, known_to FROM ${labelTable(node)} ORDER BY date, known_from`,
  );
  const features = frameFeatures(node.definition).map(({ group, column }) => `${group}.${column}`);
  const values = features.map((feature) => valuesOf(columns, feature));
  return {
    frame: { asOf: textsOf(columns, 'as_of'), features, values },
    labels: labelVersions(versions),
    dates: await featureDates(warehouse, node),
  };
}

function labelTable(node: ModelNode): string {
  return `labels.${quoteName(node.label.name)}`;
}

function frameSql(node: ModelNode): string {
  const groups = [...new Set(frameFeatures(node.definition).map(({ group }) => group))];
  const [first = ''] = groups;
  const columns = frameFeatures(node.definition).map(
    ({ group, column }) => `${quoteName(group)}.${quoteName(column)}::DOUBLE AS ${quoteName(`${group}.${column}`)}`,
  );
  const joins = groups.slice(1).map((group) => `LEFT JOIN features.${quoteName(group)} USING (as_of)`);
  return `SELECT ${[`${quoteName(first)}.as_of`, ...columns].join(', ')}, l.y
    FROM features.${quoteName(first)} ${joins.join(' ')}
    LEFT JOIN (SELECT date, y FROM ${labelTable(node)} WHERE known_to = DATE '9999-12-31') l ON l.date = ${quoteName(first)}.as_of
    ORDER BY as_of`;
}

function frameFingerprint(node: ModelNode, inputs: readonly ObjectId[]): string {
  const columns = frameFeatures(node.definition).map(({ group, column }) => [group, column]);
  return digestOf({ revision: FRAME_REVISION, columns, inputs: inputs.map((input) => ({ ...input })) });
}

async function loadStored(context: StepContext, warehouse: Warehouse, input: NodeId): Promise<void> {
  const meta = await context.object(context.input(input));
  const schema = meta.kind === 'label' ? 'labels' : 'features';
  const file = await objectPath(context.store, meta, 'data.parquet');
  await warehouse.run(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
  await warehouse.run(
    `CREATE TABLE ${schema}.${quoteName(meta.name)} AS SELECT * FROM read_parquet(${quoteText(file)})`,
  );
}

async function featureDates(warehouse: Warehouse, node: ModelNode): Promise<readonly (readonly (string | null)[])[]> {
  const dates: (readonly (string | null)[])[] = [];
  for (const { group, column } of frameFeatures(node.definition)) {
    const table = `features.${quoteName(group)}`;
    const names = (await warehouse.columns(`SELECT * FROM ${table} LIMIT 0`)).map(({ name }) => name);
    const own = `${column}__date`;
    const date = quoteName(names.includes(own) ? own : 'date');
    const [values] = await warehouse.columns(
      `SELECT CASE WHEN ${quoteName(column)} IS NULL THEN NULL ELSE ${date} END FROM ${table} ORDER BY as_of`,
    );
    dates.push((values?.values ?? []).map((value) => (value === null ? null : String(value))));
  }
  return dates;
}

function labelVersions(columns: readonly ResultColumn[]): readonly LabelVersion[] {
  const y = valuesOf(columns, 'y');
  const from = textsOf(columns, 'known_from');
  const to = textsOf(columns, 'known_to');
  return textsOf(columns, 'date').map((date, row) => ({
    date,
    y: y[row] ?? null,
    knownFrom: from[row] ?? '',
    knownTo: to[row] ?? '',
  }));
}

function columnNamed(columns: readonly ResultColumn[], name: string): ResultColumn {
  const column = columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw new Error(`no column ${name}`);
  return column;
}

function textsOf(columns: readonly ResultColumn[], name: string): readonly string[] {
  return columnNamed(columns, name).values.map(String);
}

function valuesOf(columns: readonly ResultColumn[], name: string): readonly (number | null)[] {
  return columnNamed(columns, name).values.map((value) => (value === null ? null : Number(value)));
}

/** The id of the group that tells a label's episodes. */
export function eventGroup(node: ModelNode): NodeId | undefined {
  return node.label.event === undefined ? undefined : nodeId(`features.${node.label.event.group}`);
}
