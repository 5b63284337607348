import { monthIndex } from '../calendar/index.ts';
import { type Problem, warning } from '../diagnostics/index.ts';
import type { CardBody } from './card-body.ts';

/** Months between the newest period and the run from which a prediction is no forecast any more. */
const STALE_AFTER_MONTHS = 6;

/**
 * The warning that a build on old data owes its reader. It depends on the day of the run, so it belongs to the export,
 * not to the body.
 * @param createdAt day or instant of the run, ISO 8601
 */
export function stalenessWarning(data: Pick<CardBody['data'], 'newestDate'>, createdAt: string): Problem | null {
  if (data.newestDate === null) return null;
  const age = monthIndex(createdAt) - monthIndex(data.newestDate);
  if (age <= STALE_AFTER_MONTHS) return null;
  return warning('EWS5003', `newest data ${data.newestDate.slice(0, 7)}: a demonstration, not a forecast`);
}
