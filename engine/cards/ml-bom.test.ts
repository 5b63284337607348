import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { expect, test } from 'vitest';
import { first } from '../presence/index.ts';
import { collectCard } from './collect-card.ts';
import { renderMlBom } from './ml-bom.ts';
import { smallEnvelope, smallInput } from './small-card.fixture.ts';

const source = {
  name: 'fred',
  digest: 'a'.repeat(64),
  completeThrough: '2007-08-31',
  series: [],
};
const body = collectCard({ ...smallInput, sources: [{ ...source, series: first(smallInput.sources).series }] });
const other = { ...body, identity: { ...body.identity, model: 'other' } };
const run = {
  project: 'demo',
  runId: smallEnvelope.runId,
  createdAt: smallEnvelope.createdAt,
  version: '1.2.3',
  cards: [body, other].map((each) => ({ body: each, envelope: smallEnvelope })),
};

test('keeps to the schema of CycloneDX 1.6, by its own validator', async () => {
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  expect(await validator.validate(renderMlBom(run))).toBeNull();
  expect(await validator.validate(renderMlBom(run).replace('"supervised"', '"guessed"'))).not.toBeNull();
});

test('has every model with the figures of its card, their data once by digest, and what people said', () => {
  const bom = JSON.parse(renderMlBom(run));
  const [model, second, data] = bom.components;
  expect(model).toMatchObject({ name: body.identity.model, version: body.identity.version });
  expect(second.name).toBe('other');
  const [auroc] = model.modelCard.quantitativeAnalysis.performanceMetrics;
  expect(auroc).toEqual({
    type: 'AUROC',
    value: String(7.5 / 9),
    slice: 'real_time',
    confidenceInterval: { lowerBound: '0.55', upperBound: '0.97' },
  });
  expect(data).toMatchObject({ type: 'data', hashes: [{ alg: 'SHA-256', content: 'a'.repeat(64) }] });
  expect(bom.components.filter(({ type }: { type: string }) => type === 'data')).toHaveLength(1);
  expect(model.modelCard.modelParameters.datasets).toEqual([{ ref: data['bom-ref'] }]);
  expect(model.modelCard.considerations.technicalLimitations).toEqual(['It is made up.']);
  expect(model.properties).toContainEqual({ name: 'ews:fit-for-promotion', value: String(body.promotion.fit) });
  expect(bom.dependencies[0].dependsOn).toEqual([model['bom-ref'], second['bom-ref']]);
});

test('is the same for the same run, and named by it', () => {
  const text = renderMlBom(run);
  expect(renderMlBom(run)).toBe(text);
  const next = JSON.parse(renderMlBom({ ...run, runId: 'another' }));
  expect(next.serialNumber).not.toBe(JSON.parse(text).serialNumber);
  expect(next.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
