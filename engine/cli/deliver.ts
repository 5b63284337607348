import { writeFile } from 'node:fs/promises';
import { usageError } from '../diagnostics/index.ts';
import type { Terminal } from './terminal.ts';

/**
 * A result to standard output, or to the file that was asked for instead. ProblemError EWS6001 when it cannot be
 * written.
 */
export async function deliver(text: string, file: string | undefined, terminal: Terminal): Promise<void> {
  if (file === undefined) {
    terminal.out(text);
    return;
  }
  try {
    await writeFile(file, text.endsWith('\n') ? text : `${text}\n`);
  } catch (error) {
    const message = `cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`;
    const hint = 'name a file in a folder that is there';
    throw usageError(message, hint);
  }
  terminal.err(`wrote ${file}`);
}
