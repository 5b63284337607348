import { didYouMean, type Problem, type TextFile, thereAre } from '../diagnostics/index.ts';
import { at } from '../presence/index.ts';
import { calledNotes } from './inline/index.ts';
import { placeInDefinition, type TextOrigin } from './mapped-text.ts';
import type { UnknownName } from './names/index.ts';
import { problemAt } from './problem-at.ts';

/** So many names of one text are told each; the rest is counted. */
const MOST = 100;

/** Where a byte that the parser names was written. */
type OriginOf = (byte: number) => TextOrigin;

/** A problem for each name that means nothing, at the very word, in the order of the text. */
export function nameProblems(file: TextFile, found: readonly UnknownName[], originOf: OriginOf): readonly Problem[] {
  const placed = found
    .map((name) => ({ name, place: placeOf(file.text, name, originOf) }))
    .toSorted((a, b) => a.place.start - b.place.start);
  const told = placed.slice(0, MOST).map(({ name, place }) => {
    const notes = place.notes === undefined ? {} : { notes: place.notes };
    return problemAt(file, place.start, place.length, { ...words(name, place), ...notes });
  });
  const last = told.at(-1);
  if (last === undefined || placed.length <= MOST) return told;
  const { notes = [] } = last;
  return [...told.slice(0, -1), { ...last, notes: [...notes, `and ${placed.length - MOST} more names in this file`] }];
}

interface WordPlace {
  readonly start: number;
  readonly length: number;
  readonly written: string;
  /** Where it stands in the functions that a call led to. */
  readonly notes?: readonly string[];
}

const WORD = /"(?:[^"]|"")*"|[^\s."'()[\]{},;:+*/<>=|&!%^~-]+/y;
const DOT = /\s*\.\s*/y;

function placeOf(text: string, { at: byte, behind, names, why }: UnknownName, originOf: OriginOf): WordPlace {
  const origin = byte === undefined ? undefined : originOf(byte);
  const call = origin?.calls[0];
  if (origin !== undefined && call !== undefined) {
    const { start, end } = call;
    return { start, length: end - start, written: text.slice(start, end), notes: calledNotes(origin) };
  }
  const start = origin === undefined ? 0 : placeInDefinition(origin);
  if (behind !== undefined) return placeBehind(text, start, behind, at(names, 0));
  const part = why.kind === 'column' ? why.part : 0;
  return wordsAt(text, start)[part] ?? { start, length: 1, written: text.charAt(start) };
}

/** The words of a dotted name. */
function wordsAt(text: string, start: number): readonly WordPlace[] {
  const words: WordPlace[] = [];
  for (let offset = start; ; ) {
    WORD.lastIndex = offset;
    const [written] = WORD.exec(text) ?? [];
    if (written === undefined) return words;
    words.push({ start: offset, length: written.length, written });
    DOT.lastIndex = offset + written.length;
    const [dot] = DOT.exec(text) ?? [];
    if (dot === undefined) return words;
    offset += written.length + dot.length;
  }
}

/** DuckDB keeps no places of names in EXCLUDE, REPLACE and USING: they stand behind the keyword. */
function placeBehind(text: string, start: number, keyword: string, name: string): WordPlace {
  const from = new RegExp(`\\b${keyword}\\b`, 'i').exec(text.slice(start));
  const offset = from === null ? start : start + from.index + from[0].length;
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const found = new RegExp(`(?<![\\w.])"?${escaped}"?(?!\\w)`, 'i').exec(text.slice(offset));
  if (found === null) return { start, length: 1, written: name };
  return { start: offset + found.index, length: found[0].length, written: found[0] };
}

function words(
  { names, why }: UnknownName,
  { written }: WordPlace,
): Pick<Problem, 'code' | 'message'> & { hint?: string } {
  if (why.kind === 'relation') {
    const name = at(names, 0);
    const message = `nothing that is read here is called "${name}"`;
    const hint =
      why.called === undefined
        ? (didYouMean(name, why.candidates) ?? thereAre('there are', why.candidates) ?? 'read it in FROM')
        : `it has another name here: write ${[why.called, ...names.slice(-1)].join('.')}`;
    return { code: 'EWS2104', message, hint };
  }
  const name = at(names, why.part);
  return { code: 'EWS2105', message: `unknown column "${name}"`, hint: columnHint(name, written, why.candidates) };
}

const CURLY = /[\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb\u00b4`]/;

function columnHint(name: string, written: string, candidates: readonly string[]): string {
  if (CURLY.test(name)) return `curly quotes are letters to SQL: write text as 'a', a name as "a"`;
  const near = didYouMean(name, candidates);
  if (near !== undefined) return near;
  const known = thereAre('there are', candidates) ?? 'nothing is read here: FROM is missing';
  return written.startsWith('"') ? `if it is text, put it into single quotes: '${name}'; ${known}` : known;
}
