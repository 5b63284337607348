import {
  type CardBody,
  comparisonFile,
  type EventCardBody,
  eventName,
  type Headline,
  headline,
  type Measures,
  publishedText,
  realTimeMeasures,
  type ValueCardBody,
} from '../../cards/index.ts';
import type { GraphNode, SourceNode } from '../../compile/index.ts';
import { formatDay } from '../../figures/index.ts';
import { idOf, ingestionOf, parseTestId } from '../../ids/index.ts';
import { entry, first, last } from '../../presence/index.ts';
import { noticesOf, rightsOf, type SourceDefinition } from '../../project/index.ts';
import type { NodeResult, PageFacts } from '../../run/index.ts';
import { standingText, unmadeBy } from '../../standing/index.ts';
import { HISTORIES_FILE } from './histories.ts';
import type {
  EventModelOnPage,
  ModelOnPage,
  NodeOnPage,
  PageSource,
  RunPageData,
  TermsOnPage,
  TestOnPage,
  ValueModelOnPage,
} from './run-page-data.ts';

/** What a run knows of itself, as its page shows it: sources folded, tests apart, models first. */
export function runPageData(facts: PageFacts): RunPageData {
  const { result, graph, origin } = facts;
  const { words: frequency, dates } = graph.calendar;
  const models = [...facts.cards.keys()];
  const href = addresses(facts);
  return {
    project: graph.definitions.config.name,
    run: {
      id: result.run,
      startedAt: facts.startedAt,
      seconds: result.seconds,
      outcome: result.ok ? 'ok' : 'failed',
      command: `ews ${facts.command}`,
      actor: origin.actor,
      vouchedFor: origin.actorFrom === 'sts',
      host: origin.host,
      commit: origin.commit?.replace(/\+$/, '') ?? null,
      declared: origin.commitFrom === 'EWS_COMMIT',
      dirty: origin.commit?.endsWith('+') ?? false,
      engine: facts.engine,
      environment: result.environment,
      target: facts.target,
      threads: facts.threads,
      calendar: { frequency, first: first(dates), last: last(dates), dates: dates.length },
    },
    // As the terminal lists them.
    models: [...facts.cards]
      .map(([name, body]) => modelOnPage(facts, name, body))
      .toSorted((one, other) => Number(other.champion) - Number(one.champion)),
    comparisons: [...facts.comparisons].map(([id, { label, models: compared, champion }]) => ({
      label: label.name,
      href: href(`cards/${comparisonFile(label.name)}.html`),
      models: compared.length,
      champion,
      standing: standingText(entry(facts.standings, id)),
    })),
    nodes: nodesOnPage(facts),
    tests: testsOnPage(facts),
    problems: [...result.problems, ...result.nodes.flatMap(({ problems }) => problems)],
    freshness: sourceFreshness(facts),
    terms: facts.graph.definitions.sources.flatMap(termsOf),
    notices: noticesOf(facts.graph.definitions),
    documentsOf: documentsOf(facts),
    lineageHref: href('lineage.html'),
    files: [
      { title: 'Lineage', href: 'lineage.html', note: 'every column of every object, and where it comes from' },
      { title: 'Lineage as data', href: 'lineage.json', note: 'the same, for programs' },
      { title: 'Definitions', href: 'definitions.json', note: 'the text of every file that the run was defined by' },
      { title: 'Manifest', href: 'manifest.json', note: 'the tree of the environment after this run, or whose it is' },
      { title: 'Results', href: 'run_results.json', note: 'what became of every node' },
      ...models.map((name) => ({ title: `Card of ${name}`, href: `cards/${name}.json`, note: 'as data' })),
      ...[...facts.comparisons.values()].map(({ label }) => ({
        title: `Comparison of ${label.name}`,
        href: `cards/${comparisonFile(label.name)}.json`,
        note: 'as data',
      })),
    ].map((file) => ({ ...file, href: href(file.href) })),
  };
}

/** Where a file of the run lies, relative to its page. */
function addresses({ named }: PageFacts): (file: string) => string {
  return (file) => {
    const run = named[file]?.run;
    return run === undefined ? file : `../${run}/${file}`;
  };
}

function documentsOf({ named }: PageFacts): RunPageData['documentsOf'] {
  const run = named[HISTORIES_FILE]?.run;
  return run === undefined ? null : { run, page: `../${run}/index.html`, histories: `../${run}/${HISTORIES_FILE}` };
}

function modelOnPage(facts: PageFacts, name: string, body: CardBody): ModelOnPage {
  const { graph, standings } = facts;
  const { id, description } = entry(graph.nodes, idOf.model(name));
  const standing = standingText(entry(standings, id));
  const champion = graph.definitions.config.champions.some(({ model }) => model === name);
  const { window } = body.label;
  const cardHref = addresses(facts)(`cards/${name}.html`);
  const named = { name, description, champion, cardHref, standing, window };
  return body.task === 'value' ? { ...valueModel(named, body), unit: unitOf(graph, body) } : eventModel(named, body);
}

/** As it is declared now: it is words, and no part of a card's body. */
function unitOf({ definitions }: PageFacts['graph'], { label }: CardBody): string | null {
  return definitions.labels.find(({ name }) => name === label.name)?.unit ?? null;
}

type NamedFields = Pick<ModelOnPage, 'name' | 'description' | 'champion' | 'cardHref' | 'standing' | 'window'>;

function eventModel(named: NamedFields, body: EventCardBody): EventModelOnPage {
  const said = headline(body);
  const { front, history, predicts } = said;
  const measures = realTimeMeasures(said);
  return {
    ...named,
    ...grounds(said),
    predicts,
    front: front === null ? null : { key: front.key, of: front.of.value },
    latest: said.latest === null ? null : { ...said.latest.value.prediction, outcome: said.latest.value.outcome },
    history,
    // A panel shows the events of the key in front: its card has all.
    events: body.events.filter(({ key }) => key === front?.key),
    eventName: eventName(body.label),
    scores: measures === null ? null : eventScores(measures),
  };
}

function eventScores({ auroc, probability, alarms }: Measures): NonNullable<EventModelOnPage['scores']> {
  return {
    auroc,
    brier: probability === null ? null : { model: probability.brier, climatology: probability.baselineBrier },
    relativeUsefulness: alarms.relativeUsefulness.value,
  };
}

function valueModel(named: NamedFields, body: ValueCardBody): Omit<ValueModelOnPage, 'unit'> {
  const said = headline(body);
  return {
    ...named,
    ...grounds(said),
    predicts: 'value',
    latest: said.latest === null ? null : { ...said.latest.value.prediction, outcome: said.latest.value.outcome },
    history: said.history,
    events: body.events,
    eventName: body.label.event === null ? null : eventName(body.label),
    labelName: body.label.name,
    scores: realTimeMeasures(said),
  };
}

/** What a prediction and its record rest on. */
function grounds({ basis, published, outcomesThrough }: Headline): Pick<ModelOnPage, 'basis' | 'outcomesThrough'> {
  return {
    basis: { basis, published: publishedText(published, formatDay) },
    outcomesThrough: outcomesThrough.value,
  };
}

/** One node a source, group, label and model; tests have a table of their own. */
function nodesOnPage(facts: PageFacts): readonly NodeOnPage[] {
  const results = new Map(facts.result.nodes.map((result) => [result.id as string, result]));
  const stages = new Map(facts.plan.stages.map((stage) => [stage.node as string, stage]));
  const nodes: NodeOnPage[] = facts.graph.definitions.sources.map((source) => {
    const result = results.get(ingestionOf(source.name));
    const parts = source.connector === 'fred' ? source.series : source.tables;
    return {
      id: source.name,
      kind: 'source',
      description: source.description,
      status: statusOfSource(result),
      seconds: result?.seconds ?? null,
      rows: result?.rows ?? null,
      evaluation: null,
      reason: null,
      fingerprint: null,
      inputs: [],
      parts: parts.map(({ name }) => name),
    };
  });
  for (const node of facts.graph.nodes.values()) {
    if (node.kind === 'source' || node.kind === 'test') continue;
    const result = results.get(node.id);
    const stage = stages.get(node.id);
    const standing = entry(facts.standings, node.id);
    nodes.push({
      id: node.id,
      kind: node.kind,
      description: node.description,
      status: result?.status === 'reused' ? 'reused' : standing.state,
      seconds: result?.seconds ?? null,
      rows: result?.rows ?? null,
      evaluation: node.kind === 'model' ? null : evaluationOf(result),
      reason: standingText(standing) ?? stage?.reason.text ?? null,
      fingerprint: stage?.fingerprint ?? null,
      inputs: inputsOf(facts, node),
      parts: [],
    });
  }
  return nodes;
}

/** A source that the run did not ask serves what is stored of it. */
function statusOfSource(result: NodeResult | undefined): NodeOnPage['status'] {
  if (result === undefined || result.status === 'left') return 'not selected';
  return unmadeBy(result) ?? (result.status === 'reused' ? 'reused' : 'ok');
}

function evaluationOf(result: NodeResult | undefined): NodeOnPage['evaluation'] {
  if (result?.note === 'lifted') return 'lifted';
  return result?.note.startsWith('loop') === true ? 'loop' : null;
}

/** Inputs with every series replaced by its source. */
function inputsOf(facts: PageFacts, node: Exclude<GraphNode, SourceNode>): readonly string[] {
  const inputs = node.inputs.map((id) => {
    const input = facts.graph.nodes.get(id);
    return input?.kind === 'source' ? input.source.name : id;
  });
  return [...new Set(inputs)];
}

function testsOnPage(facts: PageFacts): readonly TestOnPage[] {
  return facts.result.nodes
    .filter(({ kind, status }) => kind === 'test' && status !== 'left')
    .map((result) => {
      const { group, name } = parseTestId(result.id);
      return {
        node: idOf.group(group),
        name: name.replaceAll('.', ' '),
        status: result.test?.status ?? 'skipped',
        failures: result.test?.failures ?? null,
        rows: result.rows,
        reused: result.status === 'reused',
      };
    });
}

/** The terms of a source, its relations with the same ones together. */
function termsOf(source: SourceDefinition): readonly TermsOnPage[] {
  const names = (source.connector === 'fred' ? source.series : source.tables).map(({ name }) => name);
  const groups = new Map<string, { readonly terms: Omit<TermsOnPage, 'of'>; readonly names: string[] }>();
  for (const name of names) {
    const { licence = null, attribution = null } = rightsOf(source, name) ?? {};
    if (licence === null && attribution === null) continue;
    const key = JSON.stringify([licence, attribution]);
    const group = groups.get(key) ?? { terms: { licence, attribution }, names: [] };
    group.names.push(name);
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => ({
    of: group.names.length === names.length ? source.name : `${source.name}: ${group.names.join(', ')}`,
    ...group.terms,
  }));
}

function sourceFreshness(facts: PageFacts): readonly PageSource[] {
  return facts.graph.definitions.sources.map((source) => {
    const own = [...facts.relations].filter(([id]) => id.startsWith(`${source.name}.`)).map(([, summary]) => summary);
    const rows = own.reduce((sum, summary) => sum + summary.rows, 0);
    const share = (kind: 'published' | 'observed' | 'assumed'): number =>
      rows === 0 ? 0 : own.reduce((sum, summary) => sum + summary.knowledge[kind] * summary.rows, 0) / rows;
    return {
      source: source.name,
      series: own.length,
      newestDate:
        own
          .map(({ lastDate }) => lastDate)
          .toSorted()
          .at(-1) ?? null,
      completeThrough: source.completeThrough ?? null,
      ...(source.attestation === undefined ? {} : { attestation: source.attestation }),
      rows,
      knowledge: { published: share('published'), observed: share('observed'), assumed: share('assumed') },
    };
  });
}
