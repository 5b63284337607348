import { type Problem, warning } from '../../diagnostics/index.ts';
import type { Validation } from '../../training/index.ts';

/**
 * A warning where folds are trained on fewer rows than they leave out for their outcome windows: what is held out then
 * covers most of the time that there is, and what the fits say is of little worth.
 */
export function starvedFolds(validation: Validation | undefined): readonly Problem[] {
  const starved = validation?.parts.filter(({ trained, overlapping }) => trained < overlapping) ?? [];
  if (validation === undefined || starved.length === 0) return [];
  const message =
    `${starved.length} of ${validation.folds} folds of the validation are trained on fewer rows than they leave out, ` +
    'since their outcome windows overlap those that are held out';
  const notes = starved.map(
    ({ number, trained, overlapping }) => `fold ${number}: ${trained} trained on, ${overlapping} left out`,
  );
  const more =
    validation.groups > validation.folds ? `write more folds, ${validation.groups} at most` : 'validate by key';
  return [warning('EWS3054', message, { notes, hint: `${more}, so that each holds out less of the time` })];
}
