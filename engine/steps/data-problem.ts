import type { GraphNode } from '../compile/index.ts';
import { ProblemError, problemError, topOf } from '../diagnostics/index.ts';
import { overLimit } from '../warehouse/index.ts';

/**
 * What DuckDB says when a user's query fails on the data (a cast, a division in DECIMAL) is the user's to mend, and so
 * is a query that goes beyond a limit: ProblemError EWS3003. All other errors are returned as they are.
 */
export function asDataProblem(error: unknown, node: GraphNode): unknown {
  if (error instanceof ProblemError || !(error instanceof Error)) return error;
  const over = overLimit(error, 'data');
  if (over !== undefined)
    return problemError('EWS3003', `${node.id} ${over.words}`, { span: topOf(node.path), hint: over.hint });
  if (error.name === 'AbortError' || !/\bError: /.test(error.message)) return error;
  const [summary = error.message] = error.message.split('\n');
  return problemError('EWS3003', `${node.id} failed on the data: ${summary}`, { span: topOf(node.path) });
}
