import type { Measured } from '../../training/index.ts';
import type { Block } from '../block.ts';
import type { Card } from '../card.ts';
import type { CardBody } from '../card-body.ts';
import { stepChart } from '../charts/index.ts';
import type { Cited } from '../cited.ts';
import type { MeasuredStep } from '../measured-steps.ts';
import { stepName } from '../wording.ts';

/** A measure that is drawn at every step. */
export interface DrawnMeasure<Measures> {
  readonly name: string;
  /** What a model without skill gets. */
  readonly chance: number;
  readonly of: (measures: Measures) => Measured | null;
}

/** Real time against revised: each measure in a picture of its own, one line a step. */
export function stepsBlock<Measures>(
  card: Cited<Card<CardBody>>,
  steps: readonly Cited<MeasuredStep<Measures>>[],
  drawn: readonly DrawnMeasure<Measures>[],
): Block {
  const { basis } = card.value.body.data;
  const draw = (prefix: string) =>
    drawn
      .flatMap(({ name, chance, of }, index) => {
        const points = steps.flatMap(({ value: { id, measures } }) => {
          const measured = of(measures);
          return measured === null ? [] : [{ name: stepName(id, basis), ...measured }];
        });
        return points.length === 0
          ? []
          : [stepChart({ id: `${prefix}-${index}`, name, steps: points, chance, width: 340 })];
      })
      .join('');
  return {
    kind: 'chart',
    pointer: card.at('body', 'performance', 'steps').pointer,
    caption: [
      'From real time to revised: each step knows more than anybody could have known, so what the later ones ' +
        'have over (a) ' +
        'is hindsight. Bars are intervals by episode, the dotted line is a model without skill.',
    ],
    svg: { wide: draw('steps'), narrow: draw('steps-narrow') },
  };
}
