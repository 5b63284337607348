import { describe, expect, test } from 'vitest';
import { collectCard } from './collect-card.ts';
import { collectComparison } from './comparison/collect-comparison.ts';
import { comparedCards, comparisonEnvelope } from './comparison/comparison.fixture.ts';
import type { ComparisonDocument } from './comparison/comparison.ts';
import { renderComparisonHtml, renderComparisonMarkdown } from './comparison/render-comparison.ts';
import { computedOnce, type KeptTexts, renderedOnce } from './kept-texts.ts';
import { renderCardHtml } from './render-html.ts';
import { renderCardMarkdown } from './render-markdown.ts';
import { smallEnvelope, smallInput } from './small-card.fixture.ts';

const FIRST = { runId: '20070901T080000Z-0a1b2c', createdAt: '2007-09-01T08:00:00.123Z' };
const LATER = { runId: '20070901T235959Z-c2b1a0', createdAt: '2007-09-01T23:59:59.999Z' };
const NEXT_MONTH = { runId: '20071001T080000Z-0a1b2d', createdAt: '2007-10-01T08:00:00.123Z' };
const NEXT_YEARS = { runId: '20110901T080000Z-0a1b2e', createdAt: '2011-09-01T08:00:00.123Z' };

interface Document {
  readonly body: unknown;
  readonly envelope: { readonly runId: string; readonly createdAt: string };
}

/** Texts in memory, and how often one of them was found. */
function keptInMemory(): KeptTexts & { readonly texts: Map<string, string>; found: number } {
  const texts = new Map<string, string>();
  const kept = {
    texts,
    found: 0,
    find: (key: string): string | undefined => {
      const text = texts.get(key);
      if (text !== undefined) kept.found += 1;
      return text;
    },
    keep: (key: string, text: string): void => void texts.set(key, text),
  };
  return kept;
}

const card = { body: plain(collectCard(smallInput)), envelope: plain(smallEnvelope) };
const comparison: ComparisonDocument = plain({
  body: collectComparison(comparedCards, 'small_probit'),
  envelope: comparisonEnvelope,
});

const FORMS: readonly (readonly [form: string, document: Document, render: (document: never) => string])[] = [
  ['card.html', card, ({ body, envelope }: typeof card) => renderCardHtml(body, envelope)],
  ['card.md', card, ({ body, envelope }: typeof card) => renderCardMarkdown(body, envelope)],
  ['comparison.html', comparison, renderComparisonHtml],
  ['comparison.md', comparison, renderComparisonMarkdown],
];

describe.each(FORMS)('%s that is kept', (form, document, render) => {
  const of = (own: object): never => ({ ...document, envelope: { ...document.envelope, ...own } }) as never;

  test('is, with another run and time of the day, what is rendered without', () => {
    const kept = keptInMemory();
    for (const own of [FIRST, LATER, NEXT_MONTH, NEXT_YEARS, LATER, FIRST]) {
      expect(renderedOnce(kept, form, of(own), render)).toBe(render(of(own)));
    }
    expect(kept.found).toBe(3);
    expect(kept.texts.size).toBe(3);
  });

  test('holds nothing of the run that it was made in', () => {
    const kept = keptInMemory();
    renderedOnce(kept, form, of(FIRST), render);
    const [text = ''] = kept.texts.values();
    expect(text.length).toBeGreaterThan(1000);
    for (const own of ['080000', '0a1b2c', '08:00', '.123']) expect(text).not.toContain(own);
  });
});

/** As it is in a file. */
function plain<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

/** The document with one of its values changed or taken away, for every one of its values. */
function* changesOf(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    yield value.slice(1);
    yield [...value, 'another'];
    for (const [index, each] of value.entries()) {
      for (const changed of changesOf(each)) yield value.with(index, changed);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, each] of Object.entries(value)) {
      yield Object.fromEntries(Object.entries(value).filter(([other]) => other !== name));
      for (const changed of changesOf(each)) yield { ...value, [name]: changed };
    }
  } else {
    yield typeof value === 'number' ? value + 1 : `another ${value}`;
  }
}

describe('what is kept', () => {
  test('is found by no document that differs in anything but run and time', () => {
    const kept = keptInMemory();
    const whole = (document: typeof card): string => `${document.envelope.runId} ${JSON.stringify(document)}`;
    const document = { ...card, envelope: { ...card.envelope, ...FIRST } };
    renderedOnce(kept, 'whole', document, whole);
    const seen = new Set([JSON.stringify(document)]);
    for (const changed of changesOf(document)) {
      const { runId, createdAt } = (changed as typeof card).envelope ?? {};
      // Without its first value an empty list is as before.
      if (runId !== FIRST.runId || createdAt !== FIRST.createdAt || seen.has(JSON.stringify(changed))) continue;
      seen.add(JSON.stringify(changed));
      expect(renderedOnce(kept, 'whole', changed as typeof card, whole)).toBe(whole(changed as typeof card));
    }
    expect(kept.found).toBe(0);
    expect(seen.size).toBeGreaterThan(1000);
    expect(renderedOnce(kept, 'another form', document, () => 'another')).toBe('another');
  });

  test('is nothing where run or time stand elsewhere too, or may stand anywhere', () => {
    const kept = keptInMemory();
    const text = ({ envelope }: Document): string => `1 ${JSON.stringify(envelope)}`;
    for (const envelope of [
      { ...FIRST, standing: { state: 'stale', run: FIRST.runId } },
      { ...FIRST, description: `made ${FIRST.createdAt}` },
      { ...FIRST, runId: '1' },
      { ...FIRST, createdAt: '2007' },
    ]) {
      expect(renderedOnce(kept, 'text', { body: 1, envelope }, text)).toBe(text({ body: 1, envelope }));
    }
    renderedOnce(kept, 'text', { body: 1, envelope: FIRST }, () => `\0run\0 ${FIRST.runId}`);
    expect(kept.texts.size).toBe(0);
  });

  test('is what was computed, by what it was computed of', async () => {
    const kept = keptInMemory();
    const compute = (n: number): Promise<readonly number[]> => computedOnce(kept, 'twice', { n }, async () => [n, n]);
    expect([await compute(1), await compute(2), await compute(1)]).toEqual([
      [1, 1],
      [2, 2],
      [1, 1],
    ]);
    expect(kept.found).toBe(1);
    expect(await computedOnce(kept, 'thrice', { n: 1 }, async () => [1, 1, 1])).toEqual([1, 1, 1]);
    expect(await computedOnce(undefined, 'twice', { n: 1 }, async () => [3])).toEqual([3]);
  });
});
