import type { Day } from '../calendar/index.ts';
import { lineTextAt, type Problem, problem, type Span } from '../diagnostics/index.ts';
import { idOf, type NodeId, parseId } from '../ids/index.ts';
import { first, last } from '../presence/index.ts';
import { type Definitions, frameFeatures, type SourceDefinition } from '../project/index.ts';
import { periodEnds } from './calendar.ts';
import type { Calendar, FeatureNode, Graph, LabelNode } from './graph.ts';

export interface DatesOutcome {
  readonly calendar: Calendar;
  /** The decision dates of the groups and labels that stop before the calendar does. */
  readonly shorter: Graph['shorter'];
  readonly problems: readonly Problem[];
}

/** The last day for which a source is complete. */
interface Complete {
  readonly source: string;
  readonly date: Day;
}

type QueryNode = FeatureNode | LabelNode;

/**
 * The decision dates: the last day of every period from `calendar.start` to `calendar.end`, both included when they are
 * period ends. What models take as input limits them; a label, or a group that no model takes as input, stops where its
 * own sources are complete, because what lies beyond is unknown and its SQL might call it 0. Problems: EWS3005 (an end
 * beyond the complete inputs), EWS2120 (a node without any decision date).
 */
export function resolveDates(definitions: Definitions, nodes: readonly QueryNode[]): DatesOutcome {
  const { frequency, start, end } = definitions.config.calendar;
  const completeness = new CompleteSources(definitions.sources);
  const limiting = limitingGroups(definitions, nodes);
  const complete = completeness.of(limiting.flatMap(({ query }) => query.sources));
  // Where no input says how far it goes, the rest of the project is all there is to go by.
  const shortest = complete ?? (end === 'data' ? completeness.ofAll() : undefined);
  const until = end === 'data' ? shortest?.date : end;
  if (until === undefined) {
    return refused(definitions, 'no source declares complete_through, so "end: data" has no meaning');
  }
  if (shortest !== undefined && until > shortest.date) {
    const through = `source "${shortest.source}" is complete only through ${shortest.date}`;
    return refused(definitions, `decision dates go to ${until}, but ${through}`);
  }
  const dates = periodEnds(frequency, start, until);
  if (dates.length === 0) return refused(definitions, `there is no ${frequency} period end from ${start} to ${until}`);
  const shorter = new Map<NodeId, readonly string[]>();
  const problems: Problem[] = [];
  for (const node of nodes) {
    const nodeLimit = completeness.of(node.query.sources);
    if (nodeLimit === undefined || nodeLimit.date >= last(dates) || limiting.some(({ id }) => id === node.id)) continue;
    const reachable = dates.filter((date) => date <= nodeLimit.date);
    shorter.set(node.id, reachable);
    if (reachable.length === 0) problems.push(noDates(definitions, node, nodeLimit, first(dates)));
  }
  return { calendar: { frequency, dates }, shorter, problems };
}

/** The decision dates on which a node is evaluated, ascending; a test has those of the group that it tests. */
export function datesOf(
  { calendar, shorter, nodes }: Pick<Graph, 'calendar' | 'shorter' | 'nodes'>,
  id: NodeId,
): readonly Day[] {
  const node = nodes.get(id);
  return shorter.get(node?.kind === 'test' ? node.of : id) ?? calendar.dates;
}

/**
 * The groups that limit the decision dates: those that models take as features, for themselves or for a baseline, and
 * all that these read. A project without models serves its groups to whoever asks: all but those behind its labels.
 */
function limitingGroups({ models, labels }: Definitions, nodes: readonly QueryNode[]): readonly FeatureNode[] {
  const groups = new Map(
    nodes.flatMap((node) => (node.kind === 'feature' ? [[node.id as string, node] as const] : [])),
  );
  const withInner = (names: readonly string[]): ReadonlySet<string> =>
    new Set(names.flatMap((name) => [name, ...(groups.get(name)?.query.groups ?? []).map((inner) => inner.name)]));
  if (models.length > 0) {
    const features = models.flatMap((model) => frameFeatures(model)).map(({ group }) => idOf.group(group));
    const inputs = withInner(features);
    return [...groups.values()].filter(({ id }) => inputs.has(id));
  }
  const read = nodes.flatMap((node) => (node.kind === 'label' ? node.query.groups.map(({ name }) => name) : []));
  const behindLabels = withInner([...read, ...labels.flatMap(({ event }) => (event ? [idOf.group(event.group)] : []))]);
  return [...groups.values()].filter(({ id }) => !behindLabels.has(id));
}

/** How far the sources of a project are complete: as declared or, where one is read live, as stored. */
class CompleteSources {
  readonly #sources: readonly SourceDefinition[];

  constructor(sources: readonly SourceDefinition[]) {
    this.#sources = sources;
  }

  /**
   * The source behind some relations that is complete for the shortest time; undefined where none says how far it is.
   */
  of(relations: readonly NodeId[]): Complete | undefined {
    const names = new Set(relations.map((relation) => parseId(relation).schema));
    return earliest(this.#sources.filter(({ name }) => names.has(name)));
  }

  ofAll(): Complete | undefined {
    return earliest(this.#sources);
  }
}

function earliest(sources: readonly SourceDefinition[]): Complete | undefined {
  return sources
    .flatMap(({ name, completeThrough: date }) => (date === undefined ? [] : [{ source: name, date }]))
    .reduce<Complete | undefined>(
      (found, next) => (found === undefined || next.date < found.date ? next : found),
      undefined,
    );
}

function refused(definitions: Definitions, message: string): DatesOutcome {
  const hint =
    'set calendar.end to an earlier date, or ingest newer data and raise complete_through; ' +
    'if the publisher has nothing new: ews source attest';
  const found = problem('EWS3005', message, {
    ...placeOf(definitions, definitions.config.yaml.spanOf(['calendar', 'end'])),
    hint,
  });
  const { frequency } = definitions.config.calendar;
  return { calendar: { frequency, dates: [] }, shorter: new Map(), problems: [found] };
}

function noDates(definitions: Definitions, { id }: QueryNode, { source, date }: Complete, start: string): Problem {
  return problem(
    'EWS2120',
    `${id} has no decision date: source "${source}" is complete only through ${date}, before the first, ${start}`,
    {
      ...placeOf(definitions, definitions.config.yaml.spanOf(['calendar', 'start'])),
      hint: `set an earlier calendar.start, or look further and move what ${source} is complete through`,
    },
  );
}

function placeOf({ config }: Definitions, span: Span): Pick<Problem, 'span' | 'lineText'> {
  return { span, lineText: lineTextAt(config.yaml.file, span.line) };
}
