import { tellNotice } from './live-notices.ts';
import type { GlobalFlags } from './session.ts';
import type { Terminal } from './terminal.ts';
import { type WriteFlags, writeNamedFile } from './written-file.ts';

/** Where a result goes: to a file that was asked for, or else to standard output. */
export interface OutputFlags {
  readonly output?: string;
  /** Replace it if it is there. */
  readonly overwrite?: boolean;
}

/** ProblemError EWS6001 when the file is there already or cannot be written. */
export async function deliver(
  text: string,
  flags: OutputFlags & WriteFlags & Pick<GlobalFlags, 'logFormat'>,
  terminal: Terminal,
): Promise<void> {
  const { output } = flags;
  if (output === undefined) {
    terminal.out(text);
    return;
  }
  await writeNamedFile(output, text.endsWith('\n') ? text : `${text}\n`, flags);
  tellNotice(`wrote ${output}`, flags, terminal);
}
