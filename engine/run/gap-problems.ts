import { type Card, type Gap, type GapWarning, gapsOfCard, gapWarnings } from '../cards/index.ts';
import type { Graph, NodeId } from '../compile/index.ts';
import { type Problem, placedAt, type Span, topOf } from '../diagnostics/index.ts';
import { idOf, nodeId } from '../ids/index.ts';
import { entry, first, present } from '../presence/index.ts';
import { isOutdated, type Standing } from '../standing/index.ts';

/**
 * What is missing in silence of the models whose cards a run shows, by what the cards hold (EWS3042 to EWS3047). Cards
 * with numbers of earlier definitions say so themselves, and nothing is warned of them by the definitions of now.
 */
export function gapProblems(
  graph: Graph,
  cards: ReadonlyMap<string, Card>,
  standings: ReadonlyMap<NodeId, Standing>,
): readonly Problem[] {
  const models = [...cards].flatMap(([name, { body }]) => {
    const model = idOf.model(name);
    return isOutdated(entry(standings, model)) ? [] : [{ model, gaps: gapsOfCard(body) }];
  });
  // Where the project says when decision dates end, it means to leave later data out.
  const isDeclared = graph.definitions.config.calendar.end !== 'data';
  const told = gapWarnings(models).filter(({ gaps }) => !isDeclared || first(gaps).kind !== 'unused_rows');
  return told.flatMap((found) => placedAt(placeOf(graph, found), [found.problem]));
}

/** Where to look: at the model, at the group or label that lacks rows, or where a late input has its frequency. */
function placeOf(graph: Graph, { gaps, models }: GapWarning): Span {
  const node = graph.nodes.get(nodeId(placedBy(first(gaps)))) ?? entry(graph.nodes, nodeId(first(models)));
  const [gap] = gaps;
  if (gap?.kind === 'unused_rows') {
    const source = graph.definitions.sources.find(({ name }) => name === gap.source);
    return present(source, gap.source).yaml.spanOf(['complete_through']);
  }
  if (node.kind !== 'source') return topOf(node.path);
  const list = node.source.connector === 'fred' ? 'series' : 'tables';
  return node.source.yaml.spanOf(gaps.length === 1 ? [list, node.name, 'frequency'] : []);
}

/** The node that a warning is placed at. */
function placedBy(gap: Gap): string {
  switch (gap.kind) {
    case 'late_input':
    case 'keys_without_rows':
      return gap.relation;
    case 'lost_rows':
      return gap.into;
    case 'lost_outcomes':
    case 'not_predicted':
    case 'unused_rows':
      return '';
    default:
      return gap satisfies never;
  }
}
