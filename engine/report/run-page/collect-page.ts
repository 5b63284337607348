import {
  type CardBody,
  comparisonFile,
  type EventCardBody,
  outcomesThrough,
  publishedText,
  type ValueCardBody,
} from '../../cards/index.ts';
import type { GraphNode, SourceNode } from '../../compile/index.ts';
import { formatDay } from '../../figures/index.ts';
import { idOf, parseTestId } from '../../ids/index.ts';
import { noticesOf, rightsOf, type SourceDefinition } from '../../project/index.ts';
import type { NodeResult, PageFacts } from '../../run/index.ts';
import type {
  EventModelOnPage,
  ModelOnPage,
  NodeOnPage,
  RunPageData,
  SourceFreshness,
  TermsOnPage,
  TestOnPage,
  ValueModelOnPage,
} from './run-page-data.ts';

/** What a run knows of itself, as its page shows it: sources folded, tests apart, models first. */
export function runPageData(facts: PageFacts): RunPageData {
  const { result, graph, origin } = facts;
  const { frequency, dates } = graph.calendar;
  const models = [...facts.cards.keys()];
  return {
    project: graph.definitions.config.name,
    run: {
      id: result.run,
      startedAt: facts.startedAt,
      seconds: result.seconds,
      outcome: result.ok ? 'ok' : 'failed',
      command: `ews ${facts.command}`,
      actor: origin.actor,
      host: origin.host,
      commit: origin.commit?.replace(/\+$/, '') ?? null,
      dirty: origin.commit?.endsWith('+') ?? false,
      engine: facts.engine,
      environment: result.environment,
      target: facts.target,
      threads: facts.threads,
      calendar: { frequency, first: dates[0] ?? '', last: dates.at(-1) ?? '', dates: dates.length },
    },
    models: [...facts.cards].map(([name, body]) => modelOnPage(facts, name, body)),
    comparisons: [...facts.comparisons.values()].map(({ label, models: compared, champion }) => ({
      label: label.name,
      href: `cards/${comparisonFile(label.name)}.html`,
      models: compared.length,
      champion,
    })),
    nodes: nodesOnPage(facts),
    tests: testsOnPage(facts),
    problems: [...result.problems, ...result.nodes.flatMap(({ problems }) => problems)],
    freshness: sourceFreshness(facts),
    terms: facts.graph.definitions.sources.flatMap(termsOf),
    notices: noticesOf(facts.graph.definitions),
    files: [
      { title: 'Lineage', href: 'lineage.html', note: 'every column of every object, and where it comes from' },
      { title: 'Lineage as data', href: 'lineage.json', note: 'the same, for programs' },
      { title: 'Definitions', href: 'definitions.json', note: 'the text of every file that the run was defined by' },
      { title: 'Manifest', href: 'manifest.json', note: 'the complete tree of the environment after this run' },
      { title: 'Results', href: 'run_results.json', note: 'what became of every node' },
      ...models.map((name) => ({ title: `Card of ${name}`, href: `cards/${name}.json`, note: 'as data' })),
      ...[...facts.comparisons.values()].map(({ label }) => ({
        title: `Comparison of ${label.name}`,
        href: `cards/${comparisonFile(label.name)}.json`,
        note: 'as data',
      })),
    ],
  };
}

function modelOnPage(facts: PageFacts, name: string, body: CardBody): ModelOnPage {
  const node = [...facts.graph.nodes.values()].find((each) => each.kind === 'model' && each.name === name);
  const named = {
    name,
    description: node?.description ?? '',
    cardHref: `cards/${name}.html`,
    // Of a panel those of the key in front: the card has all.
    events: body.task === 'value' ? body.events : body.events.filter(({ key }) => key === frontKey(body)),
    basis: { basis: body.data.basis, published: publishedText(body.data.published, formatDay) },
    outcomesThrough: outcomesThrough(body.data),
  };
  return body.task === 'value' ? { ...named, ...valueModel(body) } : { ...named, ...eventModel(body) };
}

type Named = 'name' | 'description' | 'cardHref' | 'events' | 'basis' | 'outcomesThrough';

function valueModel(body: ValueCardBody): Omit<ValueModelOnPage, Named> {
  const step = body.performance.steps.find(({ id }) => id === 'real_time');
  const measures = step?.kind === 'measured' ? step.measures : null;
  const { latest } = body;
  return {
    predicts: 'value',
    labelName: body.label.name,
    eventName: body.label.event === null ? null : eventName(body.label.event),
    history: body.history.map(({ asOf, prediction, baseline, y }) => ({ asOf, prediction, baseline, y })),
    latest:
      latest === null
        ? null
        : {
            asOf: latest.prediction.asOf,
            prediction: latest.prediction.prediction,
            baseline: latest.prediction.baseline,
            outcome: latest.outcome,
          },
    scores:
      measures === null
        ? null
        : {
            rmse: measures.rmse.value,
            rmseInterval:
              measures.rmse.interval === null
                ? null
                : { low: measures.rmse.interval.low, high: measures.rmse.interval.high },
            baselineRmse: measures.baselineRmse,
            skill: measures.skill.value,
            episodes: measures.rmse.interval?.episodes ?? 0,
          },
  };
}

function front(body: EventCardBody): Pick<EventModelOnPage, 'front'> {
  const key = frontKey(body);
  return key === undefined || body.panel === undefined ? {} : { front: { key, of: body.panel.keys } };
}

/** Of a panel the key with the highest probability. */
function frontKey(body: EventCardBody): string | undefined {
  return body.latest?.prediction.key;
}

function eventModel(body: EventCardBody): Omit<EventModelOnPage, Named> {
  const step = body.performance.steps.find(({ id }) => id === 'real_time');
  const measures = step?.kind === 'measured' ? step.measures : null;
  const interval = measures?.auroc.interval ?? null;
  return {
    predicts: body.method.predicts,
    ...front(body),
    latest: body.latest === null ? null : latestOf(body.latest),
    history: body.history
      .filter(({ key }) => key === frontKey(body))
      .map(({ asOf, probability, threshold, alarm }) => ({ asOf, probability, threshold, alarm })),
    eventName: eventName(body.label.event),
    scores:
      measures === null
        ? null
        : {
            auroc: measures.auroc.value,
            aurocInterval: interval === null ? null : { low: interval.low, high: interval.high, level: interval.level },
            brier: measures.probability?.brier ?? null,
            baselineBrier: measures.probability?.baselineBrier ?? null,
            relativeUsefulness: measures.alarms.relativeUsefulness.value,
            episodes: interval?.episodes ?? 0,
          },
  };
}

/** `business_cycle.in_recession` in a sentence: recession. */
function eventName(event: string | null): string {
  const column = event?.split('.').at(-1) ?? 'event';
  return column.replace(/^in_/, '').replaceAll('_', ' ');
}

function latestOf(latest: NonNullable<EventCardBody['latest']>): EventModelOnPage['latest'] {
  const { asOf, probability, threshold, alarm, baseline } = latest.prediction;
  return { asOf, probability, threshold, alarm, baseline, outcome: latest.outcome };
}

/** One node a source, group, label and model; tests have a table of their own. */
function nodesOnPage(facts: PageFacts): readonly NodeOnPage[] {
  const results = new Map(facts.result.nodes.map((result) => [result.id as string, result]));
  const stages = new Map(facts.plan.stages.map((stage) => [stage.node as string, stage]));
  const nodes: NodeOnPage[] = facts.graph.definitions.sources.map((source) => {
    const result = results.get(`source:${source.name}`);
    const parts = source.connector === 'fred' ? source.series : source.tables;
    return {
      id: source.name,
      kind: 'source',
      description: source.description,
      status: statusOf(result),
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
    nodes.push({
      id: node.id,
      kind: node.kind,
      description: node.description,
      status: statusOf(result),
      seconds: result?.seconds ?? null,
      rows: result?.rows ?? null,
      evaluation: node.kind === 'model' ? null : evaluationOf(result),
      reason: result?.status === 'skipped' ? result.note : (stage?.reason.text ?? null),
      fingerprint: stage?.fingerprint ?? null,
      inputs: inputsOf(facts, node),
      parts: [],
    });
  }
  return nodes;
}

function statusOf(result: NodeResult | undefined): NodeOnPage['status'] {
  if (result === undefined || result.status === 'left') return 'stale';
  return result.status;
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

function sourceFreshness(facts: PageFacts): readonly SourceFreshness[] {
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
