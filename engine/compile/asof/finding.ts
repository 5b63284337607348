import {
  byteToTextOffset,
  lineTextAt,
  type Problem,
  type ProblemCode,
  problem,
  spanAt,
  type TextFile,
} from '../../diagnostics/index.ts';
import { type JsonObject, markedNumber } from '../../warehouse/index.ts';

/** Why a text may not run, and where: a byte offset into the file. */
export interface Finding {
  readonly code: ProblemCode;
  readonly at: number;
  readonly message: string;
  readonly hint?: string;
}

/** A finding before anybody says where: the gate's rules judge a node, and the walk knows its place. */
export type UnplacedFinding = Omit<Finding, 'at'>;

/** A node's place in the file, in UTF-8 bytes; undefined where DuckDB keeps none (2^64-1). */
export function placeOf(node: JsonObject): number | undefined {
  const location = markedNumber(node['query_location']);
  return location !== undefined && Number.isSafeInteger(location) ? location : undefined;
}

/**
 * A node's place in the file, or the file's beginning where DuckDB keeps none, for a problem that must point
 * somewhere.
 */
export function placeOrStart(node: JsonObject): number {
  const place = placeOf(node);
  return place === undefined ? 0 : place;
}

/** The finding as a problem that underlines the word at its place. */
export function toProblem(file: TextFile, finding: Finding): Problem {
  const offset = byteToTextOffset(file.text, finding.at);
  const word = /^(?:"(?:[^"]|"")*"|'(?:[^']|'')*'|[\w$.])+/.exec(file.text.slice(offset));
  const span = spanAt(file, offset, word?.[0].length ?? 1);
  return problem(finding.code, finding.message, {
    span,
    lineText: lineTextAt(file, span.line),
    hint: finding.hint,
  });
}
