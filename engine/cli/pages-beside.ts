import path from 'node:path';
import { isBelow, realPlace } from '../folders/index.ts';
import { listRunFiles } from '../lake/index.ts';
import type { RunWithFiles } from '../plan/index.ts';
import type { Session } from './session.ts';

/**
 * Addresses of the pages of runs, relative to a file that is to lead to them: `<run>/cards/x.html` -> address. None
 * where the lake is a bucket, or the two do not lie in the project together: moving one of them would part them.
 * @param run its pages may lie with others
 * @param runs those of which the files matter that they wrote themselves
 */
export async function pagesBeside(
  { definitions, target, effects, places }: Session,
  run: RunWithFiles,
  runs: readonly string[],
  file: string,
): Promise<Readonly<Record<string, string>>> {
  if (target.store.kind !== 'local') return {};
  const [folder, lake] = [realPlace(path.dirname(file)), realPlace(places.store)];
  if (![folder, lake].every((place) => isBelow(realPlace(definitions.root), place))) return {};
  const named = Object.entries(run.files ?? {}).flatMap(([name, { run: holder }]) =>
    holder === undefined ? [] : [{ name, holder }],
  );
  const holders = [...new Set([run.run, ...runs, ...named.map(({ holder }) => holder)])];
  const listed = await Promise.all(holders.map((each) => listRunFiles(effects.store, each)));
  const keys = new Set(listed.flat().filter((key) => key.endsWith('.html')));
  const own = [...keys].map((key) => [key.slice('runs/'.length), key] as const);
  const others = named.map(({ name, holder }) => [`${run.run}/${name}`, `runs/${holder}/${name}`] as const);
  return Object.fromEntries(
    [...own, ...others]
      .filter(([, key]) => keys.has(key))
      .map(([page, key]) => [page, addressBetween(folder, path.join(lake, key))]),
  );
}

function addressBetween(folder: string, file: string): string {
  return path.relative(folder, file).split(path.sep).map(encodeURIComponent).join('/');
}
