import { createHash } from 'node:crypto';
import type { Interval, Measured } from '../training/index.ts';
import type { CardBody, EventCardBody, SourceFigures, StepId } from './card-body.ts';
import type { CardEnvelope } from './card-envelope.ts';
import type { ValueCardBody } from './value-card-body.ts';

/**
 * A bill of materials of a model in CycloneDX 1.6, for inventories that read that: the model with its model card, the
 * data it was made from by digest, and the programs that made it. It says less than the card and nothing else.
 */
export function renderMlBom(body: CardBody, envelope: CardEnvelope, version: string): string {
  const model = `models.${body.identity.model}`;
  const data = body.data.sources.map(dataComponent);
  const programs = [
    { type: 'application', 'bom-ref': 'ews', name: 'ews', version },
    ...body.identity.engine
      .filter(({ name }) => name !== 'ews')
      .map(({ name, version: of }) => ({ type: 'library', 'bom-ref': name, name, version: of })),
  ];
  const bom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: serialNumber(body.identity.version, envelope.runId),
    version: 1,
    metadata: {
      timestamp: envelope.createdAt,
      tools: { components: [{ type: 'application', name: 'ews', version }] },
      component: {
        type: 'machine-learning-model',
        'bom-ref': model,
        name: body.identity.model,
        version: body.identity.version,
        description: envelope.prose.description,
        ...(envelope.prose.owner === null ? {} : { publisher: envelope.prose.owner }),
        modelCard: modelCard(body, envelope),
        properties: properties(body, envelope),
      },
    },
    components: [...data, ...programs],
    dependencies: [
      { ref: model, dependsOn: [...data, ...programs].map((each) => each['bom-ref']) },
      ...[...data, ...programs].map((each) => ({ ref: each['bom-ref'] })),
    ],
  };
  return `${JSON.stringify(bom, null, 2)}\n`;
}

function modelCard(body: CardBody, { prose }: CardEnvelope): object {
  const { spec } = body.method;
  return {
    modelParameters: {
      approach: { type: 'supervised' },
      task: body.label.kind === 'binary' ? 'classification' : 'regression',
      architectureFamily: spec.estimator.kind,
      datasets: body.data.sources.map(({ name }) => ({ ref: dataRef(name) })),
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

/** Of every step that was measured; the slice is the step. */
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
    'bom-ref': dataRef(name),
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

function dataRef(source: string): string {
  return `data.${source}`;
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
  };
  return Object.entries(facts).flatMap(([name, value]) => (value === null ? [] : [{ name: `ews:${name}`, value }]));
}

/** A UUID (version 8) that follows from the model and the run that exports it. */
function serialNumber(version: string, run: string): string {
  const hex = createHash('sha256').update(`${version} ${run}`).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`];
  return `urn:uuid:${parts.join('-')}-${hex.slice(20, 32)}`;
}
