import { describe, expect, test } from 'vitest';
import { at, present } from '../../presence/index.ts';
import { escapeHtml } from '../escape-html.ts';
import { collectComparison } from './collect-comparison.ts';
import { comparedCards, comparedValueCards, comparisonEnvelope as envelope } from './comparison.fixture.ts';
import { renderComparisonHtml, renderComparisonJson, renderComparisonMarkdown } from './render-comparison.ts';

const body = collectComparison(comparedCards, 'small_probit');
const html = renderComparisonHtml({ body, envelope });
const values = collectComparison(comparedValueCards, null);

describe('the body', () => {
  test('has the champion first and the others by name, whatever the order of the cards', () => {
    expect(body.models.map(({ model }) => model)).toEqual(['small_probit', 'another_probit', 'rule']);
    expect(collectComparison(comparedCards.toReversed(), 'small_probit')).toEqual(body);
  });

  test('calls no model champion that nobody declared', () => {
    const undeclared = collectComparison(comparedCards, null);
    expect(undeclared).toMatchObject({ champion: null, models: [{ model: 'another_probit' }, {}, {}] });
    expect(renderComparisonHtml({ body: undeclared, envelope })).not.toContain('is the champion');
    expect(renderComparisonHtml({ body: undeclared, envelope })).toContain('declares no champion');
  });

  test('scores what all scored, and of a rule no probability', () => {
    expect(body.measures).toMatchObject({ scored: 6, positives: 3 });
    const brier = body.measures.measures.find(({ measure }) => measure === 'brier');
    // Of 0.1, 0.2, 0.6, 0.2, 0.8, 0.4 against 0, 0, 1, 1, 1, 0, by hand.
    const squares = [0.1, 0.2, 0.4, 0.8, 0.2, 0.4].map((error) => error ** 2);
    const [own, , ofRule] = present(brier).values;
    expect(own).toBeCloseTo(squares.reduce((sum, square) => sum + square, 0) / 6, 12);
    expect(ofRule).toBeNull();
  });

  test('has usefulness on the common dates at one loss: at its preference that of the table', () => {
    const table = body.measures.measures.find(({ measure }) => measure === 'relative_usefulness');
    const rule = at(body.models, 2).usefulness.find(({ preference }) => Math.abs(preference - 0.7) < 1e-9);
    expect(present(rule).relative).toBeCloseTo(present(at(present(table).values, 2)), 12);
  });
});

describe('models of a value', () => {
  test('are compared by their errors, and by nothing that belongs to events', () => {
    expect(values).toMatchObject({
      task: 'value',
      champion: null,
      models: [{ model: 'another_line' }, { model: 'line' }],
      measures: { measures: [{ measure: 'rmse' }, { measure: 'mae' }, { measure: 'r2' }] },
    });
    const text = renderComparisonMarkdown({ body: values, envelope });
    expect(text).toContain('persistence of labor.gap');
    expect(text).not.toMatch(/AUROC|Brier|[Aa]larm|robabilit(y|ies)|positive/);
  });
});

describe.each([
  ['of events', body, 80],
  ['of values', values, 30],
] as const)('every figure %s', (_, of, least) => {
  const page = renderComparisonHtml({ body: of, envelope });
  const document: unknown = JSON.parse(renderComparisonJson({ body: of, envelope }));
  const resolve = (pointer: string): unknown =>
    pointer
      .split('/')
      .slice(1)
      .reduce<unknown>((value, token) => (value as Readonly<Record<string, unknown>>)[token], document);
  const figures = [...page.matchAll(/<data value="([^"]*)" data-pointer="([^"]*)">([^<]*)<\/data>/g)].map(
    ([, value = '', pointer = '']) => ({ value, pointer }),
  );

  test('says what stands in the JSON where its pointer points', () => {
    expect(figures.length).toBeGreaterThan(least);
    for (const { value, pointer } of figures) {
      expect([pointer, value]).toEqual([pointer, escapeHtml(String(resolve(pointer)))]);
    }
  });

  test('has its pointer in Markdown too', () => {
    const text = renderComparisonMarkdown({ body: of, envelope });
    const pointers = [...text.matchAll(/\w+\.comparison\.json#(\/[^)]*)\)|`(\/[^`]*)` \|/g)].map(([, link, row]) =>
      present(link ?? row),
    );
    expect(pointers.length).toBeGreaterThan(least / 3);
    for (const pointer of pointers) expect([pointer, resolve(pointer)]).not.toEqual([pointer, undefined]);
    expect(text).not.toContain('card.json');
  });
});

describe('the page', () => {
  test('asks for nothing and runs no script; its links lead to the cards beside it', () => {
    for (const page of [html, renderComparisonHtml({ body: values, envelope })])
      expect(page).not.toMatch(/https?:|<script|<link|<img|<iframe|\ssrc=|url\(|@import/);
    const links = [...html.matchAll(/\shref="([^"]*)"/g)].map(([, href = '']) => href);
    const cards = body.models.map(({ model }) => `${model}.html`);
    expect(links.filter((link) => !link.startsWith('#'))).toEqual(['../index.html', ...cards, '../lineage.html']);
  });

  test('gives each id once, and every reference has its target', () => {
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id = '']) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const references = [...html.matchAll(/aria-labelledby="([^"]*)"/g)].flatMap(([, list = '']) => list.split(' '));
    expect(references.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('escapes the words of people', () => {
    expect(html).toContain('Recession &lt;b&gt;in any&lt;/b&gt;');
    expect(html).toContain('A &lt;small&gt; probit. · owner models@example.org');
  });

  test('says so where no date is common to all', () => {
    const cards = comparedCards.map((card, i) => (i === 0 ? { ...card, history: [] } : card));
    const page = renderComparisonHtml({ body: collectComparison(cards, null), envelope });
    expect(page).toContain('no decision date that all of them scored');
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });
});
