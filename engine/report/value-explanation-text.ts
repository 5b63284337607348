import type { ModelUnits } from '../compile/index.ts';
import { figureText, inUnit, unitOfDifference } from '../figures/index.ts';
import type { ExplainedValue, ValueWhatIf } from '../inspect/index.ts';
import { addedText, changeText, figureOf, movedText, type ShownModel, unreadLines } from './explanation-text.ts';
import type { Paint } from './paint/index.ts';

const MISSING = 'nothing to explain: a feature is missing';

/** A predicted value with its contributions, the largest first: in the unit of the label. */
export function valueExplanationText(
  { name: model, units }: ShownModel,
  explained: ExplainedValue,
  paint: Paint,
  width: number,
): string {
  const { prediction, refit, explanation } = explained;
  const { asOf, baseline, y } = prediction;
  const became = y === null ? '' : `, and it became ${inUnit(figureText(y), units.label)}`;
  const head =
    `${paint.bold(`${model}@${asOf}`)} = ${shownValue(prediction.prediction, units)}` +
    `  the mean then was ${inUnit(figureText(baseline), units.label)}${became}`;
  const fitted =
    `fitted as of ${refit.cutoff} on ${refit.rows} decision dates, ${refit.firstRow} .. ${refit.lastRow}; ` +
    `base: at their means; contributions in ${unitOfDifference(units.label) ?? 'the unit of the label'}`;
  const parts =
    explanation === null || prediction.prediction === null
      ? MISSING
      : addedText(
          {
            contributions: explanation.contributions,
            units,
            foot: { base: explanation.base, prediction: prediction.prediction },
          },
          paint,
          width,
        );
  const facts = [fitted, ...unreadLines(refit.inputs)];
  return [head, ...facts.map((line) => paint.dim(line)), '', parts].join('\n');
}

/** Observed beside changed: values, the changes, and the contributions of both. */
export function valueWhatIfText(
  { name: model, units }: ShownModel,
  answer: ValueWhatIf,
  paint: Paint,
  width: number,
): string {
  const { observed, prediction: changed } = answer;
  const { asOf, prediction: before } = observed.prediction;
  const changes = answer.changes.map((change) => changeText(change, units));
  const known = observed.explanation !== null && answer.explanation !== null && before !== null && changed !== null;
  return [
    `${paint.bold(`${model}@${asOf}`)} = ${shownValue(before, units)}, and if`,
    ...changes,
    `it were ${paint.bold(shownValue(changed, units))}`,
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

/** A predicted value with its unit; without one where it is missing. */
function shownValue(value: number | null, { label }: ModelUnits): string {
  return value === null ? figureOf(value) : inUnit(figureOf(value), label);
}
