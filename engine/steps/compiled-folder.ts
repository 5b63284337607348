import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** `dist`, where the programs of other processes lie; `here` is this module's own folder, compiled or not. */
export function compiledFolder(here = fileURLToPath(new URL('../run', import.meta.url))): string {
  const compiled = here.includes(`${path.sep}dist${path.sep}engine${path.sep}`);
  const up = path.resolve(here, '../..');
  return compiled ? up : path.join(up, 'dist');
}
