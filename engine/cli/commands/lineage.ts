import { buildLineage, type LineageGraph, type TraceOptions, type TraceTree, trace } from '../../../lineage/index.ts';
import type { Graph } from '../../compile/index.ts';
import { ProblemError } from '../../diagnostics/index.ts';
import { predictionText } from '../../report/index.ts';
import { type ExplainedPrediction, explainPrediction, lineageStages, planOnly, prepare } from '../../run/index.ts';
import { lineageOfRun } from '../environment-run.ts';
import type { LineageFormat } from '../lineage-format.ts';
import { lineagePlace } from '../lineage-place.ts';
import { namedModel } from '../named-model.ts';
import { openGraph } from '../open-graph.ts';
import { requireRunAt } from '../past-run.ts';
import { renderLineage } from '../render-lineage.ts';
import { type GlobalFlags, openSession, type Session } from '../session.ts';
import type { ExitCode, Terminal } from '../terminal.ts';
import { toldNow, toldOfRun } from '../told-lineage.ts';

export interface LineageFlags extends GlobalFlags {
  readonly upstream?: boolean;
  readonly downstream?: boolean;
  readonly directOnly?: boolean;
  readonly depth?: string;
  readonly format?: LineageFormat;
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
  const format = flags.json === true ? 'json' : (flags.format ?? 'tree');
  const options = traceOptions(flags, format);
  const withValues = target.includes('@') && !HAS_NO_VALUES.includes(format);
  if (flags.run !== undefined || flags.at !== undefined) {
    if (withValues) throw usage('a prediction is explained as the project is now', 'leave out --run and --at');
    terminal.out(await pastLineage(target, flags, options, format, terminal));
    return 0;
  }
  const { session, graph } = await openGraph(flags, terminal);
  if (!withValues) {
    const named = target.includes('@') ? predictionOf(namedModel(graph, modelAt(target).model).name) : target;
    const tree = traced(buildLineage(lineageStages(graph)), named, options);
    terminal.out(format === 'openlineage' ? toldNow(session, graph, tree) : renderLineage(tree, format, terminal));
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

/** Reads the project without compiling it: a run of the past needs no definitions. */
async function pastLineage(
  target: string,
  flags: LineageFlags,
  options: TraceOptions,
  format: LineageFormat,
  terminal: Terminal,
): Promise<string> {
  const session = await openSession(flags, terminal);
  const run = await pastRun(session, flags);
  const lineage = await lineageOfRun(session, run);
  const tree = traced(lineage, target.includes('@') ? predictionOf(modelAt(target).model) : target, options);
  return format === 'openlineage' ? toldOfRun(session, run, lineage, tree) : renderLineage(tree, format, terminal);
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

async function explained(session: Session, graph: Graph, target: string): Promise<ExplainedPrediction> {
  const { model, date } = modelAt(target);
  const node = namedModel(graph, model);
  const { definitions, environment, effects } = session;
  const options = { select: [], exclude: [], environment, fullRefresh: false };
  const prepared = await prepare(definitions, options, effects);
  const plan = await planOnly(prepared, options, effects);
  return explainPrediction(prepared, plan, node, date, effects, session.target.resources.memory);
}

function predictionOf(model: string): string {
  return `predictions.${model}.probability`;
}

/** `recession_probit@2022-10-31`; also with `models.` or `predictions.` before it. */
function modelAt(target: string): { readonly model: string; readonly date: string } {
  const at = target.indexOf('@');
  const date = target.slice(at + 1);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw usage(`"${date}" is no date`, 'write MODEL@YYYY-MM-DD');
  return { model: target.slice(0, at).replace(/^(models|predictions)\./, ''), date };
}

function usage(message: string, hint: string): ProblemError {
  return new ProblemError([{ code: 'EWS6001', severity: 'error', message, hint }]);
}
