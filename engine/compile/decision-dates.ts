import { type Day, daysBetween } from '../calendar/index.ts';
import { lineTextAt, type Problem, problem, type Span } from '../diagnostics/index.ts';
import { idOf, type NodeId, parseId } from '../ids/index.ts';
import { beyond, LIMITS } from '../limits/index.ts';
import { first, last } from '../presence/index.ts';
import { type CalendarRule, type Definitions, frameFeatures, type SourceDefinition } from '../project/index.ts';
import { calendarWords, datesBetween } from './calendar-dates.ts';
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

type DatedParts = Pick<Definitions, 'config' | 'sources' | 'models' | 'labels'>;

/**
 * The decision dates: those of the calendar's rule from `calendar.start` to `calendar.end`, both included when they are
 * some. What models take as input limits them; a label, or a group that no model takes as input, stops where its
 * own sources are complete, because what lies beyond is unknown and its SQL might call it 0. Problems: EWS3005 (an end
 * beyond the complete inputs), EWS2120 (a node without any decision date), EWS2133 (a
 * model that no date lets fit).
 * @param isWhole whether these are all nodes of the project, and all its sources: where some are missing, only what
 * would hold with them too is told.
 */
export function resolveDates(definitions: DatedParts, nodes: readonly QueryNode[], isWhole = true): DatesOutcome {
  const { rule, start, end } = definitions.config.calendar;
  const completeness = new CompleteSources(definitions.sources);
  const limiting = limitingGroups(definitions, nodes);
  const complete = completeness.of(limiting.flatMap(({ query }) => query.sources));
  // Where no input says how far it goes, the rest of the project is all there is to go by.
  const shortest = complete ?? (end === 'data' ? completeness.ofAll() : undefined);
  // More inputs of models can only end the dates earlier; without one of them it is another question.
  const isKnown = isWhole || (definitions.models.length > 0 && complete !== undefined);
  const told = ({ problems, ...outcome }: DatesOutcome): DatesOutcome => ({
    ...outcome,
    problems: isKnown ? problems : [],
  });
  const asked = end === 'data' ? shortest?.date : end;
  if (asked === undefined) {
    return told(refused(definitions, 'no source declares complete_through, so "end: data" has no meaning'));
  }
  const problems: Problem[] = [];
  const isBeyond = shortest !== undefined && asked > shortest.date;
  if (isBeyond) {
    const through = `source "${shortest.source}" is complete only through ${shortest.date}`;
    problems.push(...told(refused(definitions, `decision dates go to ${asked}, but ${through}`)).problems);
  }
  const until = isBeyond ? shortest.date : asked;
  const count = mostDates(rule, start, until);
  if (count > LIMITS.decisionDates.most) return tooMany(definitions, count);
  const dates = datesBetween(rule, start, until);
  if (dates.length === 0) {
    if (problems.length > 0) return noDatesAtAll(rule, problems);
    return told(refused(definitions, `there is no decision date (${calendarWords(rule)}) from ${start} to ${until}`));
  }
  const shorter = new Map<NodeId, readonly string[]>();
  for (const node of nodes) {
    const nodeLimit = completeness.of(node.query.sources);
    if (nodeLimit === undefined || nodeLimit.date >= last(dates) || limiting.some(({ id }) => id === node.id)) continue;
    const reachable = dates.filter((date) => date <= nodeLimit.date);
    shorter.set(node.id, reachable);
    if (reachable.length === 0) problems.push(noDates(definitions, node, nodeLimit, first(dates)));
  }
  if (isKnown) problems.push(...neverFitted(definitions, last(dates)));
  return { calendar: { rule, words: calendarWords(rule), dates }, shorter, problems };
}

/** Models whose first fit lies after the last decision date: there is none on which they could be fitted. */
function neverFitted({ models }: DatedParts, lastDate: Day): readonly Problem[] {
  return models
    .filter(({ protocol }) => protocol.firstCutoff > lastDate)
    .map(({ name, protocol: { firstCutoff }, yaml }) => {
      const span = yaml.spanOf(['protocol', 'first_cutoff']);
      const why = `its first cut-off is ${firstCutoff}, the last decision date ${lastDate}`;
      const message = `models.${name} is never fitted: ${why}`;
      const hint =
        'set an earlier first_cutoff, which leaves dates to predict; ' +
        'or have decision dates go further: calendar.end';
      return problem('EWS2133', message, { span, lineText: lineTextAt(yaml.file, span.line), hint });
    });
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
function limitingGroups(
  { models, labels }: Pick<Definitions, 'models' | 'labels'>,
  nodes: readonly QueryNode[],
): readonly FeatureNode[] {
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

function refused(definitions: DatedParts, message: string): DatesOutcome {
  const hint =
    'set calendar.end to an earlier date, or ingest newer data and raise complete_through; ' +
    'if the publisher has nothing new: ews source attest';
  const found = problem('EWS3005', message, {
    ...placeOf(definitions, definitions.config.yaml.spanOf(['calendar', 'end'])),
    hint,
  });
  const { rule } = definitions.config.calendar;
  return noDatesAtAll(rule, [found]);
}

function noDatesAtAll(rule: CalendarRule, problems: readonly Problem[]): DatesOutcome {
  return { calendar: { rule, words: calendarWords(rule), dates: [] }, shorter: new Map(), problems };
}

/** Dates are counted before any is made. */
function mostDates(rule: CalendarRule, start: Day, until: Day): number {
  if (rule.kind === 'listed') return rule.dates.length;
  return Math.floor(daysBetween(start, until) / SHORTEST_PERIOD_DAYS[rule.frequency]);
}

/** Days of the shortest period of each frequency. */
const SHORTEST_PERIOD_DAYS = { daily: 1, weekly: 7, monthly: 28, quarterly: 90, annual: 365 } as const;

function tooMany(definitions: DatedParts, count: number): DatesOutcome {
  const { rule, start } = definitions.config.calendar;
  const size = beyond(LIMITS.decisionDates, count);
  const message = `the calendar, ${calendarWords(rule)} from ${start}, has up to ${size}`;
  const found = problem('EWS1027', message, {
    ...placeOf(definitions, definitions.config.yaml.spanOf(['calendar', 'start'])),
    hint: 'start later, end earlier, or decide less often',
  });
  return noDatesAtAll(rule, [found]);
}

function noDates(definitions: DatedParts, { id }: QueryNode, { source, date }: Complete, start: string): Problem {
  return problem(
    'EWS2120',
    `${id} has no decision date: source "${source}" is complete only through ${date}, before the first, ${start}`,
    {
      ...placeOf(definitions, definitions.config.yaml.spanOf(['calendar', 'start'])),
      hint: `set an earlier calendar.start, or look further and move what ${source} is complete through`,
    },
  );
}

function placeOf({ config }: DatedParts, span: Span): Pick<Problem, 'span' | 'lineText'> {
  return { span, lineText: lineTextAt(config.yaml.file, span.line) };
}
