import path from 'node:path';
import type { TextFile } from '../diagnostics/index.ts';
import type { Placed } from './layout.ts';
import type { ProjectTexts } from './texts.ts';

/**
 * The CSV files that unit tests of a YAML may give, by the path that is written, which starts at its folder. Of one
 * that is not there, or was not read, the text is empty: a rule says so.
 */
export function fixturesBeside({ folder }: Pick<Placed, 'folder'>, texts: ProjectTexts): (written: string) => TextFile {
  return (written) => texts.of(path.posix.join(folder, written));
}
