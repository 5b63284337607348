/**
 * About how wide a text of charts is, at 11.5 px in the widest of the usual system fonts. Pages are drawn where nobody
 * can measure, so that it is rather too much than too little.
 */
export function textWidth(text: string): number {
  return [...text].reduce((sum, sign) => sum + signWidth(sign), 0);
}

function signWidth(sign: string): number {
  if (/[\u1100-\u11ff\u2e80-\uffef]|\p{Extended_Pictographic}/u.test(sign) || sign.length > 1) return 13;
  if (/[MWmw@%]/.test(sign)) return 11.6;
  return /\p{Lu}/u.test(sign) ? 8.8 : 6.3;
}

/** A text in lines of at most so much room, broken between words, and within one that has no line for itself. */
export function textLines(text: string, room: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(longer) <= room) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = brokenWord(word, room);
    lines.push(...pieces.slice(0, -1));
    line = pieces.slice(-1).join('');
  }
  return [...lines, line];
}

function brokenWord(word: string, room: number): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const sign of word) {
    if (piece !== '' && textWidth(piece + sign) > room) {
      pieces.push(piece);
      piece = '';
    }
    piece += sign;
  }
  return [...pieces, piece];
}
