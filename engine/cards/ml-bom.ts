import { createHash } from 'node:crypto';
import { idOf } from '../ids/index.ts';
import type { Interval, Measured } from '../training/index.ts';
import type { Card } from './card.ts';
import type { CardBody } from './card-body.ts';
import type { CardEnvelope } from './card-envelope.ts';
import type { SourceFigures, StepId } from './common-card-body.ts';
import type { EventCardBody } from './events/event-card-body.ts';
import type { ValueCardBody } from './values/value-card-body.ts';

/** What a run exports of its models. */
export interface RunBom {
  readonly project: string;
  readonly runId: string;
  /** UTC, ISO 8601. */
  readonly createdAt: string;
  /** The version of ews. */
  readonly version: string;
  readonly cards: readonly Card[];
}

/**
 * The bill of materials of a run in CycloneDX 1.6, for inventories that read that: every model with its model card, the
 * data it was made from by digest, and the programs that made it. It says less than the cards and nothing else.
 */
export function renderMlBom({ project, runId, createdAt, version, cards }: RunBom): string {
  const root = `project.${project}`;
  const ews = { type: 'application', 'bom-ref': 'ews', name: 'ews', version };
  const engines = cards.flatMap(({ body }) => body.identity.engine.filter(({ name }) => name !== 'ews'));
  const programs = [
    ews,
    ...engines.map(({ name, version: of }) => ({ type: 'library', 'bom-ref': name, name, version: of })),
  ];
  const components = onceEach([
    ...cards.map(modelComponent),
    ...cards.flatMap(({ body }) => body.data.sources.map(dataComponent)),
    ...programs,
  ]);
  const made = onceEach(programs).map((each) => each['bom-ref']);
  const bom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: serialNumber(runId, cards),
    version: 1,
    metadata: {
      timestamp: createdAt,
      tools: { components: [{ type: 'application', name: 'ews', version }] },
      component: { type: 'application', 'bom-ref': root, name: project, version: runId },
    },
    components,
    dependencies: [
      { ref: root, dependsOn: cards.map(({ body }) => modelRef(body)) },
      ...cards.map(({ body }) => ({ ref: modelRef(body), dependsOn: [...body.data.sources.map(dataRef), ...made] })),
    ],
  };
  return `${JSON.stringify(bom, null, 2)}\n`;
}

/** Models share programs, and data where they read the same. */
function onceEach<Component extends { readonly 'bom-ref': string }>(all: readonly Component[]): readonly Component[] {
  return [...new Map(all.map((each) => [each['bom-ref'], each])).values()];
}

function modelRef({ identity }: CardBody): string {
  return idOf.model(identity.model);
}

function modelComponent({ body, envelope }: Card) {
  return {
    type: 'machine-learning-model',
    'bom-ref': modelRef(body),
    name: body.identity.model,
    version: body.identity.version,
    description: envelope.prose.description,
    ...(envelope.prose.owner === null ? {} : { publisher: envelope.prose.owner }),
    modelCard: modelCard(body, envelope),
    properties: properties(body, envelope),
  };
}

function modelCard(body: CardBody, { prose }: CardEnvelope): object {
  const { spec } = body.method;
  return {
    modelParameters: {
      approach: { type: 'supervised' },
      task: body.label.kind === 'binary' ? 'classification' : 'regression',
      architectureFamily: spec.estimator.kind,
      datasets: body.data.sources.map((source) => ({ ref: dataRef(source) })),
      inputs: body.features.map(({ name }) => ({ format: name })),
      outputs: [{ format: `${body.task === 'event' ? 'probability of ' : ''}${body.label.name}` }],
    },
    quantitativeAnalysis: { performanceMetrics: metrics(body) },
    considerations: {
      users: prose.intendedUsers,
      useCases: [prose.intendedUse],
      technicalLimitations: prose.limitations,
    },
  };
}

/** The measures of every step that was measured; the slice is the step. */
function metrics(body: CardBody): readonly object[] {
  const measured = body.task === 'event' ? eventMetrics(body) : valueMetrics(body);
  return measured.flatMap(([slice, type, { value, interval }]) =>
    value === null ? [] : [{ type, value: String(value), slice, ...confidence(interval) }],
  );
}

type Metric = readonly [step: StepId, type: string, measured: Measured];

function eventMetrics({ performance }: EventCardBody): readonly Metric[] {
  return performance.steps.flatMap((step): readonly Metric[] => {
    if (step.kind !== 'measured') return [];
    const { auroc, pauroc, prAuc, probability, alarms } = step.measures;
    return [
      [step.id, 'AUROC', auroc],
      [step.id, 'partial AUROC', pauroc],
      [step.id, 'PR AUC', prAuc],
      [step.id, 'relative usefulness', alarms.relativeUsefulness],
      ...(probability === null ? [] : ([[step.id, 'Brier skill', probability.brierSkill]] as const)),
    ];
  });
}

function valueMetrics({ performance }: ValueCardBody): readonly Metric[] {
  return performance.steps.flatMap((step): readonly Metric[] => {
    if (step.kind !== 'measured') return [];
    const { rmse, mae, r2, skill } = step.measures;
    return [
      [step.id, 'RMSE', rmse],
      [step.id, 'MAE', mae],
      [step.id, 'R2', r2],
      [step.id, 'skill against climatology', skill],
    ];
  });
}

function confidence(interval: Interval | null): object {
  if (interval === null) return {};
  return { confidenceInterval: { lowerBound: String(interval.low), upperBound: String(interval.high) } };
}

function dataComponent(source: SourceFigures) {
  const { name, digest, completeThrough, series } = source;
  return {
    type: 'data',
    'bom-ref': dataRef(source),
    name,
    ...(completeThrough === null ? {} : { version: completeThrough }),
    hashes: [{ alg: 'SHA-256', content: digest.replace(/^sha256:/, '') }],
    data: [
      {
        type: 'dataset',
        name,
        contents: {
          properties: series.map((each) => ({ name: 'ews:series', value: `${each.name} (${each.usedFor})` })),
        },
      },
    ],
  };
}

/** Names the series that a model uses, not the whole source: two models may use different parts of one. */
function dataRef({ name, digest }: SourceFigures): string {
  return `data.${name}.${digest.replace(/^sha256:/, '').slice(0, 12)}`;
}

function properties(body: CardBody, envelope: CardEnvelope): readonly object[] {
  const { data, reproduction } = body;
  const fit = body.task === 'event' ? body.promotion.fit : null;
  const facts: Readonly<Record<string, string | null>> = {
    run: envelope.runId,
    actor: envelope.actor,
    commit: envelope.commit,
    basis: data.basis,
    'fit-for-promotion': fit === null ? null : String(fit),
    'validated-by': envelope.prose.validatedBy,
    'reproduced-by': reproduction.command,
    notice: envelope.prose.notices?.join(' ') ?? null,
  };
  return Object.entries(facts).flatMap(([name, value]) => (value === null ? [] : [{ name: `ews:${name}`, value }]));
}

/** A UUID (version 8) that follows from the run and the models that it exports. */
function serialNumber(runId: string, cards: readonly Card[]): string {
  const hex = createHash('sha256')
    .update([runId, ...cards.map(({ body }) => body.identity.version)].join(' '))
    .digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`];
  return `urn:uuid:${parts.join('-')}-${hex.slice(20, 32)}`;
}
