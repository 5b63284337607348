import { figureText } from '../figures/index.ts';
import type { ExplainedValue, ValueWhatIf } from '../inspect/index.ts';
import { addedText, changeText, figureOf, movedText, unreadLines } from './explanation-text.ts';
import type { Paint } from './paint/index.ts';

const MISSING = 'nothing to explain: a feature is missing';

/** A predicted value with its contributions, the largest first: in the unit of the label. */
export function valueExplanationText(model: string, explained: ExplainedValue, paint: Paint, width: number): string {
  const { prediction, refit, explanation } = explained;
  const { asOf, baseline, y } = prediction;
  const became = y === null ? '' : `, and it became ${figureText(y)}`;
  const head =
    `${paint.bold(`${model}@${asOf}`)} = ${figureOf(prediction.prediction)}` +
    `  the mean then was ${figureText(baseline)}${became}`;
  const fitted =
    `fitted as of ${refit.cutoff} on ${refit.rows} decision dates, ${refit.firstRow} .. ${refit.lastRow}; ` +
    'base: at their means';
  const parts =
    explanation === null || prediction.prediction === null
      ? MISSING
      : addedText(
          explanation.contributions,
          { base: explanation.base, prediction: prediction.prediction },
          paint,
          width,
        );
  const facts = [fitted, ...unreadLines(refit.inputs)];
  return [head, ...facts.map((line) => paint.dim(line)), '', parts].join('\n');
}

/** Observed beside changed: values, the changes, and the contributions of both. */
export function valueWhatIfText(model: string, answer: ValueWhatIf, paint: Paint, width: number): string {
  const { observed, prediction: changed } = answer;
  const { asOf, prediction: before } = observed.prediction;
  const changes = answer.changes.map(changeText);
  const known = observed.explanation !== null && answer.explanation !== null && before !== null && changed !== null;
  return [
    `${paint.bold(`${model}@${asOf}`)} = ${figureOf(before)}, and if`,
    ...changes,
    `it were ${paint.bold(figureOf(changed))}`,
    '',
    known
      ? movedText(
          {
            sum: 'prediction',
            observed: { contributions: observed.explanation.contributions, sum: before },
            changed: { contributions: answer.explanation.contributions, sum: changed },
          },
          paint,
          width,
        )
      : MISSING,
  ].join('\n');
}
