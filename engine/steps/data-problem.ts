import type { GraphNode } from '../compile/index.ts';
import { ProblemError, problem, problemError, topOf } from '../diagnostics/index.ts';
import { overLimit } from '../warehouse/index.ts';

/** A query that failed on values, and fails on the same ones again. */
export class DataFault extends ProblemError {}

/** DuckDB's classes of errors that depend on values alone: not on files, memory, threads or the network. */
const OF_DATA = /\b(?:Conversion|Out of Range|Invalid Input|Invalid Type|Mismatch Type|Decimal) Error: /;

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
  const found = problem('EWS3003', `${node.id} failed on the data: ${summary}`, { span: topOf(node.path) });
  return OF_DATA.test(summary) ? new DataFault([found]) : new ProblemError([found]);
}

/**
 * What was computed or read for a node and went beyond a limit, that of its time among them: ProblemError EWS3003,
 * undefined for any other error. `seconds` are those of its `timeLimit`.
 */
export function limitProblem(
  error: unknown,
  { id, path }: Pick<GraphNode, 'id' | 'path'>,
  seconds: number,
): ProblemError | undefined {
  const isLate = error instanceof Error && error.name === 'TimeoutError';
  const late = {
    words: `ran longer than ${seconds} s and was stopped`,
    hint: 'make the query cheaper, or raise resources.node_timeout_seconds in the target',
  };
  const over = isLate ? late : overLimit(error, 'data');
  return over && problemError('EWS3003', `${id} ${over.words}`, { span: topOf(path), hint: over.hint });
}
