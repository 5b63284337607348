import { closestMatch, type Problem, problem } from '../diagnostics/index.ts';
import { CONFIG_FILE } from './layout.ts';
import type { ProjectFiles } from './project-files.ts';

/** Why there is no project in `root`, and where one might be: a misspelt file, a folder below, a folder above. */
export async function noProject(root: string, paths: readonly string[], files: ProjectFiles): Promise<Problem> {
  return Object.freeze(
    problem('EWS1001', `there is no ${CONFIG_FILE} in ${root}`, { hint: await wayOut(paths, files) }),
  );
}

async function wayOut(paths: readonly string[], files: ProjectFiles): Promise<string> {
  const here = paths.filter((path) => !path.includes('/'));
  const near = here.find((path) => /^ews(\.config)?\.(ya?ml|json)$/i.test(path)) ?? closestMatch(CONFIG_FILE, here);
  if (near !== undefined) return `rename ${near} to ${CONFIG_FILE}`;
  const below = paths
    .filter((path) => path.endsWith(`/${CONFIG_FILE}`))
    .map((path) => path.slice(0, -CONFIG_FILE.length - 1))
    .toSorted((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1));
  if (below.length > 0) return `there is one in ${below.slice(0, 3).join(', ')}: use --project-dir ${below[0]}`;
  const above = await files.above?.(CONFIG_FILE);
  if (above !== undefined) return `there is one in ${above}: use --project-dir ${above}`;
  return `a project is a folder with an ${CONFIG_FILE}: go to it, name it with --project-dir, or begin one: ews init`;
}
