import { isUtf8 } from 'node:buffer';

/** Names of files to the digests of their bytes. */
export type FileDigests = ReadonlyMap<string, string>;

export interface TreeDifference {
  readonly file: string;
  /** `missing`: only the old side has it; `added`: only the new one. */
  readonly kind: 'missing' | 'added' | 'different';
}

/** What differs between two trees: what commands said, in their order, then files in the order of their names. */
export function treeDifferences(before: FileDigests, after: FileDigests): readonly TreeDifference[] {
  const files = [...new Set([...before.keys(), ...after.keys()])].toSorted(saidFirst);
  return files.flatMap((file): readonly TreeDifference[] => {
    if (!after.has(file)) return [{ file, kind: 'missing' }];
    if (!before.has(file)) return [{ file, kind: 'added' }];
    return before.get(file) === after.get(file) ? [] : [{ file, kind: 'different' }];
  });
}

function saidFirst(one: string, other: string): number {
  const said = Number(other.startsWith('said/')) - Number(one.startsWith('said/'));
  if (said !== 0) return said;
  return one < other ? -1 : 1;
}

/** Under what a difference is told: what commands said, or a folder of the lake. */
export function kindOfFile(file: string): string {
  if (file.startsWith('said/')) return 'what commands said';
  const [kind] = /^project\/\.ews\/(lake\/)?[^/]+/.exec(file) ?? [];
  return kind ?? 'other files';
}

/** So much of a line is shown on either side of where it begins to differ: JSON and pages have lines of megabytes. */
const SHOWN_AROUND = 60;

/** Where two files begin to differ, in words: the line of a text with both versions of it, or the byte. */
export function firstDifferentLine(before: Buffer, after: Buffer): string {
  if (before.equals(after)) return 'nothing';
  if (isBinary(before) || isBinary(after)) return firstByte(before, after);
  const [old, changed] = [before.toString('utf8').split('\n'), after.toString('utf8').split('\n')];
  const line = firstUnlike(old, changed);
  const [was, is] = [old[line], changed[line]];
  // Where one of the files has ended, the other one goes on from the beginning of a line.
  const column = was === undefined || is === undefined ? 0 : firstUnlike([...was], [...is]);
  return [`line ${line + 1}, column ${column + 1}`, `- ${excerpt(was, column)}`, `+ ${excerpt(is, column)}`].join('\n');
}

function firstByte(before: Buffer, after: Buffer): string {
  const at = firstUnlike(before, after);
  const shown = (bytes: Buffer): string => (at < bytes.length ? `0x${bytes.toString('hex', at, at + 1)}` : 'the end');
  const lengths = before.length === after.length ? '' : `; ${before.length} bytes, now ${after.length}`;
  return `byte ${at}: ${shown(before)}, now ${shown(after)}${lengths}`;
}

/** The first place at which two lists differ; the length of the shorter where the other one goes on. */
function firstUnlike(one: ArrayLike<unknown>, other: ArrayLike<unknown>): number {
  const shorter = Math.min(one.length, other.length);
  for (let at = 0; at < shorter; at += 1) if (one[at] !== other[at]) return at;
  return shorter;
}

function excerpt(line: string | undefined, column: number): string {
  if (line === undefined) return '(the file has ended)';
  const characters = [...line];
  const from = Math.max(0, column - SHOWN_AROUND);
  const to = column + SHOWN_AROUND;
  const shown = characters.slice(from, to).join('');
  return `${from > 0 ? '…' : ''}${shown}${to < characters.length ? '…' : ''}`;
}

function isBinary(bytes: Buffer): boolean {
  return bytes.includes(0) || !isUtf8(bytes);
}
