import {
  buildLineage,
  type DatasetCatalogue,
  datasetEvents,
  type LineageGraph,
  producerOf,
  type TraceOptions,
  type TraceTree,
  trace,
} from '../../../lineage/index.ts';
import type { Graph } from '../../compile/index.ts';
import { ProblemError } from '../../diagnostics/index.ts';
import { predictionText } from '../../report/index.ts';
import {
  datasetCatalogue,
  definedLineage,
  type ExplainedPrediction,
  explainPrediction,
  lineageStages,
  planOnly,
  prepare,
} from '../../run/index.ts';
import { lineageOfRun } from '../environment-run.ts';
import { chosenFormat, LINEAGE_FORMATS, type LineageFormat } from '../lineage-format.ts';
import { lineagePlace } from '../lineage-place.ts';
import { namedModel } from '../named-model.ts';
import { openGraph } from '../open-graph.ts';
import { requireRunAt } from '../past-run.ts';
import { renderLineage } from '../render-lineage.ts';
import { EWS_VERSION, type GlobalFlags, openSession, type Session, warn } from '../session.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

export interface LineageFlags extends GlobalFlags {
  readonly upstream?: boolean;
  readonly downstream?: boolean;
  readonly directOnly?: boolean;
  readonly depth?: string;
  readonly format?: string;
  readonly run?: string;
  /** A UTC day. */
  readonly at?: string;
}

/** The lineage of a prediction is its model's in these: they have no room for values. */
const HAS_NO_VALUES: readonly LineageFormat[] = ['mermaid', 'dot', 'openlineage'];

/** Columns below one place that the tree spells out before it counts the rest. */
const FAN = 16;

/**
 * `ews lineage TARGET`: the lineage of a node or column, by the definitions as they are or as a run of the past stored
 * it; or `MODEL@DATE`: a prediction with its values.
 */
export async function runLineage(target: string, flags: LineageFlags, terminal: Terminal): Promise<ExitCode> {
  const format = chosenFormat(LINEAGE_FORMATS, flags);
  const options = traceOptions(flags, format);
  if (flags.run !== undefined || flags.at !== undefined) {
    if (target.includes('@'))
      throw usage('a prediction is explained as the project is now', 'leave out --run and --at');
    const session = await openSession(flags, terminal);
    const lineage = await lineageOfRun(session, await pastRun(session, flags));
    const tree = traced(lineage, target, options);
    terminal.out(
      format === 'openlineage'
        ? openLineage(session, undescribed(session, lineage), tree)
        : renderLineage(tree, format, terminal),
    );
    return 0;
  }
  const { session, graph } = await openGraph(flags, terminal);
  if (!target.includes('@') || HAS_NO_VALUES.includes(format)) {
    const named = target.includes('@') ? predictionOf(graph, target) : target;
    const lineage =
      format === 'json' ? await storedLineage(session, graph, flags, terminal) : buildLineage(lineageStages(graph));
    const tree = traced(lineage, named, options);
    terminal.out(
      format === 'openlineage'
        ? openLineage(session, datasetCatalogue(graph, EWS_VERSION), tree)
        : renderLineage(tree, format, terminal),
    );
    return 0;
  }
  if (flags.downstream === true || flags.depth !== undefined || flags.directOnly === true) {
    const message = '--downstream, --depth and --direct-only go with a node or a column, not with a prediction';
    throw usage(message, 'leave out the flag');
  }
  const prediction = await explained(session, graph, target);
  terminal.out(format === 'json' ? JSON.stringify(prediction, null, 2) : predictionText(prediction, terminal.paintOut));
  return 0;
}

/** One event a line, as `runs/<id>/openlineage.jsonl` has them. */
function openLineage({ effects }: Session, catalogue: DatasetCatalogue, tree: TraceTree): string {
  return datasetEvents(catalogue, tree, effects.now().toISOString())
    .map((event) => JSON.stringify(event))
    .join('\n');
}

/** The stages that a run stored: of their words today's definitions say nothing. */
function undescribed({ definitions }: Session, { stages }: LineageGraph): DatasetCatalogue {
  const project = definitions.config.name;
  const silent = { columns: new Map<string, string>() };
  const described = stages.map((stage) => [stage.id, { stage, words: silent }] as const);
  return { project, producer: producerOf(EWS_VERSION), stages: new Map(described) };
}

function traceOptions({ upstream, downstream, directOnly, depth }: LineageFlags, format: LineageFormat): TraceOptions {
  if (upstream === true && downstream === true) {
    throw usage('--upstream and --downstream exclude each other', 'run it once for each');
  }
  if (depth !== undefined && !/^\d+$/.test(depth)) {
    throw usage(`--depth ${depth} is no number of stages`, 'for example: --depth 2');
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
  if (run !== undefined && at !== undefined) throw usage('--run and --at exclude each other', 'leave out one');
  return run ?? requireRunAt(session, session.environment, at ?? '');
}

function traced(lineage: LineageGraph, target: string, options: TraceOptions): TraceTree {
  const tree = trace(lineage, lineagePlace(lineage, target), options);
  if (tree === undefined) throw new Error(`${target} has no lineage`);
  return tree;
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
  const { model, date } = modelAt(target);
  const node = namedModel(graph, model);
  const { definitions, environment, effects } = session;
  const options = { select: [], exclude: [], environment, fullRefresh: false, target: session.target };
  const prepared = await prepare(definitions, options, effects);
  const plan = await planOnly(prepared, options, effects);
  return explainPrediction(prepared, plan, node, date, effects, session.target.resources.memory);
}

function predictionOf(graph: Graph, target: string): string {
  return `predictions.${namedModel(graph, modelAt(target).model).name}.probability`;
}

/** `recession_probit@2022-10-31`; also with `models.` or `predictions.` before it. */
function modelAt(target: string): { readonly model: string; readonly date: string } {
  const at = target.indexOf('@');
  const date = target.slice(at + 1);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw usage(`"${date}" is no date`, 'write MODEL@YYYY-MM-DD');
  return { model: target.slice(0, at).replace(/^predictions\./, ''), date };
}

function usage(message: string, hint: string): ProblemError {
  return new ProblemError([{ code: 'EWS6001', severity: 'error', message, hint }]);
}
