import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { collectCard, renderCardJson } from '../../engine/cards/index.ts';
import { smallEnvelope, smallInput } from '../../engine/cards/small-card.fixture.ts';
import { backtestOfValues } from '../../engine/cards/values/value-card.fixture.ts';
import { cardSchema } from '../../scripts/card-schema.ts';
import { CARD_SCHEMA_FILE, openCardValidator } from './card-schema.ts';

const { spec, result } = backtestOfValues();
const steps = { realTime: result, labelsFinal: result, valuesFinal: 'no_vintages' } as const;
const CARDS = {
  event: collectCard(smallInput),
  value: collectCard({ ...smallInput, task: 'value', spec, steps, rivals: [] }),
};
const faultsOf = openCardValidator();
const documentOf = (name: keyof typeof CARDS): unknown => JSON.parse(renderCardJson(CARDS[name], smallEnvelope));

test('the committed schema is that of the types (npm run schemas)', () => {
  expect(readFileSync(CARD_SCHEMA_FILE, 'utf8')).toBe(cardSchema());
});

describe.each(['event', 'value'] as const)('the card of a model of an %s', (name) => {
  test('follows the schema that it names', () => {
    expect(documentOf(name)).toMatchObject({ $schema: JSON.parse(readFileSync(CARD_SCHEMA_FILE, 'utf8')).$id });
    expect(faultsOf(documentOf(name))).toEqual([]);
  });

  test('is refused with a property more, wherever that is', () => {
    const places = objectsIn(documentOf(name));
    expect(places.length).toBeGreaterThan(50);
    for (const place of places) {
      const document = documentOf(name);
      Object.assign(at(document, place), { more: null });
      expect([place, faultsOf(document).length > 0]).toEqual([place, true]);
    }
  });

  test('is refused without any one of its properties but those that are optional', () => {
    const optional = new Set<string>();
    for (const place of objectsIn(documentOf(name))) {
      for (const key of Object.keys(at(documentOf(name), place))) {
        const document = documentOf(name);
        Reflect.deleteProperty(at(document, place), key);
        if (faultsOf(document).length === 0) optional.add([...place, key].join('/'));
      }
    }
    expect([...optional].toSorted()).toEqual(OPTIONAL[name]);
  });
});

/** What a definition may leave out. */
const OPTIONAL = {
  event: [
    'body/data/outcomesThrough',
    ...['calibration', 'estimator/ridge', 'estimator/standardize', 'estimator/winsorize'].map(
      (key) => `body/method/spec/${key}`,
    ),
  ],
  value: ['body/data/outcomesThrough'],
};

type DocumentPath = readonly string[];

/** Where there are objects. */
function objectsIn(value: unknown, place: DocumentPath = []): readonly DocumentPath[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.entries(value).flatMap(([key, each]) => objectsIn(each, [...place, key]));
  return Array.isArray(value) ? inside : [place, ...inside];
}

function at(document: unknown, place: DocumentPath): object {
  return place.reduce<unknown>((value, key) => Reflect.get(value as object, key), document) as object;
}
