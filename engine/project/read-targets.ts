import { hasErrors } from '../diagnostics/index.ts';
import type { ReadOutcome } from './definitions.ts';
import { deepFreeze } from './freeze.ts';
import { CONFIG_FILE, type Layout, layOut, type Placed } from './layout.ts';
import { noProject } from './no-project.ts';
import { outwardProblems } from './outward.ts';
import { sortProblems } from './problem-at.ts';
import type { ProjectFiles } from './project-files.ts';
import { withoutSecrets } from './secrets-in-files.ts';
import { readTexts, tooManyFiles } from './texts.ts';

/**
 * The configuration and the targets of a project alone, as definitions of nothing else: where it is stored can be asked
 * whatever is wrong with the rest, of which no problem is told.
 */
export async function readTargets(root: string, files: ProjectFiles): Promise<ReadOutcome> {
  const whole = layOut(await files.list(), await files.outward?.());
  const layout = ofTargets(whole);
  const leading = outwardProblems(layout);
  if (leading.length > 0) return { problems: leading };
  if (!layout.hasConfig) return { problems: [await noProject(root, [...whole.all], files)] };
  const many = tooManyFiles(layout);
  if (many !== undefined) return { problems: [many] };
  const [texts, { assemble }, { PLACE_RULES }] = await Promise.all([
    readTexts(layout, files),
    import('./assemble.ts'),
    import('./rules/all.ts'),
  ]);
  const { sketch, problems, secrets } = assemble(layout, texts);
  const found = [...texts.problems, ...problems, ...PLACE_RULES.flatMap((rule) => [...rule(sketch)])];
  const all = withoutSecrets(sortProblems(found), secrets);
  const { config, targets, impliedTarget: implied } = sketch;
  if (config === undefined || hasErrors(all)) return deepFreeze({ problems: all });
  const definitions = {
    root,
    ...(files.outside === undefined ? {} : { outside: files.outside }),
    config: config.definition,
    functions: [],
    sources: [],
    groups: [],
    labels: [],
    models: [],
    targets: implied === undefined ? targets.map(({ definition }) => definition) : [implied],
  };
  return deepFreeze({ problems: all, definitions });
}

function ofTargets(layout: Layout): Layout {
  const isTarget = ({ room }: Pick<Placed, 'room'>): boolean => room === 'target';
  return {
    ...layout,
    yamls: layout.yamls.filter(isTarget),
    sqls: [],
    library: [],
    fixtures: [],
    strays: [],
    outward: layout.outward.filter((link) => link === CONFIG_FILE || /^targets(?:\/|$)/.test(link)),
  };
}
