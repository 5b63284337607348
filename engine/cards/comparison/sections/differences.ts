import { unitOfDifference } from '../../../figures/index.ts';
import { first } from '../../../presence/index.ts';
import type { ComparedMeasure, Measured } from '../../../training/index.ts';
import type { Block, Section, Text } from '../../block.ts';
import { Cited, each } from '../../cited.ts';
import { count, day, fixed, percent, verbatim } from '../../figure.ts';
import { withInterval } from '../../sections/intervals.ts';
import { labelUnitOf, titleWithUnit } from '../../sections/units.ts';
import type { ComparisonDocument } from '../comparison.ts';
import type { ComparisonBody, QuotedModel } from '../comparison-body.ts';
import { type AnyMeasure, MEASURE_WORDS } from '../measure-words.ts';

type Document = Cited<ComparisonDocument>;

/** Every measure of every model, and below it what a challenger differs by from the first. */
export function differencesSection(document: Document): Section {
  const { body } = document.value;
  const id = 'differences';
  const title = 'Side by side';
  if (body.measures.scored === 0) {
    const text = ['There is no decision date that all of them scored, so nothing can be held against anything.'];
    return { id, title, blocks: [standing(document), { kind: 'notice', tone: 'warning', text }] };
  }
  return { id, title, blocks: [standing(document), evidence(document), ...verdicts(body), table(document)] };
}

function standing(document: Document): Block {
  const champion = document.at('body', 'champion').present();
  if (champion !== null) {
    return { kind: 'paragraph', text: [verbatim(champion), ' is the champion: the project declares it so.'] };
  }
  const text: Text = [
    'The project declares no champion. ',
    first<QuotedModel>(document.value.body.models).model,
    ', the first by name, is only what the others are held against.',
  ];
  return { kind: 'notice', tone: 'note', text };
}

function evidence(document: Document): Block {
  const measures = document.at('body', 'measures');
  const text: Text = [
    count(measures.at('scored')),
    ' decision dates are scored by all of them, from ',
    day(measures.at('first')),
    ' to ',
    day(measures.at('last')),
    ...positives(document),
    ...outcomesKnown(document),
    '. A difference is the model’s figure less that of the first. ',
    ...(measures.value.episodes < 2 ? ['There are too few episodes to say how sure it is.'] : intervals(document)),
  ];
  return { kind: 'paragraph', text };
}

function outcomesKnown(document: Document): Text {
  const through = document.at('body', 'outcomesThrough').present();
  return through === null ? [] : ['; outcomes known through ', day(through)];
}

function intervals(document: Document): Text {
  const measures = document.at('body', 'measures');
  return [
    'Its interval of ',
    percent(measures.at('level'), 0),
    ' resamples ',
    count(measures.at('episodes')),
    ' whole episodes, the same ones for both models, so that what is hard for both cancels out; a difference whose ' +
      'interval includes zero is not shown.',
  ];
}

function positives({ value }: Document): Text {
  const { body } = value;
  if (body.task === 'value') return [];
  return ['; ', count(new Cited(body.measures.positives, '/body/measures/positives')), ' are positive'];
}

/** A sentence a challenger: by which measures it is shown to differ. */
function verdicts({ measures, models }: ComparisonBody): readonly Block[] {
  const { model: champion } = first<QuotedModel>(models);
  const items = models.slice(1).map(({ model }, i): Text => {
    const better: string[] = [];
    const worse: string[] = [];
    for (const { measure, differences } of measures.measures) {
      const { lessIsBetter, short } = MEASURE_WORDS[measure];
      const sign = shownSign(differences[i]) * (lessIsBetter ? -1 : 1);
      if (sign > 0) better.push(short);
      if (sign < 0) worse.push(short);
    }
    return [`${model} ${verdict(better, worse, champion)}`];
  });
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}

/** 1 or -1 where the interval lies on one side of zero, otherwise 0. */
function shownSign(difference: Measured | undefined): number {
  const interval = difference?.interval;
  if (!interval) return 0;
  return Number(interval.low > 0) - Number(interval.high < 0);
}

function verdict(better: readonly string[], worse: readonly string[], champion: string): string {
  if (better.length + worse.length === 0) return `is not shown to differ from ${champion} by any measure.`;
  if (better.length === 0) return `is shown to be worse than ${champion} by ${worse.join(', ')}.`;
  const isBetter = `is shown to be better than ${champion} by ${better.join(', ')}`;
  return worse.length === 0 ? `${isBetter}.` : `${isBetter}, and worse by ${worse.join(', ')}.`;
}

function table(document: Document): Block {
  const { models: names, measures: list } = document.value.body.measures;
  const measures = new Cited<readonly ComparedMeasure<AnyMeasure>[]>(list, '/body/measures/measures');
  const unit = unitOfDifference(labelUnitOf(document));
  return {
    kind: 'table',
    caption: 'Measures on the dates that all scored, and differences from the first model with episode intervals',
    columns: [{ title: 'Measure', align: 'text' }, ...names.map((title) => ({ title, align: 'number' }) as const)],
    rows: each(measures).flatMap((measure): readonly (readonly Text[])[] => [
      [[titleOf(measure.value.measure, unit)], ...each(measure.at('values')).map((value): Text => [fixed(value)])],
      [['less the first'], [], ...each(measure.at('differences')).map(withInterval)],
    ]),
  };
}

/** Errors have the unit of a difference of two values. */
function titleOf(measure: AnyMeasure, unit: string | null): string {
  const { title } = MEASURE_WORDS[measure];
  return measure === 'rmse' || measure === 'mae' ? titleWithUnit(title, unit) : title;
}
