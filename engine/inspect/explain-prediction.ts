import type { Day } from '../calendar/index.ts';
import { directSeries, type Graph, groupNode, type ModelNode, type NodeId } from '../compile/index.ts';
import { type ProblemError, problemError, type Span } from '../diagnostics/index.ts';
import { findObject, objectPath } from '../lake/index.ts';
import { at } from '../presence/index.ts';
import type { Definitions } from '../project/index.ts';
import type { Standing } from '../standing/index.ts';
import { anySpec, keyText, keyValues, outcomesThrough, readFrame, type StepContext } from '../steps/index.ts';
import { type Predicts, predicts } from '../training/index.ts';
import { parquetRows, type Row, type Warehouse, withWarehouse } from '../warehouse/index.ts';
import { type ExplainedSeries, withKnownSeries } from './explain-series.ts';
import { highest } from './highest.ts';
import { inspect } from './inspect.ts';
import { type StatedProvenance, statedProvenance } from './provenance.ts';
import type { WholeProject } from './whole-project.ts';

/** A feature as the model saw it on the decision date. */
export interface ExplainedFeature {
  /** `labor.sahm_gap`. */
  readonly feature: string;
  /** Null where nothing was known. */
  readonly value: number | null;
  /** Date of the row that the value was taken from. */
  readonly date: Day | null;
  /** Where the column is written. */
  readonly span: Span | null;
  readonly series: readonly ExplainedSeries[];
}

/** One stored prediction with the values that it rests on, down to the source files. Probabilities lie in 0..1. */
export interface ExplainedPrediction {
  readonly model: string;
  readonly asOf: Day;
  /** The key that a prediction of a panel is of. */
  readonly key?: string;
  readonly predicts: Predicts | 'value';
  /** A rule has 1 for alarm, 0 for none; a value has null. */
  readonly probability: number | null;
  /** The probability before calibration. */
  readonly rawProbability: number | null;
  /** In the label's unit; null of an event. */
  readonly value: number | null;
  readonly threshold: number | null;
  readonly alarm: boolean | null;
  /** Last decision date that the fit learned from. */
  readonly cutoff: Day | null;
  /** Nobody looked later what became of outcomes. */
  readonly outcomesThrough: Day;
  /** Whose numbers these are; null where another environment made them. */
  readonly standing: Standing | null;
  readonly features: readonly ExplainedFeature[];
  /** Where the files that the project bundles come from, as `provenance.json` beside them has it. */
  readonly origins: readonly FileOrigin[];
}

export interface FileOrigin extends StatedProvenance {
  readonly file: string;
  /** What is stated is said of the very bytes that were read. */
  readonly matches: boolean;
}

/** Which of a model's predictions: of a panel that of `key`, or of the key with the highest probability. */
interface Asked {
  readonly asOf: Day;
  readonly key: string | undefined;
}

/**
 * Reads a prediction back from the lake: the model's features on that decision date, and of every series whose values
 * they carry the newest observation that was known then and is not dated after the feature's own date. Throws
 * ProblemError EWS4003 when the model is not built as it is defined now, EWS4005 for a date without a prediction.
 */
export async function explainPrediction(
  project: WholeProject,
  node: ModelNode,
  asked: Asked,
): Promise<ExplainedPrediction> {
  return inspect(project, node.id, async (context, standing) => {
    const prediction = await storedPrediction(context, node, asked);
    const features = await explainFeatures(context, node, prediction);
    return { ...prediction, standing, features, origins: originsOf(project.graph.definitions, features) };
  });
}

function originsOf(definitions: Definitions, features: readonly ExplainedFeature[]): readonly FileOrigin[] {
  const series = features.flatMap((feature) => feature.series);
  const origins: FileOrigin[] = [];
  for (const file of new Set(series.map((each) => each.file))) {
    const stated = statedProvenance(definitions, file);
    const digests = series.filter((each) => each.file === file).flatMap(digestsOf);
    const matches = digests.every((digest) => digest === stated?.sha256);
    if (stated !== undefined) origins.push({ file, ...stated, matches });
  }
  return origins;
}

/** The digests of all bytes that the observations are from; null where nobody recorded one. */
function digestsOf({ observations, sha256 }: ExplainedSeries): readonly (string | null)[] {
  return observations.length === 0 ? [sha256] : observations.map(({ raw }) => raw?.sha256 ?? null);
}

async function storedPrediction(
  context: StepContext,
  node: ModelNode,
  { asOf, key }: Asked,
): Promise<Omit<ExplainedPrediction, 'features' | 'origins' | 'standing'>> {
  const { name, fingerprint } = context.input(node.id);
  const { task, spec } = anySpec(node);
  // The model is committed last: where it is found, its predictions are.
  if ((await findObject(context.store, { kind: 'model', name, fingerprint })) === undefined) throw notBuilt(node);
  const meta = await context.object({ kind: 'prediction', name, fingerprint });
  const rowsSql = parquetRows(await objectPath(context.store, meta, 'data.parquet'));
  return withWarehouse(
    context.warehouses,
    { tempDirectory: context.scratch, signal: context.signal },
    async (warehouse) => {
      const rows = await warehouse.rows(`SELECT * FROM ${rowsSql} WHERE as_of::VARCHAR = $1`, [asOf]);
      if (rows.length === 0) throw noPrediction(node, asOf, await rangeAround(warehouse, rowsSql, asOf));
      const { row, ...named } = rowOf(node, rows, { asOf, key });
      return {
        model: node.name,
        asOf,
        ...named,
        predicts: task === 'value' ? 'value' : predicts(spec.estimator),
        value: numberOf(row['prediction']),
        probability: numberOf(row['probability']),
        rawProbability: numberOf(row['raw_probability']),
        threshold: numberOf(row['threshold']),
        alarm: typeof row['alarm'] === 'boolean' ? row['alarm'] : null,
        cutoff: textOf(row['cutoff']),
        outcomesThrough: outcomesThrough(context.graph, node),
      };
    },
  );
}

interface KeyedRow {
  readonly row: Row;
  /** Rows of a panel have one. */
  readonly key?: string;
}

/** The row of a key, or the first of those with the highest probability. */
function rowOf({ name, label }: ModelNode, rows: readonly Row[], { asOf, key }: Asked): KeyedRow {
  const keyed = rows.map((row): KeyedRow => {
    const values = label.keys.map((column) => String(row[column]));
    return values.length === 0 ? { row } : { row, key: keyText(values) };
  });
  const wanted = key === undefined ? keyed : keyed.filter((each) => each.key === key);
  const found = highest(wanted, ({ row }) => numberOf(row['probability']));
  if (found !== undefined) return found;
  const keys = keyed.flatMap((each) => each.key ?? []);
  const hint = keys.length === 0 ? 'it has no keys: leave the key out' : `on that date: ${keys.join(', ')}`;
  const message = `${name} has no prediction for ${asOf} ${key}`;
  throw problemError('EWS4005', message, { hint });
}

function notBuilt(node: ModelNode): ProblemError {
  const message = `${node.id} is not built as it is defined now`;
  const hint = `run: ews build --select +${node.name}`;
  return problemError('EWS4003', message, { hint });
}

/** First and last date predicted, and the last one before a day. */
async function rangeAround(warehouse: Warehouse, rowsSql: string, day: Day): Promise<Row> {
  const [range] = await warehouse.rows(
    `SELECT min(as_of) AS first, max(as_of) AS last, max(as_of) FILTER (as_of::VARCHAR < $1) AS before
     FROM ${rowsSql}`,
    [day],
  );
  return range ?? {};
}

function noPrediction(node: ModelNode, asOf: Day, range: Row): ProblemError {
  const [first, last, before] = [textOf(range['first']), textOf(range['last']), textOf(range['before'])];
  const message = `${node.name} has no prediction for ${asOf}`;
  const inside = before !== null && before !== last ? `; the decision date before is ${before}` : '';
  const hint =
    first === null
      ? 'it has predicted nothing'
      : `it predicted on the decision dates from ${first} to ${last}${inside}`;
  return problemError('EWS4005', message, { hint });
}

async function explainFeatures(
  context: StepContext,
  node: ModelNode,
  { asOf, key }: Pick<ExplainedPrediction, 'asOf' | 'key'>,
): Promise<readonly ExplainedFeature[]> {
  const { frame, dates } = await readFrame(context, node);
  const row = frame.asOf.findIndex((date, i) => date === asOf && frame.keys?.[i] === key);
  if (row < 0) throw new Error(`${node.id} predicted for ${asOf}, which is not in its frame`);
  const carried = node.definition.features.map(({ group, column }, index) => ({
    group,
    column,
    value: at(at(frame.values, index), row),
    date: dates[index]?.[row] ?? null,
    series: directSeries(context.graph, group, column) as readonly NodeId[],
  }));
  const named = key === undefined ? {} : keyValues(key, node.label.keys);
  const keyOf = (group: string): Readonly<Record<string, string>> => {
    const names = keysOf(context.graph, group);
    return Object.fromEntries(Object.entries(named).filter(([name]) => names.includes(name)));
  };
  return withKnownSeries(context, new Set(carried.flatMap(({ series }) => series)), async (knownOn) => {
    const explained: ExplainedFeature[] = [];
    for (const { group, column, value, date, series } of carried) {
      const explainedSeries: ExplainedSeries[] = [];
      for (const id of series) explainedSeries.push(ofKey(await knownOn(id, asOf, date), keyOf(group)));
      const span = spanOf(context.graph, group, column);
      explained.push({ feature: `${group}.${column}`, value, date, span, series: explainedSeries });
    }
    return explained;
  });
}

function keysOf(graph: Graph, group: string): readonly string[] {
  return groupNode(graph, group)?.definition.keys ?? [];
}

/** A series as it was observed of one key alone, where its source tells keys of that name apart. */
function ofKey(series: ExplainedSeries, key: Readonly<Record<string, string>>): ExplainedSeries {
  const observations = series.observations.filter(({ keys }) =>
    Object.entries(keys).every(([name, value]) => key[name] === undefined || key[name] === String(value)),
  );
  return { ...series, observations };
}

function spanOf(graph: Graph, group: string, column: string): Span | null {
  return groupNode(graph, group)?.query.spans[column] ?? null;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
