import { hasErrors } from '../diagnostics/index.ts';
import type { Definitions, ReadOutcome } from './definitions.ts';
import { deepFreeze } from './freeze.ts';
import { layOut } from './layout.ts';
import { strayProblem } from './misplaced.ts';
import { noProject } from './no-project.ts';
import { outwardProblems } from './outward.ts';
import { sortProblems } from './problem-at.ts';
import type { ProjectFiles } from './project-files.ts';
import { RULES } from './rules/all.ts';
import type { Sketch } from './rules/rule.ts';
import { withoutSecrets } from './secrets.ts';
import { readTexts } from './texts.ts';

/**
 * Reads the project in `root` (an absolute path): every problem of every file, sorted by place, and, when none of them
 * is an error, the definitions, frozen, in the order of their files.
 */
export async function readProject(root: string, files: ProjectFiles): Promise<ReadOutcome> {
  const layout = layOut(await files.list(), await files.outward?.());
  const leading = outwardProblems(layout);
  if (!layout.hasConfig && leading.length > 0) return { problems: leading };
  if (!layout.hasConfig) return { problems: [await noProject(root, [...layout.all], files)] };
  // YAML and zod cost a tenth of a second to load: only whoever reads a project pays for them.
  const [texts, { assemble }] = await Promise.all([readTexts(layout, files), import('./assemble.ts')]);
  const { sketch, problems, secrets } = assemble(layout, texts);
  const found = sortProblems([
    ...leading,
    ...texts.problems,
    ...layout.strays.flatMap((path) => strayProblem(path, texts.of(path)) ?? []),
    ...problems,
    ...RULES.flatMap((rule) => [...rule(sketch)]),
  ]);
  const all = withoutSecrets(found, secrets);
  return deepFreeze({ problems: all, ...(hasErrors(all) ? {} : definitionsOf(root, sketch, files)) });
}

function definitionsOf(
  root: string,
  sketch: Sketch,
  { outside }: ProjectFiles,
): { readonly definitions?: Definitions } {
  const { config, sources, groups, labels, models, targets } = sketch;
  if (config === undefined) return {};
  const definitions = {
    root,
    ...(outside === undefined ? {} : { outside }),
    config: config.definition,
    sources: sources.map(({ definition }) => definition),
    groups: groups.map(({ definition }) => definition),
    labels: labels.map(({ definition }) => definition),
    models: models.map(({ definition }) => definition),
    targets: targets.map(({ definition }) => definition),
  };
  return { definitions };
}
