import path from 'node:path';
import { isBelow, realPlace } from '../folders/index.ts';
import { listRunFiles } from '../lake/index.ts';
import type { Session } from './session.ts';

/**
 * Addresses of the pages of runs, relative to a file that is to lead to them: `<run>/cards/x.html` -> address. None
 * where the lake is a bucket, or the two do not lie in the project together: moving one of them would part them.
 */
export async function pagesBeside(
  { definitions, target, effects, places }: Session,
  runs: readonly string[],
  file: string,
): Promise<Readonly<Record<string, string>>> {
  if (target.store.kind !== 'local') return {};
  const [folder, lake] = [realPlace(path.dirname(file)), realPlace(places.store)];
  if (![folder, lake].every((place) => isBelow(realPlace(definitions.root), place))) return {};
  const keys = (await Promise.all(runs.map((run) => listRunFiles(effects.store, run)))).flat();
  const pages = keys.filter((key) => key.endsWith('.html'));
  return Object.fromEntries(
    pages.map((key) => [key.slice('runs/'.length), addressBetween(folder, path.join(lake, key))]),
  );
}

function addressBetween(folder: string, file: string): string {
  return path.relative(folder, file).split(path.sep).map(encodeURIComponent).join('/');
}
