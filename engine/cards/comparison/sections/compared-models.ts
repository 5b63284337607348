import type { Section, Text } from '../../block.ts';
import { type Cited, each } from '../../cited.ts';
import { alarmFigure, count, digest, fixed, percent, verbatim, worded } from '../../figure.ts';
import { basisSentence } from '../../wording.ts';
import type { ComparisonDocument } from '../comparison.ts';
import type { ComparedEventModel, EventComparisonBody } from '../comparison-body.ts';
import { modelWords } from './model-words.ts';

/** What is compared: which version of each model, how it decides, and what it says now. */
export function comparedModelsSection(document: Cited<ComparisonDocument<EventComparisonBody>>): Section {
  const models = each(document.at('body', 'models'));
  const bases = [...new Set(models.map(({ value }) => value.basis))];
  return {
    id: 'models',
    title: 'What is compared',
    blocks: [
      {
        kind: 'table',
        caption: 'The models, by version',
        columns: [
          { title: 'Model', align: 'text' },
          { title: 'Estimator', align: 'text' },
          { title: 'Features', align: 'number' },
          { title: 'Refits', align: 'number' },
          { title: 'Loss', align: 'text' },
          { title: 'Gates', align: 'text' },
          { title: 'Newest', align: 'number' },
          { title: 'Version', align: 'text' },
        ],
        rows: models.map((model) => [
          [verbatim(model.at('model'))],
          [worded(model.at('estimator'), (kind) => kind.replaceAll('_', ' '))],
          [count(model.at('features'))],
          [count(model.at('refits'))],
          [
            worded(model.at('loss', 'kind'), (kind) => kind.replaceAll('_', ' ')),
            ' ',
            fixed(model.at('loss', 'preference'), 2),
          ],
          [worded(model.at('fit'), gatesWord)],
          newest(model),
          [digest(model.at('version'))],
        ]),
      },
      ...modelWords(document.value),
      { kind: 'list', items: bases.map((basis) => [basisSentence(basis)]) },
    ],
  };
}

function gatesWord(fit: boolean | null): string {
  if (fit === null) return 'none declared';
  return fit ? 'all passed' : 'not fit for promotion';
}

/** A rule says no more than whether it is in alarm. */
function newest(model: Cited<ComparedEventModel>): Text {
  const latest = model.at('latest').present();
  if (latest === null) return ['nothing predicted'];
  const alarm = alarmFigure(latest.at('alarm'), { raised: 'alarm', calm: 'calm', none: 'no decision' });
  return model.value.predicts === 'alarm' ? [alarm] : [percent(latest.at('probability')), ', ', alarm];
}
