import { describe, expect, test } from 'vitest';
import { last, present } from '../presence/index.ts';
import type { Card } from './card.ts';
import { collectCard } from './collect-card.ts';
import { escapeHtml } from './escape-html.ts';
import { renderCardHtml } from './render-html.ts';
import { renderCardJson } from './render-json.ts';
import { renderCardMarkdown } from './render-markdown.ts';
import { smallEnvelope, smallInput } from './small-card.fixture.ts';

const body = collectCard(smallInput);
const html = renderCardHtml(body, smallEnvelope);
const markdown = renderCardMarkdown(body, smallEnvelope);
const card: unknown = JSON.parse(renderCardJson(body, smallEnvelope));

describe('every figure', () => {
  const figures = [...html.matchAll(/<data value="([^"]*)" data-pointer="([^"]*)">([^<]*)<\/data>/g)].map(
    ([, value = '', pointer = '', text = '']) => ({ value, pointer, text }),
  );

  test('is there in numbers', () => {
    expect(figures.length).toBeGreaterThan(150);
  });

  test('says what stands in card.json where its pointer points', () => {
    for (const { value, pointer } of figures)
      expect([pointer, value]).toEqual([pointer, escapeHtml(String(resolve(pointer)))]);
  });

  test('shows that number, rounded', () => {
    for (const { pointer, text } of figures) {
      const value = resolve(pointer);
      if (typeof value !== 'number') continue;
      const digits = text.replace('−', '-').replaceAll(',', '').replace('%', '');
      const unit = text.endsWith('%') ? 0.01 : 1;
      const decimals = digits.includes('.') ? digits.length - digits.indexOf('.') - 1 : 0;
      const isRounded = Math.abs(Number(digits) * unit - value) <= (unit * 0.501) / 10 ** decimals;
      expect([pointer, isRounded]).toEqual([pointer, true]);
    }
  });

  test('changes with the artefact', () => {
    const changed = collectCard({ ...smallInput, spec: { ...smallInput.spec, seed: 8 } });
    expect(renderCardHtml(changed, smallEnvelope)).not.toBe(html);
  });

  test('changes with the one number that it points at', () => {
    const numbers = figures.filter(({ pointer }) => typeof resolve(pointer) === 'number');
    expect(numbers.length).toBeGreaterThan(100);
    for (const { pointer } of numbers) {
      const altered = alteredAt(pointer);
      expect([pointer, renderCardHtml(altered.body, altered.envelope) === html]).toEqual([pointer, false]);
    }
  });

  test('has its pointer in Markdown too', () => {
    const pointers = [...markdown.matchAll(/card\.json#(\/[^)]*)\)|`(\/[^`]*)` \|/g)].map(([, link, row]) =>
      present(link ?? row),
    );
    expect(pointers.length).toBeGreaterThan(60);
    for (const pointer of pointers) expect([pointer, resolve(pointer)]).not.toEqual([pointer, undefined]);
  });
});

describe('the page', () => {
  test('asks for nothing and runs no script; its links lead to the pages of its run', () => {
    expect(html).not.toMatch(/https?:|<script|<link|<img|<iframe|\ssrc=|url\(|@import/);
    const links = [...html.matchAll(/\shref="([^"]*)"/g)].map(([, href = '']) => href);
    expect(links.filter((link) => !link.startsWith('#'))).toEqual(['../index.html', '../lineage.html']);
  });

  test('every chart points at the list that it draws', () => {
    const pointers = [...html.matchAll(/<figure data-pointer="([^"]*)"/g)].map(([, pointer = '']) => pointer);
    expect(pointers).toContain('/body/history');
    for (const pointer of pointers) expect(resolve(pointer)).toBeInstanceOf(Array);
  });

  test('gives each id once, and every label reference has its target', () => {
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id = '']) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const references = [...html.matchAll(/aria-labelledby="([^"]*)"/g)].flatMap(([, list = '']) => list.split(' '));
    expect(references.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('never says "as known" of features without publication dates', () => {
    expect(html).toContain('Pseudo-real-time');
    expect(html).not.toContain('(a) as known');
  });

  test('says what of the isolation did not hold', () => {
    expect(html).toContain('Not held: no connection over TCP.');
  });

  test('warns of old data on the day of the run, and only then', () => {
    const later = { ...smallEnvelope, createdAt: '2026-01-15T00:00:00Z' };
    expect(renderCardHtml(body, later)).toContain('EWS5003 newest data 2007-08');
    expect(html).not.toContain('EWS5003');
  });

  test('leaves out sections that have nothing to say', () => {
    const bare = { ...smallInput, steps: { realTime: { ...smallInput.steps.realTime, episodes: [] } } };
    expect(renderCardHtml(collectCard(bare), smallEnvelope)).not.toContain('id="episodes"');
    expect(html).toContain('id="episodes"');
  });

  test('says under which terms the data may be passed on, and what has to be said of them', () => {
    const series = [{ name: 'fred.gs10', title: '10-year yield', units: '%', licence: 'public', attribution: 'Board' }];
    const prose = { ...smallEnvelope.prose, series, notices: ['Not endorsed by anybody.'] };
    for (const page of [
      renderCardHtml(body, { ...smallEnvelope, prose }),
      renderCardMarkdown(body, { ...smallEnvelope, prose }),
    ]) {
      for (const words of ['Licence', 'public', 'Board', 'Not endorsed by anybody.']) expect(page).toContain(words);
    }
    expect(html).not.toContain('Licence');
  });

  test('says who attested a source for longer than it is declared, and of no other day', () => {
    const said = {
      source: 'fred',
      completeThrough: '2007-08-31',
      by: 'ann',
      at: '2007-09-02T08:00:00.000Z',
      note: 'H.15',
    };
    const page = (attestation: typeof said): string => {
      const prose = { ...smallEnvelope.prose, attestations: [attestation] };
      return renderCardMarkdown(body, { ...smallEnvelope, prose });
    };
    expect(page(said)).toContain(', attested by ann on 2007-09-02: H.15');
    expect(page({ ...said, completeThrough: '2007-09-30' })).not.toContain('attested');
    expect(page({ ...said, source: 'fre' })).not.toContain('attested');
  });

  test('treats the words of people as words', () => {
    const attack = '<script>alert(1)</script><b onclick="x">&';
    const prose = {
      ...smallEnvelope.prose,
      description: attack,
      owner: attack,
      limitations: [attack],
      labelDescription: attack,
      series: [{ name: 'fred.gs10', title: attack, units: attack, licence: attack, attribution: attack }],
      notices: [attack],
      attestations: [{ source: 'fred', completeThrough: '2007-08-31', by: attack, at: '2007-09-02', note: attack }],
    };
    const hostile = { ...smallEnvelope, runId: `"}</style>${attack}`, actor: attack, prose };
    for (const page of [renderCardHtml(body, hostile), renderCardMarkdown(body, hostile)]) {
      expect(page).not.toContain('<script');
      expect(page).not.toContain('<b ');
    }
  });
});

test('the same card is the same Markdown, which reads like this', async () => {
  await expect(markdown).toMatchFileSnapshot('golden/small-card.md');
});

/** RFC 6901, written apart from the code that makes the pointers. */
function resolve(pointer: string): unknown {
  const tokens = pointer.split('/').slice(1);
  return tokens.reduce<unknown>((value, token) => {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  }, card);
}

/** The card with another number where a pointer leads. */
function alteredAt(pointer: string): Card {
  const altered = structuredClone(card) as Card;
  const tokens = pointer.split('/').slice(1);
  const holder = tokens
    .slice(0, -1)
    .reduce<unknown>((value, token) => Reflect.get(value as object, token), altered) as object;
  Reflect.set(holder, last(tokens), Reflect.get(holder, last(tokens)) + 0.25);
  return altered;
}

test('a rule says alarm or none, and no figure of it looks like a probability', () => {
  const spec = {
    ...smallInput.spec,
    features: ['labor.gap'],
    estimator: { kind: 'threshold', at: 0.5, above: true },
  } as const;
  const { realTime } = smallInput.steps;
  const measures = realTime.measures && { ...realTime.measures, probability: null };
  const text = renderCardMarkdown(
    collectCard({ ...smallInput, spec, steps: { realTime: { ...realTime, measures } } }),
    smallEnvelope,
  );
  expect(text).toContain('| Now | **no alarm** for ');
  expect(text).toMatch(/alarm where labor\.gap is .*at or above.* .*0\.500/);
  expect(text).not.toContain('the chance of');
  expect(text).not.toContain('recalibrated');
});
