import type { LineageGraph, Place, Stage } from '../../lineage/index.ts';
import { type Graph, nodeId } from '../compile/index.ts';
import { closestMatch, ProblemError } from '../diagnostics/index.ts';
import { findNode } from '../plan/index.ts';
import { unknownColumn } from './named-target.ts';

/**
 * What of the lineage a text names: a stage by its id (`frames.x`, `features.labor`) or a node by its bare name, or one
 * of its columns. Throws ProblemError EWS6002 with the nearest name, EWS6003 when several nodes share a bare one.
 */
export function lineagePlace(graph: Graph, lineage: LineageGraph, text: string): Place {
  const whole = stageNamed(graph, lineage, text);
  if (whole !== undefined) return { node: whole.id };
  // Columns of frames have dots of their own: frames.recession_logit.labor.sahm_gap.
  for (let dot = text.lastIndexOf('.'); dot > 0; dot = text.lastIndexOf('.', dot - 1)) {
    const parent = text.slice(0, dot);
    const stage = stageNamed(graph, lineage, parent);
    if (stage === undefined) continue;
    const column = text.slice(dot + 1);
    const columns = stage.columns.map((each) => each.column);
    if (columns.includes(column)) return { node: stage.id, column };
    throw unknownColumn(nodeId(stage.id), column, columns, (name) => `${parent}.${name}`);
  }
  throw unknown(graph, lineage, text);
}

function stageNamed(graph: Graph, lineage: LineageGraph, name: string): Stage | undefined {
  const exact = lineage.stage(name);
  if (exact !== undefined) return exact;
  const named = [...graph.nodes.values()].some((node) => node.name === name && node.kind !== 'test');
  return named ? lineage.stage(findNode(graph, name).id) : undefined;
}

function unknown(graph: Graph, lineage: LineageGraph, text: string): ProblemError {
  const test = [...graph.nodes.values()].find((node) => node.kind === 'test' && node.id === text);
  if (test?.kind === 'test') {
    return missing(`${text} is a test: nothing is made of what it finds`, `the group that it tests: ${test.of}`);
  }
  const names = new Set<string>();
  for (const { id, columns } of lineage.stages) {
    const bare = graph.nodes.get(nodeId(id))?.name;
    for (const name of bare === undefined ? [id] : [id, bare]) {
      names.add(name);
      for (const { column } of columns) names.add(`${name}.${column}`);
    }
  }
  const match = closestMatch(text, names);
  const hint = match === undefined ? 'ews ls lists what there is' : `did you mean "${match}"?`;
  return missing(`nothing is called "${text}"`, hint);
}

function missing(message: string, hint: string): ProblemError {
  return new ProblemError([{ code: 'EWS6002', severity: 'error', message, hint }]);
}
