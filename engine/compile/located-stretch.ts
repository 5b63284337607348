import type { FunctionRange } from '../../lineage/index.ts';
import type { TextFile } from '../diagnostics/index.ts';
import { at } from '../presence/index.ts';
import type { Stretch } from './clauses/index.ts';
import type { BoundText, CallPlace, TextOrigin } from './mapped-text.ts';
import { textRanges } from './text-ranges.ts';

/** A stretch of the bound text as it stands in the definition's file, and in the functions that led there. */
export interface LocatedStretch extends Stretch {
  /** Within the outermost call: where the functions that it leads to have it, the innermost last. */
  readonly within: readonly FunctionRange[];
}

/** Where a stretch of the bound text was written: in the definition, or within a call of it. */
export function locateStretch({ toOrigin }: BoundText, { start, end }: Stretch): LocatedStretch {
  const [first, last] = [toOrigin(start), toOrigin(Math.max(start, end - 1))];
  const [opening] = first.calls;
  const [closing] = last.calls;
  if (opening === undefined && closing === undefined) {
    const behind = toOrigin(end);
    return { start: first.offset, end: placeBehind(behind, last), within: [] };
  }
  return {
    start: opening === undefined ? first.offset : opening.start,
    end: closing === undefined ? last.offset + 1 : closing.end,
    within: opening !== undefined && isSameChain(first, last) ? rangesWithin(first, last) : [],
  };
}

/** What a stretch ends before; where a call follows, that is where the call begins. */
function placeBehind(behind: TextOrigin, last: TextOrigin): number {
  const [call] = behind.calls;
  if (call !== undefined) return Math.max(last.offset + 1, Math.min(call.start, behind.offset));
  return behind.offset;
}

function isSameChain(first: TextOrigin, last: TextOrigin): boolean {
  return (
    first.calls.length === last.calls.length &&
    first.calls.every((call, index) => isSameCall(call, at(last.calls, index)))
  );
}

function isSameCall(left: CallPlace, right: CallPlace): boolean {
  return left.file.path === right.file.path && left.start === right.start && left.name === right.name;
}

function rangesWithin(first: TextOrigin, last: TextOrigin): readonly FunctionRange[] {
  const { calls } = first;
  return calls.map(({ name }, index) => {
    const next = calls[index + 1];
    if (next !== undefined) return rangeIn(name, next.file, next);
    return rangeIn(name, first.file, { start: first.offset, end: Math.max(last.offset + 1, first.offset + 1) });
  });
}

function rangeIn(name: string, file: TextFile, { start, end }: Stretch): FunctionRange {
  return { function: name, file: file.path, ...textRanges(file.text)(start, end) };
}
