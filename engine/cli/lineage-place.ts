import type { LineageGraph, Place, Stage, StageKind } from '../../lineage/index.ts';
import { closestMatch, type ProblemError, problemError } from '../diagnostics/index.ts';
import { nodeId, parseId } from '../ids/index.ts';
import { unknownColumn } from './named-node.ts';

/**
 * What of a lineage a text names: a stage by its id (`frames.x`, `features.labor`) or a node by its bare name, or one
 * of its columns. It asks the lineage alone, so that one stored by a run of the past is as good as today's. Throws
 * ProblemError EWS6002 with the nearest name, EWS6003 when several nodes share a bare one.
 */
export function lineagePlace(lineage: LineageGraph, text: string): Place {
  const whole = stageNamed(lineage, text);
  if (whole !== undefined) return { node: whole.id };
  // Columns of frames have dots of their own: frames.recession_logit.labor.sahm_gap.
  for (let dot = text.lastIndexOf('.'); dot > 0; dot = text.lastIndexOf('.', dot - 1)) {
    const parent = text.slice(0, dot);
    const stage = stageNamed(lineage, parent);
    if (stage === undefined) continue;
    const column = text.slice(dot + 1);
    const columns = stage.columns.map((each) => each.column);
    if (columns.includes(column)) return { node: stage.id, column };
    throw unknownColumn(nodeId(stage.id), column, columns, (name) => `${parent}.${name}`);
  }
  throw unknown(lineage, text);
}

function stageNamed(lineage: LineageGraph, name: string): Stage | undefined {
  const exact = lineage.stage(name);
  if (exact !== undefined) return exact;
  const named = lineage.stages.filter((stage) => bareName(stage) === name);
  if (named.length < 2) return named[0];
  const hint = `say which: ${named.map(({ id }) => id).join(' or ')}`;
  throw problemError('EWS6003', `"${name}" is ambiguous`, { hint });
}

/** Stages that no bare name means: they are somebody else's, or their names read like columns. */
const UNNAMED: readonly StageKind[] = ['raw', 'frame', 'prediction', 'alarms', 'card', 'comparison', 'test'];

/** The name of a node without its room. */
function bareName({ id, kind }: Stage): string | undefined {
  return UNNAMED.includes(kind) ? undefined : parseId(id).name;
}

function unknown(lineage: LineageGraph, text: string): ProblemError {
  const names = new Set<string>();
  for (const stage of lineage.stages) {
    const bare = bareName(stage);
    for (const name of bare === undefined ? [stage.id] : [stage.id, bare]) {
      names.add(name);
      for (const { column } of stage.columns) names.add(`${name}.${column}`);
    }
  }
  const match = closestMatch(text, names);
  const hint = match === undefined ? 'ews ls lists what there is' : `did you mean "${match}"?`;
  return problemError('EWS6002', `nothing is called "${text}"`, { hint });
}
