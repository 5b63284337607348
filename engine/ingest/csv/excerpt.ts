import type { Problem } from '../../diagnostics/index.ts';
import { at } from '../../presence/index.ts';
import type { CsvFile } from '../staged-file.ts';
import { decodedText, NotText } from './decode.ts';

export type CsvExcerpt = Pick<Problem, 'span' | 'lineText'>;

/** So many characters of a line are shown. */
const SHOWN_CHARACTERS = 200;

/** Puts a line of a CSV file, from 1, before the reader's eyes. */
export async function excerptOfLine(file: CsvFile, line: number): Promise<CsvExcerpt> {
  const whole = await beginningOf(file, line);
  const lineText = whole.length > SHOWN_CHARACTERS ? `${whole.slice(0, SHOWN_CHARACTERS)}...` : whole;
  return { span: { file: file.shownAs, line, column: 1, length: Math.max(1, lineText.length) }, lineText };
}

/** A line, or so much of it as shows that it goes on. Reads no further, and keeps no more than a piece of the file. */
async function beginningOf(file: CsvFile, line: number): Promise<string> {
  let beginning = '';
  let open = 1;
  let held = '';
  try {
    for await (const piece of decodedText(file.path, file.dialect.encoding)) {
      // Whether a line end follows a CR is said by the next piece.
      const text = held + piece;
      held = text.endsWith('\r') ? '\r' : '';
      const lines = text.slice(0, text.length - held.length).split(/\r\n|\n|\r/);
      const place = line - open;
      // Of a line that began in an earlier piece this is more, of any other the beginning.
      if (place < lines.length) beginning = (beginning + at(lines, place)).slice(0, SHOWN_CHARACTERS + 1);
      if (place < lines.length - 1 || beginning.length > SHOWN_CHARACTERS) return beginning;
      open += lines.length - 1;
    }
  } catch (error) {
    // Bytes that are no text may stand behind the line, or in it: then its beginning is shown.
    if (!(error instanceof NotText)) throw error;
  }
  return open === line ? beginning : '';
}
