import { writeFile } from 'node:fs/promises';
import { usageError } from '../diagnostics/index.ts';

/**
 * Writes a file that a flag names; one that is there already only where `overwrite` says so. ProblemError EWS6001 for
 * one that is there, or cannot be written.
 */
export async function writeNamedFile(file: string, text: string, overwrite: boolean | undefined): Promise<void> {
  try {
    await writeFile(file, text, { flag: overwrite === true ? 'w' : 'wx' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw usageError(`${file} is there already`, 'name another file, or add --overwrite');
    }
    const why = error instanceof Error ? error.message : String(error);
    throw usageError(`cannot write ${file}: ${why}`, 'name a file in a folder that is there');
  }
}
