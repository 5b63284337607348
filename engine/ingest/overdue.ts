import type { Day } from '../calendar/index.ts';
import type { ObjectMeta } from '../lake/index.ts';
import { observationsOf } from './observations.ts';
import { type Lagged, nextKnownBy } from './publication-lag.ts';
import type { FileBasedRequest } from './request.ts';

/** A relation whose next period should have been known, and since when. */
export interface Overdue {
  /** `fred.unrate`. */
  readonly relation: string;
  readonly newest: Day;
  readonly due: Day;
}

/**
 * Relations with a declared lag whose next period was due by `day`, as far as the stored rows tell: of these it cannot
 * be said that nothing came, unless they ended. Tables that date their rows themselves are due at no time.
 */
export function overdueOn(request: FileBasedRequest, object: ObjectMeta, day: Day): readonly Overdue[] {
  const { relations } = observationsOf(object);
  return lagged(request).flatMap(({ relation, ...series }) => {
    const newest = relations[relation]?.lastDate;
    if (newest === undefined) return [];
    const due = nextKnownBy(series, newest);
    return due <= day ? [{ relation, newest, due }] : [];
  });
}

function lagged(request: FileBasedRequest): readonly (Lagged & { readonly relation: string })[] {
  if (request.kind !== 'file') {
    return request.series.map(({ name, frequency, dated, publicationLagDays }) => ({
      relation: `${request.source}.${name}`,
      lagDays: publicationLagDays,
      frequency,
      dated,
    }));
  }
  const { source, table, knowledge, frequency, dated } = request;
  if (knowledge.kind !== 'lag') return [];
  return [{ relation: `${source}.${table}`, lagDays: knowledge.lagDays, frequency, dated }];
}
