import type { Text } from '../block.ts';
import { type ByTag, byTag, type Cited, each } from '../cited.ts';
import { count, day, verbatim } from '../figure.ts';
import type { Gap, LateInput, LostOutcome, NoPrediction, SomeKeys } from '../gap.ts';

/** What the card says of each gap. */
export const GAP_SENTENCES: ByTag<Gap, 'kind', Text> = {
  not_predicted: (it) => [
    'Nothing is predicted ',
    ...(it.value.ofRows === it.value.ofDates
      ? []
      : ['for ', count(it.at('rows')), ' of ', count(it.at('ofRows')), ' rows, ']),
    'on ',
    count(it.at('dates')),
    ' of ',
    count(it.at('ofDates')),
    ' decision dates from the first cut-off on, between ',
    day(it.at('from')),
    ' and ',
    day(it.at('through')),
    ': ',
    ...listed(each(it.at('reasons')).map(reason), '; '),
    '.',
  ],
  late_input: (it) => [
    `${it.value.relation}.${it.value.column}, ${it.value.frequency}, `,
    ...lateKeys(it),
    ...lateSince(it),
    ', and was late on ',
    count(it.at('dates')),
    it.value.usedFor === 'label'
      ? ' decision dates; outcomes come from it.'
      : ' decision dates; features come from it.',
  ],
  keys_without_rows: (it) => [`${it.value.relation} never has a row of `, ...keys(it.at('keys')), ' of the panel.'],
  lost_outcomes: (it) => [
    count(it.at('rows')),
    ' of ',
    count(it.at('of')),
    ` known outcomes of ${it.value.relation} are never learnt from: `,
    ...listed(each(it.at('reasons')).map(lostOutcome), '; '),
    '.',
  ],
  lost_rows: (it) => [
    count(it.at('rows')),
    ' of ',
    count(it.at('of')),
    ` rows of ${it.value.relation} never reach ${it.value.into}: `,
    ...(it.value.keys.count === 0 ? [] : ['it has no row of ', ...keys(it.at('keys'))]),
    ...(it.value.keys.count === 0 || it.value.withoutKey === 0 ? [] : [', and ']),
    ...(it.value.withoutKey === 0 ? [] : [count(it.at('withoutKey')), ' have no key']),
    '.',
  ],
  unused_rows: (it) => [
    count(it.at('rows')),
    ` rows of ${it.value.source}, complete through `,
    day(it.at('through')),
    ', became known after the last decision date, ',
    day(it.at('after')),
    ': nothing is predicted from them.',
  ],
};

function reason(cited: Cited<NoPrediction>): Text {
  return byTag(cited, 'why', {
    no_row: (it) => ['on ', count(it.at('rows')), ' no key had a row'],
    not_trained: (it) => ['for ', count(it.at('rows')), ` no cut-off could be trained (${it.value.found})`],
    missing: (it) => ['in ', count(it.at('rows')), ` a feature is missing (${it.value.features.join(', ')})`],
    not_computed: (it) => ['for ', count(it.at('rows')), ' the estimator gave nothing'],
  });
}

function lostOutcome(cited: Cited<LostOutcome>): Text {
  return byTag(cited, 'why', {
    no_row: (it) => ['for ', count(it.at('rows')), ' the features have no row'],
    missing: (it) => ['in ', count(it.at('rows')), ` a feature is missing (${it.value.features.join(', ')})`],
  });
}

function lateKeys(it: Cited<LateInput>): Text {
  const some = it.at('keys').present();
  return some === null ? [] : ['has ended or is late for ', ...keys(some), ': '];
}

/** Since when, of several keys the one that is late longest. */
function lateSince(it: Cited<LateInput>): Text {
  if (it.value.newest === null) return ['has no value that was known on ', day(it.at('on'))];
  return [
    it.value.keys === undefined ? 'has nothing newer than ' : 'the first has nothing newer than ',
    verbatim(it.at('newest')),
    ', ',
    count(it.at('lateDays')),
    ' days late on ',
    day(it.at('on')),
  ];
}

/** `2 of 6 keys (AT, BE)`. */
function keys(some: Cited<SomeKeys>): Text {
  const { shown, count: all } = some.value;
  const more = all > shown.length ? ', ...' : '';
  return [count(some.at('count')), ' of ', count(some.at('of')), ` keys (${shown.join(', ')}${more})`];
}

function listed(texts: readonly Text[], between: string): Text {
  return texts.flatMap((text, i) => (i === 0 ? text : [between, ...text]));
}
