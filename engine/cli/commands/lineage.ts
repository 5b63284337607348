import {
  buildLineage,
  type DatasetCatalogue,
  type DescribedStage,
  type LineageGraph,
  producerOf,
  type TraceOptions,
} from '../../../lineage/index.ts';
import type { Graph } from '../../compile/index.ts';
import { ProblemError, usageError } from '../../diagnostics/index.ts';
import { stageIdOf } from '../../ids/index.ts';
import { definedLineage, type ExplainedPrediction, explainPrediction, lineageStages } from '../../inspect/index.ts';
import { predictionText } from '../../report/index.ts';
import {
  checkoutOf,
  type DefinitionWords,
  datasetCatalogue,
  definitionWords,
  planStored,
  prepare,
} from '../../run/index.ts';
import { deliver } from '../deliver.ts';
import { definitionsOfRun, lineageOfRun, manifestOfRun } from '../environment-run.ts';
import { chosenFormat, LINEAGE_FORMATS, type LineageFormat } from '../lineage-format.ts';
import { type LineageSource, lineageText } from '../lineage-text.ts';
import { namedModel } from '../named-model.ts';
import { openGraph } from '../open-graph.ts';
import { requireRunAt } from '../past-run.ts';
import { type GlobalFlags, openSession, type Session, warn } from '../session.ts';
import type { ExitCode, Terminal } from '../terminal.ts';
import { EWS_VERSION } from '../version.ts';

export interface LineageFlags extends GlobalFlags {
  readonly upstream?: boolean;
  readonly downstream?: boolean;
  readonly directOnly?: boolean;
  readonly depth?: string;
  readonly format?: string;
  readonly output?: string;
  readonly run?: string;
  /** A UTC day. */
  readonly at?: string;
}

/** Formats without room for values: a prediction's lineage is its model's in them. */
const HAS_NO_VALUES: readonly LineageFormat[] = ['mermaid', 'dot', 'openlineage', 'html'];

/** Columns below one place that the tree spells out before it counts the rest. */
const FAN = 16;

/**
 * `ews lineage TARGET`: the lineage of a node or column, by the definitions as they are or as a run of the past stored
 * it; or `MODEL@DATE`: a prediction with its values.
 */
export async function runLineage(target: string, flags: LineageFlags, terminal: Terminal): Promise<ExitCode> {
  const format = chosenFormat(LINEAGE_FORMATS, flags);
  const options = traceOptions(flags, format);
  const withValues = target.includes('@') && !HAS_NO_VALUES.includes(format);
  const shape = { format, options };
  if (flags.run !== undefined || flags.at !== undefined) {
    if (withValues) throw usageError('a prediction is explained as the project is now', 'leave out --run and --at');
    const session = await openSession(flags, terminal);
    const source = await storedSource(session, await pastRun(session, flags));
    const named = target.includes('@') ? predictionOf(source.lineage, modelAt(target).model) : target;
    await deliver(await lineageText(source, named, shape, terminal), flags.output, terminal);
    return 0;
  }
  const { session, graph } = await openGraph(flags, terminal);
  if (!withValues) {
    const lineage =
      format === 'json' ? await storedLineage(session, graph, flags, terminal) : buildLineage(lineageStages(graph));
    const source = currentSource(session, graph, lineage);
    const named = target.includes('@') ? predictionOf(lineage, namedModel(graph, modelAt(target).model).name) : target;
    await deliver(await lineageText(source, named, shape, terminal), flags.output, terminal);
    return 0;
  }
  if (flags.downstream === true || flags.depth !== undefined || flags.directOnly === true) {
    const message = '--downstream, --depth and --direct-only go with a node or a column, not with a prediction';
    throw usageError(message, 'leave out the flag');
  }
  const prediction = await explained(session, graph, target);
  const text = format === 'json' ? JSON.stringify(prediction, null, 2) : predictionText(prediction, terminal.paintOut);
  await deliver(text, flags.output, terminal);
  return 0;
}

function currentSource({ effects }: Session, graph: Graph, lineage: LineageGraph): LineageSource {
  return {
    project: graph.definitions.config.name,
    origin: 'the definitions as they are',
    at: effects.now().toISOString(),
    checkout: checkoutOf(effects.origin),
    lineage,
    definitions: definitionWords(graph),
    catalogue: datasetCatalogue(graph, EWS_VERSION),
  };
}

async function storedSource(session: Session, run: string): Promise<LineageSource> {
  const project = session.definitions.config.name;
  const lineage = await lineageOfRun(session, run);
  const definitions = await definitionsOfRun(session, run);
  const catalogue = storedCatalogue(project, lineage, definitions);
  // Under the time of the run, so that nobody takes it for the newest; files of the project, of no checkout.
  const at = (await manifestOfRun(session, run)).at ?? session.effects.now().toISOString();
  return { project, origin: `run ${run}`, at, checkout: { folder: '' }, lineage, definitions, catalogue };
}

/** The datasets of a run, in the words that its definitions had. */
function storedCatalogue(
  project: string,
  { stages }: LineageGraph,
  { stages: words }: DefinitionWords,
): DatasetCatalogue {
  const described = stages.map((stage): readonly [string, DescribedStage] => {
    const { description, owner, columns } = words[stage.id] ?? { description: '', owner: null, columns: {} };
    const texts = Object.entries(columns).map(
      ([name, { description: text, unit }]) => [name, withUnit(text, unit)] as const,
    );
    return [
      stage.id,
      {
        stage,
        words: {
          ...(description === '' ? {} : { description }),
          ...(owner === null ? {} : { owner }),
          columns: new Map(texts.filter(([, text]) => text !== '')),
        },
      },
    ];
  });
  return { project, producer: producerOf(EWS_VERSION), stages: new Map(described) };
}

function withUnit(text: string, unit: string): string {
  return unit === '' || text === '' ? text : `${text} (${unit})`;
}

function traceOptions({ upstream, downstream, directOnly, depth }: LineageFlags, format: LineageFormat): TraceOptions {
  if (format === 'html' && [upstream, downstream, directOnly, depth].some((flag) => flag !== undefined)) {
    const message = '--upstream, --downstream, --depth and --direct-only do not go with --format html';
    throw usageError(message, 'leave out the flag: the page shows all of it, and its reader chooses');
  }
  if (upstream === true && downstream === true) {
    throw usageError('--upstream and --downstream exclude each other', 'run it once for each');
  }
  if (depth !== undefined && !/^\d+$/.test(depth)) {
    throw usageError(`--depth ${depth} is no number of stages`, 'for example: --depth 2');
  }
  return {
    direction: downstream === true ? 'downstream' : 'upstream',
    ...(depth === undefined ? {} : { depth: Number(depth) }),
    ...(directOnly === undefined ? {} : { directOnly }),
    // Only people are spared: what programs read is whole.
    ...(format === 'tree' ? { fan: FAN } : {}),
  };
}

async function pastRun(session: Session, { run, at }: LineageFlags): Promise<string> {
  if (run !== undefined && at !== undefined) throw usageError('--run and --at exclude each other', 'leave out one');
  return run ?? requireRunAt(session, session.environment, at ?? '');
}

/**
 * What programs read says also what was stored by the definitions, as far as the environment's run made it. Definitions
 * have a lineage without any lake: one that does not answer costs a warning.
 */
async function storedLineage(
  { effects, environment }: Session,
  graph: Graph,
  flags: LineageFlags,
  terminal: Terminal,
): Promise<LineageGraph> {
  try {
    return await definedLineage(graph, effects.store, environment);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    for (const problem of error.problems) warn({ ...problem, severity: 'warning' }, flags, terminal);
    return buildLineage(lineageStages(graph));
  }
}

async function explained(session: Session, graph: Graph, target: string): Promise<ExplainedPrediction> {
  const { model, date, key } = modelAt(target);
  const node = namedModel(graph, model);
  const { definitions, environment, effects } = session;
  const options = { select: [], exclude: [], environment, fullRefresh: false, target: session.target };
  const prepared = await prepare(definitions, options, effects);
  const plan = await planStored(prepared, options, effects);
  return explainPrediction(prepared, plan, node, { asOf: date, key }, effects, session.target.resources.memory);
}

/** Of an event the probability, of a continuous label the value. */
function predictionOf(lineage: LineageGraph, model: string): string {
  const columns = lineage.stage(stageIdOf.prediction(model))?.columns ?? [];
  const isValue = columns.some(({ column }) => column === 'prediction');
  return `${stageIdOf.prediction(model)}.${isValue ? 'prediction' : 'probability'}`;
}

/** `recession_probit@2022-10-31`, of a panel also `crisis_logit@2022-10-31@AT`; `models.` or `predictions.` may stand before. */
function modelAt(target: string): { readonly model: string; readonly date: string; readonly key: string | undefined } {
  const at = target.indexOf('@');
  const [date = '', ...own] = target.slice(at + 1).split('@');
  const key = own.length === 0 ? undefined : own.join('@');
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw usageError(`"${date}" is no date`, 'write MODEL@YYYY-MM-DD');
  return { model: target.slice(0, at).replace(/^(models|predictions)\./, ''), date, key };
}
