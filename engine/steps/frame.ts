import path from 'node:path';
import type { Day } from '../calendar/index.ts';
import type { NotFinite } from '../cards/index.ts';
import { groupNode, type ModelNode, type NodeId } from '../compile/index.ts';
import { problemError, topOf } from '../diagnostics/index.ts';
import { idOf, parseId } from '../ids/index.ts';
import { commitObject, digestOf, type ObjectId, objectPath } from '../lake/index.ts';
import { type Components, inputNamed } from '../plan/index.ts';
import { at, entry } from '../presence/index.ts';
import { frameFeatures } from '../project/index.ts';
import { type LabelVersion, presentOrNull, type TrainingFrame } from '../training/index.ts';
import {
  parquetRows,
  quoteName,
  quoteText,
  type ResultColumn,
  type Warehouse,
  withWarehouse,
} from '../warehouse/index.ts';
import { columnValues } from './column-values.ts';
import type { StepContext } from './context.ts';
import { frameNumbers } from './frame-numbers.ts';
import { FrameSql } from './frame-sql.ts';
import { type GroupKeys, groupKeys } from './group-keys.ts';
import { notFiniteValues } from './not-finite.ts';
import { keyOfRow, keyTexts } from './panel-key.ts';

/** A model's data: features as known on every decision date, and what was known of the label when. */
export interface ModelFrame {
  readonly frame: TrainingFrame;
  readonly labels: readonly LabelVersion[];
  /** Date of each feature's value, column by column as in the frame. */
  readonly dates: readonly (readonly (Day | null)[])[];
  /** What of the features and the label is NaN or infinite where it is stored, and missing here. */
  readonly notFinite: readonly NotFinite[];
}

/** Raise when the same rows of groups and label would give another frame. */
const FRAME_REVISION = 2;

/**
 * Joins a model's features on the decision date, in a panel also on the keys, with the label's final value and stores
 * the frame: `(as_of, keys..., <group>.<column>..., y)`. The label keeps its history beside it.
 */
export async function buildFrame(
  context: StepContext,
  node: ModelNode,
): Promise<ModelFrame & { readonly object: ObjectId; readonly groupKeys: readonly GroupKeys[] }> {
  return withStored(context, node, async (warehouse) => {
    const inputs = node.inputs.map(context.input);
    const known = await frameOf(context, warehouse, node);
    const file = path.join(context.scratch, 'frame.parquet');
    const sql = new FrameSql(context.graph, node).frame;
    await warehouse.run(`COPY (${sql}) TO ${quoteText(file)} (FORMAT parquet, COMPRESSION zstd)`);
    const object = {
      kind: 'frame' as const,
      name: node.name,
      fingerprint: frameFingerprint(node, context.components()),
    };
    await commitObject(context.store, { ...object, files: new Map([['data.parquet', { file }]]), inputs, extra: {} });
    return { ...known, object, groupKeys: await groupKeys(warehouse, context.graph, node) };
  });
}

/** Reads a model's frame from what is stored of its inputs, and stores nothing. */
export async function readFrame(context: StepContext, node: ModelNode): Promise<ModelFrame> {
  return withStored(context, node, (warehouse) => frameOf(context, warehouse, node));
}

/** Works on a warehouse that holds the model's groups as `features.x` and its label as `labels.x`. */
async function withStored<T>(
  context: StepContext,
  node: ModelNode,
  work: (warehouse: Warehouse) => Promise<T>,
): Promise<T> {
  const options = { tempDirectory: context.scratch, signal: context.signal };
  return withWarehouse(context.warehouses, options, async (warehouse) => {
    for (const input of node.inputs) await loadStored(context, warehouse, input);
    await refuseOtherColumns(context, warehouse, node);
    await refuseMissingKeys(context, warehouse, node);
    return await work(warehouse);
  });
}

async function frameOf(context: StepContext, warehouse: Warehouse, node: ModelNode): Promise<ModelFrame> {
  const sql = new FrameSql(context.graph, node);
  const columns = await warehouse.columns(sql.frame);
  const versions = await warehouse.columns(sql.versions);
  const features = frameFeatures(node.definition).map(({ group, column }) => `${group}.${column}`);
  const values = features.map((feature) => valuesOf(columns, feature));
  const names = node.label.keys;
  const keys = keyTexts(columns, names);
  const odd = await frameNumbers(warehouse, node, sql);
  return {
    frame: { asOf: textsOf(columns, 'as_of'), features, values, ...(keys === undefined ? {} : { keys }) },
    labels: labelVersions(versions, keyTexts(versions, names)),
    notFinite: [...odd, ...(await oddLabels(warehouse, node, sql))],
    dates: await featureDates(warehouse, node, sql),
  };
}

/** What is deferred was defined elsewhere: ProblemError EWS4029 where it lacks a column that the model reads. */
async function refuseOtherColumns(context: StepContext, warehouse: Warehouse, node: ModelNode): Promise<void> {
  const { keys } = node.label;
  for (const input of node.inputs.filter(context.isDeferred)) {
    const { schema, name } = parseId(input);
    const read = frameFeatures(node.definition).filter(({ group }) => idOf.group(group) === input);
    const isLabel = input === idOf.label(node.label.name);
    const own = isLabel ? keys : (groupNode(context.graph, name)?.definition.keys ?? []);
    const wanted = [...own.filter((key) => keys.includes(key)), ...read.map(({ column }) => column)];
    const columns = await warehouse.columns(`SELECT * FROM ${schema}.${quoteName(name)} LIMIT 0`);
    const found = columns.map((column) => column.name);
    const missing = wanted.find((column) => !found.includes(column));
    const unforeseen = keys.find((key) => !own.includes(key) && found.includes(key));
    if (missing === undefined && unforeseen === undefined) continue;
    const other =
      missing === undefined ? `its rows are told apart by "${unforeseen}"` : `it has no column "${missing}"`;
    const message = `${input} is deferred, and there ${other}, unlike here: ${node.id} cannot read it`;
    const hint = `make it here too: --select +${node.name}`;
    throw problemError('EWS4029', message, { hint, span: topOf(node.path) });
  }
}

/** A row that does not say whose it is belongs to nobody. */
async function refuseMissingKeys(context: StepContext, warehouse: Warehouse, node: ModelNode): Promise<void> {
  const sql = new FrameSql(context.graph, node).withoutKey;
  const [row] = sql === null ? [] : await warehouse.rows(sql);
  if (row === undefined) return;
  const message = `${row['relation']} has rows without ${node.label.keys.join(' or ')}, which ${node.id} cannot place`;
  const hint = 'keep rows out whose key is NULL';
  throw problemError('EWS5004', message, { hint, span: topOf(node.path) });
}

async function oddLabels(warehouse: Warehouse, { label }: ModelNode, sql: FrameSql): Promise<readonly NotFinite[]> {
  const by = ['date', ...label.keys.map(quoteName)].join(', ');
  const odd = await notFiniteValues(warehouse, `(SELECT DISTINCT ${by}, y FROM ${sql.labels})`, ['y'], 'date');
  return odd.map((each) => ({ ...each, column: `${idOf.label(label.name)}.y` }));
}

function frameFingerprint(node: ModelNode, { inputs, calendar, reading }: Components): string {
  const columns = frameFeatures(node.definition).map(({ group, column }) => [group, column]);
  const read = Object.entries(inputs).filter(([name]) => node.inputs.includes(inputNamed(name)));
  return digestOf({
    revision: FRAME_REVISION,
    columns,
    calendar,
    reading: reading ?? null,
    inputs: Object.fromEntries(read),
  });
}

async function loadStored(context: StepContext, warehouse: Warehouse, input: NodeId): Promise<void> {
  const meta = await context.object(context.input(input));
  const schema = meta.kind === 'label' ? 'labels' : 'features';
  const file = await objectPath(context.store, meta, 'data.parquet');
  await warehouse.run(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
  await warehouse.run(`CREATE TABLE ${schema}.${quoteName(meta.name)} AS SELECT * FROM ${parquetRows(file)}`);
}

async function featureDates(
  warehouse: Warehouse,
  node: ModelNode,
  sql: FrameSql,
): Promise<readonly (readonly (string | null)[])[]> {
  const features = frameFeatures(node.definition);
  if (features.length === 0) return [];
  const names = new Map<string, ReadonlySet<string>>();
  for (const group of new Set(features.map(({ group }) => group))) {
    const columns = await warehouse.columns(`SELECT * FROM features.${quoteName(group)} LIMIT 0`);
    names.set(group, new Set(columns.map(({ name }) => name)));
  }
  const dated = features.map(({ group, column }) => {
    const dateOfColumn = `${column}__date`;
    return { group, column, dateColumn: entry(names, group).has(dateOfColumn) ? dateOfColumn : 'date' };
  });
  const dates = await warehouse.columns(sql.dates(dated));
  return dates.map(({ values }) => values.map((value) => (value === null ? null : String(value))));
}

function labelVersions(columns: readonly ResultColumn[], keys: readonly string[] | undefined): readonly LabelVersion[] {
  const y = valuesOf(columns, 'y');
  const from = textsOf(columns, 'known_from');
  const to = textsOf(columns, 'known_to');
  return textsOf(columns, 'date').map((date, row) => ({
    date,
    ...keyOfRow(keys, row),
    y: presentOrNull(at(y, row)),
    knownFrom: at(from, row),
    knownTo: at(to, row),
  }));
}

function textsOf(columns: readonly ResultColumn[], name: string): readonly string[] {
  return columnValues(columns, name).map(String);
}

function valuesOf(columns: readonly ResultColumn[], name: string): readonly (number | null)[] {
  return columnValues(columns, name).map((value) => (value === null ? null : Number(value)));
}

/** The id of the group that tells a label's episodes. */
export function eventGroup(node: ModelNode): NodeId | undefined {
  return node.label.event === undefined ? undefined : idOf.group(node.label.event.group);
}
