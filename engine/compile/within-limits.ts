import { type Problem, type TextFile, topOf } from '../diagnostics/index.ts';
import { overLimit } from '../warehouse/index.ts';
import { problemAt } from './problem-at.ts';
import type { ShadowCatalogue } from './shadow-catalogue.ts';

export interface RefusedQuery {
  readonly ok: false;
  readonly problems: readonly Problem[];
  readonly unknownName?: undefined;
  readonly statement?: undefined;
}

/**
 * What DuckDB makes of a query; where it was ended or gave up, the query alone is lost, with a problem, and the
 * catalogue begins anew for the next.
 */
export async function withinLimits<T>(
  shadow: ShadowCatalogue,
  file: TextFile,
  ask: () => Promise<T>,
): Promise<T | RefusedQuery> {
  try {
    return await ask();
  } catch (error) {
    const found = refusalOf(error, file);
    if (found === undefined) throw error;
    await shadow.reopen();
    return { ok: false, problems: [found] };
  }
}

/** Undefined where the error is neither a limit's nor DuckDB's. */
export function refusalOf(error: unknown, file: TextFile): Problem | undefined {
  const over = overLimit(error, 'compile');
  if (over !== undefined) {
    const message = `binding it ${over.words}`;
    return { ...problemAt(file, 0, 1, { code: 'EWS2121', message, hint: over.hint }), span: topOf(file.path) };
  }
  if (error instanceof RangeError && /call stack/i.test(error.message)) {
    const message = 'the query is nested deeper than it is read';
    const hint = 'write it in parts, each a group of its own or with a name: WITH part AS (SELECT ...)';
    return { ...problemAt(file, 0, 1, { code: 'EWS2135', message, hint }), span: topOf(file.path) };
  }
  if (!(error instanceof Error) || error.name !== 'Error' || !/^[\w ]+ Error: /.test(error.message)) return undefined;
  const [summary = error.message] = error.message.split('\n');
  return problemAt(file, 0, 1, { code: 'EWS2106', message: summary });
}
