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
export interface ProblemAtByte {
  readonly code: ProblemCode;
  readonly at: number;
  readonly message: string;
  readonly hint?: string;
}

/** The same before its place is known. */
export type ProblemWithoutByte = Omit<ProblemAtByte, 'at'>;

/** A finding before anybody says where: the gate's rules judge a node, and the walk knows its place. */
export type UnplacedFinding = Omit<ProblemAtByte, 'at'>;

/** A node's place in the file, in UTF-8 bytes; undefined where DuckDB keeps none (2^64-1). */
export function byteOf(node: JsonObject): number | undefined {
  const location = markedNumber(node['query_location']);
  return location !== undefined && Number.isSafeInteger(location) ? location : undefined;
}

/**
 * A node's place in the file, or the file's beginning where DuckDB keeps none, for a problem that must point
 * somewhere.
 */
export function placeOrStart(node: JsonObject): number {
  const place = byteOf(node);
  return place === undefined ? 0 : place;
}

/** A problem of the file that underlines the word at its byte. */
export function toProblem(file: TextFile, found: ProblemAtByte): Problem {
  const offset = byteToTextOffset(file.text, found.at);
  const word = /^(?:"(?:[^"]|"")*"|'(?:[^']|'')*'|[\w$.])+/.exec(file.text.slice(offset));
  const span = spanAt(file, offset, word?.[0].length ?? 1);
  return problem(found.code, found.message, {
    span,
    lineText: lineTextAt(file, span.line),
    hint: found.hint,
  });
}
