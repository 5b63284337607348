import { describe, expect, test } from 'vitest';
import type { ValueCardInput } from '../card-input.ts';
import { collectCard } from '../collect-card.ts';
import { renderCardHtml } from '../render-html.ts';
import { renderCardJson } from '../render-json.ts';
import { renderCardMarkdown } from '../render-markdown.ts';
import { smallEnvelope, smallInput } from '../small-card.fixture.ts';
import { backtestOfValues } from './value-card.fixture.ts';

const { task: _, spec: __, steps: ___, importance: ____, rivals: _____, ...common } = smallInput;
const { spec, result } = backtestOfValues();
const input: ValueCardInput = {
  ...common,
  label: { name: 'rate_at_12m', kind: 'continuous', event: 'cycle.in_recession' },
  task: 'value',
  spec,
  steps: { realTime: result, labelsFinal: result, valuesFinal: 'no_vintages' },
  rivals: [
    {
      kind: 'persistence',
      feature: 'labor.gap',
      scored: 95,
      rmse: 0.91,
      mae: 0.7,
      ownRmse: 0.4,
      skill: { value: 0.31, interval: { level: 0.9, low: -0.02, high: 0.5, draws: 100, skippedDraws: 0, episodes: 4 } },
    },
  ],
};
const body = collectCard(input);
const html = renderCardHtml(body, smallEnvelope);
const markdown = renderCardMarkdown(body, smallEnvelope);

describe('the card of a continuous label', () => {
  test('speaks of errors in the unit of the label, and of no probability or alarm', () => {
    expect(markdown).toMatch(/\| Now \| \*\*[\d.]+\*\* for /);
    expect(markdown).toMatch(/\| Record \| RMSE [\d.]+ .* against [\d.]+ of the mean known then: skill /);
    expect(markdown).toContain('Skill against climatology');
    expect(markdown).toContain('R² out of sample');
    expect(markdown).not.toMatch(/AUROC|Brier|[Aa]larm|robabilit(y|ies)/);
  });

  test('every figure says what stands in card.json where its pointer points', () => {
    const card: unknown = JSON.parse(renderCardJson(body, smallEnvelope));
    const at = (pointer: string): unknown =>
      pointer
        .split('/')
        .slice(1)
        .reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], card);
    const figures = [...html.matchAll(/<data value="([^"]*)" data-pointer="([^"]*)">/g)];
    expect(figures.length).toBeGreaterThan(60);
    for (const [, value = '', pointer = ''] of figures)
      expect([pointer, value]).toEqual([pointer, String(at(pointer))]);
  });

  test('says where the skill is not shown, and how few episodes there are', () => {
    const kinds = body.limitations.map(({ kind }) => kind);
    expect(kinds).toContain('few_episodes');
    expect(kinds).not.toContain('uncalibrated');
    expect(kinds).toContain('skill_over_persistence_not_shown');
    expect(markdown).toContain('persistence of labor.gap');
  });

  test('says what its figures are counted in where the label does: errors of percentages in percentage points', () => {
    expect(markdown).toContain('in the unit of the outcome');
    const envelope = { ...smallEnvelope, prose: { ...smallEnvelope.prose, labelUnit: '%' } };
    const said = renderCardMarkdown(body, envelope);
    expect(said).not.toContain('in the unit of the');
    expect(said).toMatch(/\| Now \| \*\*[\d.]+%\*\* for .*; mean of the outcomes known then [\d.]+% \|/);
    expect(said).toMatch(/\| Record \| RMSE .* of the mean known then, in percentage points: skill /);
    expect(said).toContain('| Root mean squared error, percentage points |');
    expect(said).toContain('| Skill against climatology, 1 − MSE / MSE |');
    const counted = renderCardMarkdown(body, { ...envelope, prose: { ...envelope.prose, labelUnit: 'bn <USD>' } });
    expect(counted).toContain('&lt;USD>');
    expect(renderCardHtml(body, { ...envelope, prose: { ...envelope.prose, labelUnit: 'bn <USD>' } })).not.toContain(
      '<USD>',
    );
  });

  test('draws predictions and outcomes', () => {
    expect(html).toContain('class="outcome"');
    expect(html).toContain('<title id="history-title">Predictions and outcomes</title>');
  });
});
