import { describe, expect, test } from 'vitest';
import { present } from '../presence/index.ts';
import { collectCard } from './collect-card.ts';
import { headline, realTimeMeasures } from './headline.ts';
import { renderCardJson } from './render-json.ts';
import { renderCardMarkdown } from './render-markdown.ts';
import { smallEnvelope, smallInput } from './small-card.fixture.ts';
import { backtestOfValues } from './values/value-card.fixture.ts';

const event = collectCard(smallInput);
const { realTime } = smallInput.steps;

test('of an event it has the newest prediction, each figure with its place in card.json', () => {
  const said = headline(event);
  const latest = present(said.latest);
  expect(latest.value.prediction).toMatchObject({
    asOf: '2007-08-31',
    probability: 0.3,
    threshold: 0.35,
    alarm: false,
  });
  const card = JSON.parse(renderCardJson(event, smallEnvelope));
  expect(latest.at('prediction', 'probability').pointer).toBe('/body/latest/prediction/probability');
  expect(card.body.latest.prediction.probability).toBe(0.3);
  expect(said.outcomesThrough).toMatchObject({ value: '2007-08-31', pointer: '/body/data/outcomesThrough' });
  expect(present(said.scored).at('measures', 'auroc').pointer).toBe('/body/performance/steps/0/measures/auroc');
  expect(said.front).toBeNull();
  expect(said.history).toHaveLength(8);
});

test('of a panel it is that of the key in front', () => {
  const keyed = event.history.flatMap((row) => ['AT', 'BE'].map((key) => ({ ...row, key })));
  const latest = present(event.latest);
  const panel = { columns: ['country'], keys: 2, byKey: [] };
  const front = { ...latest, prediction: { ...latest.prediction, key: 'BE' } };
  const said = headline({ ...event, history: keyed, latest: front, panel });
  expect(said.front).toMatchObject({ key: 'BE', of: { value: 2, pointer: '/body/panel/keys' } });
  expect(new Set(said.history.map(({ key }) => key))).toEqual(new Set(['BE']));
});

test('of a value it is a value, without what only events have', () => {
  const { spec, result } = backtestOfValues();
  const said = headline(collectCard({ ...smallInput, task: 'value', spec, rivals: [], steps: { realTime: result } }));
  if (said.task === 'event') throw new Error('a value is no event');
  expect(present(said.latest).value.prediction).toEqual(present(result.latest).prediction);
  expect(realTimeMeasures(said)).toEqual(result.measures);
});

describe('where step (a) was not measured', () => {
  const measures = present(realTime.measures);
  const steps = { realTime: { ...realTime, measures: null, latest: null }, labelsFinal: { measures } };
  const said = headline(collectCard({ ...smallInput, steps }));

  test('nothing was measured in real time, though a later step was', () => {
    expect(realTimeMeasures(said)).toBeNull();
    expect(present(said.scored).value).toMatchObject({ id: 'labels_final', measures });
  });

  test('the card says so before the scores of the later step', () => {
    const markdown = renderCardMarkdown(collectCard({ ...smallInput, steps }), smallEnvelope);
    const notice = markdown.indexOf('was not measured. The scores here are those of \\(b\\) labels final');
    expect(notice).toBeGreaterThan(0);
    expect(notice).toBeLessThan(markdown.indexOf('| AUROC |'));
    expect(renderCardMarkdown(collectCard(smallInput), smallEnvelope)).not.toContain('The scores here are those');
  });

  test('there is nothing newest', () => {
    expect(said.latest).toBeNull();
  });
});
