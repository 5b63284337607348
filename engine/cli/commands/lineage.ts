import { buildLineage, type LineageGraph, type TraceJson, type TraceOptions } from '../../../lineage/index.ts';
import type { Graph } from '../../compile/index.ts';
import { ProblemError, usageError } from '../../diagnostics/index.ts';
import {
  definedLineage,
  type ExplainedPrediction,
  explainPrediction,
  lineageStages,
  openWhole,
} from '../../inspect/index.ts';
import { present } from '../../presence/index.ts';
import { predictionText } from '../../report/index.ts';
import { deliver, type OutputFlags } from '../deliver.ts';
import { chosenFormat, LINEAGE_FORMATS, type LineageFormat } from '../lineage-format.ts';
import { currentSource, storedSource } from '../lineage-source.ts';
import {
  type LineageTarget,
  type PredictionTarget,
  parseLineageTarget,
  predictionColumn,
  predictionDate,
} from '../lineage-target.ts';
import { type LineageShape, lineageText } from '../lineage-text.ts';
import { namedModel } from '../named-model.ts';
import { openGraph } from '../open-graph.ts';
import { requireRunAt } from '../past-run.ts';
import { type GlobalFlags, openSession, type Session } from '../session.ts';
import { tellProblem } from '../tell-problem.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

export interface LineageFlags extends GlobalFlags, OutputFlags {
  readonly upstream?: boolean;
  readonly downstream?: boolean;
  readonly directOnly?: boolean;
  readonly depth?: string;
  readonly format?: string;
  readonly run?: string;
  /** A UTC day. */
  readonly at?: string;
}

/** Formats without room for values: a prediction's lineage is its model's in them. */
const HAS_NO_VALUES: readonly LineageFormat[] = ['mermaid', 'dot', 'openlineage', 'html'];

/** Columns below one place that the tree spells out before it counts the rest. */
const FAN = 16;

/** What is asked of a lineage, and who asks. */
interface LineageRequest<Target extends LineageTarget = LineageTarget> {
  readonly target: Target;
  readonly shape: LineageShape;
  readonly flags: LineageFlags;
  readonly terminal: Terminal;
}

/**
 * `ews lineage TARGET`: the lineage of a node or column, by the definitions as they are or as a run of the past stored
 * it; or `MODEL@DATE`: a prediction with its values.
 */
export async function runLineage(text: string, flags: LineageFlags, terminal: Terminal): Promise<ExitCode> {
  const format = chosenFormat(LINEAGE_FORMATS, flags);
  const target = parseLineageTarget(text);
  const request = { target, shape: { format, options: traceOptions(flags, format) }, flags, terminal };
  const answer = await answerTo(request);
  if (flags.json === true && flags.output === undefined) {
    terminal.answer.gave('lineage', JSON.parse(answer) as TraceJson | ExplainedPrediction);
    return 0;
  }
  await deliver(answer, flags, terminal);
  if (flags.json === true && flags.output !== undefined) terminal.answer.gave('lineage', { output: flags.output });
  return 0;
}

async function answerTo(request: LineageRequest): Promise<string> {
  const { target, shape, flags } = request;
  const isPast = flags.run !== undefined || flags.at !== undefined;
  if (target.kind === 'place' || HAS_NO_VALUES.includes(shape.format)) {
    return isPast ? pastLineage(request) : currentLineage(request);
  }
  if (isPast) throw usageError('a prediction is explained as the project is now', 'leave out --run and --at');
  return explainedPrediction({ ...request, target });
}

async function pastLineage({ target, shape, flags, terminal }: LineageRequest): Promise<string> {
  const session = await openSession(flags, terminal);
  const source = await storedSource(session, await pastRun(session, flags));
  return lineageText(
    source,
    placeOf(target, source.lineage, ({ model }) => model),
    shape,
    terminal,
  );
}

async function currentLineage({ target, shape, flags, terminal }: LineageRequest): Promise<string> {
  const { session, graph } = await openGraph(flags, terminal);
  const lineage =
    shape.format === 'json' ? await storedLineage(session, graph, flags, terminal) : buildLineage(lineageStages(graph));
  const source = currentSource(session, graph, lineage);
  return lineageText(
    source,
    placeOf(target, lineage, ({ model }) => namedModel(graph, model).name),
    shape,
    terminal,
  );
}

/** The place of a target in a lineage; that of a prediction is the column that it is in. */
function placeOf(target: LineageTarget, lineage: LineageGraph, modelOf: (target: PredictionTarget) => string): string {
  if (target.kind === 'place') return target.text;
  predictionDate(target);
  return predictionColumn(lineage, modelOf(target));
}

async function explainedPrediction(request: LineageRequest<PredictionTarget>): Promise<string> {
  const { target, shape, flags, terminal } = request;
  const { session, graph } = await openGraph(flags, terminal);
  if (flags.downstream === true || flags.depth !== undefined || flags.directOnly === true) {
    const message = '--downstream, --depth and --direct-only go with a node or a column, not with a prediction';
    throw usageError(message, 'leave out the flag');
  }
  const asked = { asOf: predictionDate(target), key: target.key };
  const node = namedModel(graph, target.model);
  const prediction = await explainPrediction(await openWhole(session), node, asked);
  return shape.format === 'json' ? JSON.stringify(prediction, null, 2) : predictionText(prediction, terminal.paintOut);
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
  return at === undefined ? present(run, '--run or --at') : requireRunAt(session, session.environment, at);
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
    for (const problem of error.problems) tellProblem({ ...problem, severity: 'warning' }, flags, terminal);
    return buildLineage(lineageStages(graph));
  }
}
