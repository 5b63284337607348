import { usageError } from '../diagnostics/index.ts';
import { tellNotice } from './live-notices.ts';
import type { GlobalFlags } from './session.ts';
import type { Terminal } from './terminal.ts';
import { type WriteFlags, writeNamedFile } from './written-file.ts';

export interface PictureFlags {
  /** A file to draw the answer into. */
  readonly picture?: string;
  /** Replace it if it is there. */
  readonly overwrite?: boolean;
}

/**
 * Writes the picture of an answer to the file that was asked for, before the answer is printed; does nothing where none
 * was. `draw` gives null where there is nothing to draw. ProblemError EWS6001 for a file that is there already, cannot
 * be written or is no `.svg`, and for nothing to draw.
 */
export async function drawPicture(
  flags: PictureFlags & WriteFlags & Pick<GlobalFlags, 'logFormat'>,
  draw: () => string | null,
  terminal: Terminal,
): Promise<void> {
  const { picture } = flags;
  if (picture === undefined) return;
  if (!picture.endsWith('.svg')) throw usageError(`${picture} is no name of an SVG file`, 'write --picture FILE.svg');
  const svg = draw();
  if (svg === null) throw usageError('there is nothing to draw: a feature is missing', 'leave out --picture');
  await writeNamedFile(picture, svg, flags);
  tellNotice(`wrote ${picture}`, flags, terminal);
}
