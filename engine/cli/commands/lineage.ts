import {
  buildLineage,
  renderMermaid,
  renderTree,
  type TraceOptions,
  type TraceTree,
  trace,
  traceToJson,
} from '../../../lineage/index.ts';
import type { Graph } from '../../compile/index.ts';
import { ProblemError } from '../../diagnostics/index.ts';
import { predictionText } from '../../report/index.ts';
import { type ExplainedPrediction, explainPrediction, lineageStages, planOnly, prepare } from '../../run/index.ts';
import { lineagePlace } from '../lineage-place.ts';
import { namedModel } from '../named-model.ts';
import { openGraph } from '../open-graph.ts';
import type { GlobalFlags, Session } from '../session.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

export type LineageFormat = 'tree' | 'json' | 'mermaid';

export interface LineageFlags extends GlobalFlags {
  readonly upstream?: boolean;
  readonly downstream?: boolean;
  readonly depth?: string;
  readonly format?: LineageFormat;
}

/** `ews lineage TARGET`: the definitions' lineage of a node or column, or `MODEL@DATE`: a prediction with its values. */
export async function runLineage(target: string, flags: LineageFlags, terminal: Terminal): Promise<ExitCode> {
  const format = flags.json === true ? 'json' : (flags.format ?? 'tree');
  const options = traceOptions(flags);
  const { session, graph } = await openGraph(flags, terminal);
  const at = target.indexOf('@');
  if (at < 0 || format === 'mermaid') {
    // A diagram has no room for values: that of a prediction is its model's.
    const tree = at < 0 ? traced(graph, target, options) : traced(graph, predictionOf(graph, target), options);
    terminal.out(rendered(tree, format, terminal));
    return 0;
  }
  if (flags.downstream === true || flags.depth !== undefined) {
    throw usage('--downstream and --depth go with a node or a column, not with a prediction', `leave out the flag`);
  }
  const prediction = await explained(session, graph, target);
  terminal.out(format === 'json' ? JSON.stringify(prediction, null, 2) : predictionText(prediction, terminal.paintOut));
  return 0;
}

function traceOptions({ upstream, downstream, depth }: LineageFlags): TraceOptions {
  if (upstream === true && downstream === true) {
    throw usage('--upstream and --downstream exclude each other', 'run it once for each');
  }
  const direction = downstream === true ? 'downstream' : 'upstream';
  if (depth === undefined) return { direction };
  if (!/^\d+$/.test(depth)) throw usage(`--depth ${depth} is no number of stages`, 'for example: --depth 2');
  return { direction, depth: Number(depth) };
}

function traced(graph: Graph, target: string, options: TraceOptions): TraceTree {
  const lineage = buildLineage(lineageStages(graph));
  const tree = trace(lineage, lineagePlace(graph, lineage, target), options);
  if (tree === undefined) throw new Error(`${target} has no lineage`);
  return tree;
}

function rendered(tree: TraceTree, format: LineageFormat, { paintOut: paint }: Terminal): string {
  switch (format) {
    case 'tree':
      return renderTree(tree, { name: paint.bold, influence: paint.cyan, remark: paint.dim });
    case 'json':
      return JSON.stringify(traceToJson(tree), null, 2);
    case 'mermaid':
      return renderMermaid(tree);
    default:
      throw new Error(`unknown format ${format satisfies never}`);
  }
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

function predictionOf(graph: Graph, target: string): string {
  const { name, label } = namedModel(graph, modelAt(target).model);
  return `predictions.${name}.${label.kind === 'continuous' ? 'prediction' : 'probability'}`;
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
