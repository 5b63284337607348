import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { expect, test } from 'vitest';
import { collectCard } from './collect-card.ts';
import { renderMlBom } from './ml-bom.ts';
import { smallEnvelope, smallInput } from './small-card.fixture.ts';

const source = {
  name: 'fred',
  digest: 'a'.repeat(64),
  completeThrough: '2007-08-31',
  series: [],
};
const body = collectCard({ ...smallInput, sources: [{ ...source, series: smallInput.sources[0]?.series ?? [] }] });

test('keeps to the schema of CycloneDX 1.6, by its own validator', async () => {
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  expect(await validator.validate(renderMlBom(body, smallEnvelope, '1.2.3'))).toBeNull();
  const broken = renderMlBom(body, smallEnvelope, '1.2.3').replace('"supervised"', '"guessed"');
  expect(await validator.validate(broken)).not.toBeNull();
});

test('has the figures of the card, its data by digest, and what people said', () => {
  const bom = JSON.parse(renderMlBom(body, smallEnvelope, '1.2.3'));
  const { component } = bom.metadata;
  expect(component).toMatchObject({ name: body.identity.model, version: body.identity.version });
  const [auroc] = component.modelCard.quantitativeAnalysis.performanceMetrics;
  expect(auroc).toEqual({
    type: 'AUROC',
    value: String(7.5 / 9),
    slice: 'real_time',
    confidenceInterval: { lowerBound: '0.55', upperBound: '0.97' },
  });
  expect(bom.components[0]).toMatchObject({ type: 'data', hashes: [{ alg: 'SHA-256', content: 'a'.repeat(64) }] });
  expect(component.modelCard.considerations.technicalLimitations).toEqual(['It is made up.']);
  expect(component.properties).toContainEqual({ name: 'ews:fit-for-promotion', value: String(body.promotion.fit) });
});

test('is the same for the same card, and named by its run', () => {
  const text = renderMlBom(body, smallEnvelope, '1.2.3');
  expect(renderMlBom(body, smallEnvelope, '1.2.3')).toBe(text);
  const other = JSON.parse(renderMlBom(body, { ...smallEnvelope, runId: 'another' }, '1.2.3'));
  expect(other.serialNumber).not.toBe(JSON.parse(text).serialNumber);
  expect(other.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
