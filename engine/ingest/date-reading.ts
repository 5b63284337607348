import { type DateForm, dateForm } from '../calendar/index.ts';
import type { ColumnSpec, Dated } from './request.ts';

/** How the dates of a column are written, and which day of a period they mean. */
export interface DateReading {
  /** The word in YAML. */
  readonly format: string;
  readonly form: DateForm;
  readonly dated: Dated;
}

/** A declared column, and how its dates are written where not as YYYY-MM-DD. */
export interface LoadedColumn extends ColumnSpec {
  readonly dates?: DateReading;
}

/** How the word that a source has for its dates is read. */
export function dateReading(format: string, dated: Dated = 'start'): DateReading {
  const form = dateForm(format);
  if (form === undefined) throw new Error(`no form of dates: ${format}`);
  return { format, form, dated };
}
