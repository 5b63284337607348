import { describe, expect, test } from 'vitest';
import { last } from '../presence/index.ts';
import type { CardBody } from './card-body.ts';
import { collectCard } from './collect-card.ts';
import { renderCardHtml } from './render-html.ts';
import { smallEnvelope, smallInput } from './small-card.fixture.ts';
import { backtestOfValues } from './values/value-card.fixture.ts';

/** The attributes that make the place and size of an element; words and descriptions are tested as figures. */
const GEOMETRY = / (?:d|x|y|x1|x2|y1|y2|cx|cy|r|width|height|viewBox)="[^"]*"/g;

/** Pointer of each chart -> the geometry of all that it draws, for a wide and for a narrow page. */
function drawn(body: CardBody): ReadonlyMap<string, string> {
  const html = renderCardHtml(body, smallEnvelope);
  const figures = [...html.matchAll(/<figure data-pointer="([^"]*)">(.*?)<\/figure>/gs)];
  return new Map(
    figures.map(([, pointer = '', content = '']) => [pointer, [...content.matchAll(GEOMETRY)].join('')] as const),
  );
}

/** The body with another value where a pointer leads. */
function altered(body: CardBody, pointer: string): CardBody {
  const card = { body: structuredClone(body) };
  const tokens = pointer.split('/').slice(1);
  const holder = tokens
    .slice(0, -1)
    .reduce<unknown>((value, token) => Reflect.get(value as object, token), card) as object;
  const before: unknown = Reflect.get(holder, last(tokens));
  if (typeof before !== 'number' && typeof before !== 'boolean') throw new Error(`${pointer} is ${before}`);
  Reflect.set(holder, last(tokens), typeof before === 'number' ? before + 0.13 : !before);
  return card.body;
}

const event = collectCard(smallInput);
const { spec, result } = backtestOfValues();
const value = collectCard({ ...smallInput, task: 'value', spec, rivals: [], steps: { realTime: result } });

/** A chart, and a value that it draws. */
type Pair = readonly [chart: string, pointer: string];

const OF_EVENTS: readonly Pair[] = [
  ['/body/history', '/body/history/2/probability'],
  ['/body/history', '/body/history/2/threshold'],
  ['/body/history', '/body/history/2/alarm'],
  ['/body/latest/explanation/contributions', '/body/latest/explanation/contributions/0/contribution'],
  ['/body/performance/steps', '/body/performance/steps/0/measures/auroc/value'],
  ['/body/performance/steps', '/body/performance/steps/0/measures/auroc/interval/low'],
  ['/body/performance/steps', '/body/performance/steps/0/measures/auroc/interval/high'],
  ['/body/performance/steps', '/body/performance/steps/0/measures/probability/brierSkill/value'],
  ['/body/performance/steps', '/body/performance/steps/0/measures/alarms/relativeUsefulness/interval/low'],
  ['/body/performance/roc', '/body/performance/roc/1/tpr'],
  ['/body/performance/roc', '/body/performance/roc/1/fpr'],
  ['/body/performance/roc', '/body/performance/rocBand/1/low'],
  ['/body/performance/roc', '/body/performance/rocBand/1/high'],
  ['/body/performance/roc', '/body/performance/steps/0/measures/alarms/t1'],
  ['/body/performance/usefulness', '/body/performance/usefulness/1/relative'],
  ['/body/performance/usefulness', '/body/method/spec/loss/preference'],
  ['/body/alarms/contributions/dates', '/body/alarms/contributions/dates/2/largest/0'],
  ['/body/alarms/contributions/dates', '/body/history/0/alarm'],
  [
    '/body/performance/steps/0/measures/probability/calibration',
    '/body/performance/steps/0/measures/probability/calibration/0/frequency',
  ],
  [
    '/body/performance/steps/0/measures/probability/calibration',
    '/body/performance/steps/0/measures/probability/calibration/1/meanProbability',
  ],
  [
    '/body/performance/steps/0/measures/probability/calibration',
    '/body/performance/steps/0/measures/probability/calibration/1/rows',
  ],
  ['/body/stability/refits', '/body/stability/refits/0/coefficients/1'],
  ['/body/stability/refits', '/body/stability/refits/1/baseRate'],
  ['/body/stability/refits', '/body/stability/refits/1/threshold'],
];

const OF_VALUES: readonly Pair[] = [
  ['/body/history', '/body/history/2/prediction'],
  ['/body/history', '/body/history/2/baseline'],
  ['/body/history', '/body/history/2/y'],
  ['/body/latest/explanation/contributions', '/body/latest/explanation/contributions/1/contribution'],
  ['/body/performance/steps', '/body/performance/steps/0/measures/r2/value'],
  ['/body/performance/steps', '/body/performance/steps/0/measures/skill/interval/low'],
  ['/body/stability/refits', '/body/stability/refits/1/coefficients/0'],
];

const CARDS: readonly (readonly [what: string, body: CardBody, pairs: readonly Pair[]])[] = [
  ['an event', event, OF_EVENTS],
  ['a value', value, OF_VALUES],
];

describe.each(CARDS)('the charts of a model of %s', (_, body, pairs) => {
  const before = drawn(body);

  test('are all altered here', () => {
    expect([...before.keys()].toSorted()).toEqual([...new Set(pairs.map(([chart]) => chart))].toSorted());
  });

  test.each(pairs)('%s draws %s', (chart, pointer) => {
    const after = drawn(altered(body, pointer));
    expect(before.get(chart)).toBeTruthy();
    expect(after.get(chart) === before.get(chart)).toBe(false);
  });

  test('follow their own artefact and no other', () => {
    for (const [chart, pointer] of pairs.filter(([own, changed]) => changed.startsWith(`${own}/`))) {
      const after = drawn(altered(body, pointer));
      const changed = [...before].filter(([each, geometry]) => after.get(each) !== geometry).map(([each]) => each);
      expect([pointer, changed.filter((each) => !pointer.startsWith(`${each}/`))]).toEqual([
        pointer,
        // Alarms are marked below the contributions too.
        pointer.endsWith('/alarm') ? ['/body/alarms/contributions/dates'] : [],
      ]);
      expect(changed).toContain(chart);
    }
  });
});
