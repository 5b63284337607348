import type {
  BoostingParameters,
  EstimatorParameters,
  ForestParameters,
  GlmParameters,
  MlForestParameters,
  ThresholdParameters,
} from '../../training/index.ts';
import type { Fact, Section, Text } from '../block.ts';
import type { EventCard } from '../card.ts';
import { byTag, type Cited, each } from '../cited.ts';
import type { ModelInUse } from '../events/event-card-body.ts';
import { count, day, fixed, measured, percent, verbatim, worded } from '../figure.ts';
import { afterEventFacts } from './exclusion.ts';

export function methodSection(card: Cited<EventCard>): Section {
  const method = card.at('body', 'method');
  const inUse = method.at('inUse').present();
  const skipped = each(method.at('skipped'));
  return {
    id: 'method',
    title: 'Method',
    blocks: [
      { kind: 'facts', items: [...estimatorFacts(card), ...protocolFacts(card), ...(inUse ? modelFacts(inUse) : [])] },
      ...(skipped.length === 0
        ? []
        : [
            {
              kind: 'table',
              caption: 'Cut-offs at which no model was fitted',
              columns: [
                { title: 'Cut-off', align: 'text' },
                { title: 'Known episodes', align: 'number' },
                { title: 'Why', align: 'text' },
              ],
              rows: skipped.map((one) => [[day(one.at('cutoff'))], [count(one.at('episodes'))], [one.value.reason]]),
              folded: true,
            } as const,
          ]),
    ],
  };
}

function estimatorFacts(card: Cited<EventCard>): readonly Fact[] {
  const estimator = card.at('body', 'method', 'spec').at('estimator');
  const parameters = byTag<EstimatorParameters, 'kind', readonly Fact[]>(estimator, 'kind', {
    climatology: () => [],
    threshold: (rule) => [{ term: 'Rule', text: ruleText(rule, card) }],
    probit: glmFacts,
    logit: glmFacts,
    random_forest: (forest) => hyperParameters(treeText(forest)),
    extra_trees: (forest) => hyperParameters(treeText(forest)),
    ml_random_forest: (forest) => [
      ...hyperParameters(libraryText(forest)),
      { term: 'Limits of the library', text: [ML_FOREST_LIMITS] },
    ],
    gradient_boosting: (boosting) => hyperParameters([...treeText(boosting), ...boostingText(boosting)]),
  });
  return [{ term: 'Estimator', text: [verbatim(estimator.at('kind'))] }, ...parameters];
}

function hyperParameters(text: Text): readonly Fact[] {
  return [{ term: 'Hyper-parameters', text }];
}

function boostingText(boosting: Cited<BoostingParameters>): Text {
  return ['; learning rate ', measured(boosting.at('learningRate')), ', l2 ', measured(boosting.at('l2'))];
}

/** What ml-random-forest 2.1.0 on ml-cart 2.1.1 cannot do, as read in their source. */
const ML_FOREST_LIMITS =
  'npm’s ml-random-forest samples features once a tree instead of at each split, takes no missing values and ' +
  'has no class weights; ' +
  'every tree votes 0 or 1. Its gain threshold is set to 0; its own probabilities, importances and out-of-bag ' +
  'scores are not used.';

function libraryText(forest: Cited<MlForestParameters>): Text {
  return [
    count(forest.at('trees')),
    ' trees, ',
    worded(forest.at('maxDepth'), depthText),
    ', ',
    worded(forest.at('featuresPerTree'), triedText),
    ' of the features in a tree, nodes of at most ',
    count(forest.at('minRowsSplit')),
    ' rows not split',
  ];
}

function depthText(depth: number | null): string {
  return depth === null ? 'of any depth' : `at most ${depth} splits deep`;
}

function triedText(tried: 'sqrt' | 'all' | number): string {
  return tried === 'sqrt' ? 'the square root' : String(tried);
}

function treeText(tree: Cited<ForestParameters | BoostingParameters>): Text {
  return [
    count(tree.at('trees')),
    ' trees, ',
    worded(tree.at('maxDepth'), depthText),
    ', at least ',
    count(tree.at('minRowsLeaf')),
    ' rows in a leaf, ',
    worded(tree.at('featuresPerSplit'), triedText),
    ' of the features tried at a split; 64 bins a feature, cut on training rows; class weights: ',
    verbatim(tree.at('classWeight')),
  ];
}

/** `alarm where labor.sahm_gap is at or above 0.5`. */
export function ruleText(rule: Cited<ThresholdParameters>, card: Cited<EventCard>): Text {
  const [feature = ''] = card.value.body.method.spec.features;
  const side = worded(rule.at('above'), (above) => (above ? 'at or above' : 'at or below'));
  return [`alarm where ${feature} is `, side, ' ', measured(rule.at('at')), '; nothing is fitted'];
}

function glmFacts(glm: Cited<GlmParameters>): readonly Fact[] {
  const text: Text[number][] = [];
  if (glm.value.ridge !== undefined) text.push('ridge ', measured(glm.at('ridge')), '; ');
  if (glm.value.lasso !== undefined) text.push('lasso ', measured(glm.at('lasso')), '; ');
  if (glm.value.classWeight !== undefined) text.push('class weights: ', verbatim(glm.at('classWeight')), '; ');
  if (glm.value.winsorize !== undefined) text.push('winsorised ', percent(glm.at('winsorize')), ' of each tail; ');
  const standardize = glm.at('standardize').present();
  if (standardize) text.push(worded(standardize, (on) => (on ? 'columns standardised' : 'columns not standardised')));
  if (text.length === 0) return [];
  return hyperParameters([...text, ', learnt on training rows only']);
}

function protocolFacts(card: Cited<EventCard>): readonly Fact[] {
  const method = card.at('body', 'method');
  const spec = method.at('spec');
  const protocol = spec.at('protocol');
  return [
    {
      term: 'Walk-forward',
      text: [
        'first cut-off ',
        day(protocol.at('firstCutoff')),
        ', refit every ',
        count(protocol.at('refitMonths')),
        ' months on what was known then, at least ',
        count(protocol.at('minimumEpisodes')),
        ' known episodes; ',
        count(method.at('refits')),
        ' refits',
      ],
    },
    {
      term: 'Label maturity',
      text: [
        worded(protocol.at('maturity'), (maturity) =>
          maturity === 'as_known'
            ? 'as soon as known: a positive can be known before its window has ended, a zero cannot'
            : 'only once the whole outcome window has ended',
        ),
      ],
    },
    {
      term: 'Inside the event',
      text: [
        worded(protocol.at('excludeInEvent'), (excluded) =>
          excluded ? 'predicted, not trained on and not scored' : 'trained on and scored',
        ),
      ],
    },
    ...afterEventFacts(protocol),
    {
      term: 'Intervals',
      text: [
        count(spec.at('bootstrap', 'draws')),
        ' draws of whole episodes, level ',
        percent(spec.at('bootstrap', 'level'), 0),
      ],
    },
    { term: 'Seed', text: [worded(spec.at('seed'), String)] },
  ];
}

function modelFacts(inUse: Cited<ModelInUse>): readonly Fact[] {
  const statistics = inUse.at('statistics').present();
  return [
    {
      term: 'Model in use',
      text: [
        'cut-off ',
        day(inUse.at('cutoff')),
        ': ',
        count(inUse.at('rows')),
        ' rows, ',
        count(inUse.at('positives')),
        ' positive, ',
        count(inUse.at('episodes')),
        ' episodes, base rate ',
        percent(inUse.at('baseRate')),
      ],
    },
    ...(statistics
      ? [
          {
            term: 'Fit in sample',
            text: [
              'McFadden R² ',
              fixed(statistics.at('mcFadden')),
              ', Estrella R² ',
              fixed(statistics.at('estrella')),
              ', log likelihood ',
              measured(statistics.at('logLikelihood')),
              '; ',
              worded(statistics.at('converged'), (converged) => (converged ? 'converged' : 'did not converge')),
              ' in ',
              count(statistics.at('iterations')),
              ' steps',
            ],
          },
        ]
      : []),
  ];
}
