import { firstProblems, hasErrors, type Problem } from '../diagnostics/index.ts';
import { LIMITS } from '../limits/index.ts';
import type { Definitions, ReadOutcome } from './definitions.ts';
import { deepFreeze } from './freeze.ts';
import { findKept, keepProject, lookAt } from './kept-project.ts';
import type { KeptStates } from './kept-states.ts';
import { layOut } from './layout.ts';
import { readListedDates } from './listed-dates.ts';
import { strayProblem } from './misplaced.ts';
import { noProject } from './no-project.ts';
import { outwardProblems } from './outward.ts';
import { sortProblems } from './problem-at.ts';
import type { ProjectFiles } from './project-files.ts';
import type { Sketch } from './rules/rule.ts';
import { withoutSecrets } from './secrets-in-files.ts';
import type { SoundParts } from './sound-parts.ts';
import type { TargetDefinition } from './target-definition.ts';
import { readTexts, tooManyFiles } from './texts.ts';

/**
 * Tells what is wrong with the SQL of a project whose YAML has errors, as far as that can be judged. `resourcesOf`:
 * what the target of a name allows, or the default one.
 */
export type JudgeSql = (
  parts: SoundParts,
  resourcesOf: (target: string | undefined) => TargetDefinition['resources'],
) => Promise<readonly Problem[]>;

/** By what means a project is read. */
export interface ReadingMeans {
  /** Is asked where there are errors: SQL is judged with what is sound. Without it nobody judges it. */
  readonly judgeSql?: JudgeSql | undefined;
  /** What commands before kept; without it all files are read. */
  readonly kept?: KeptStates | undefined;
}

/**
 * Reads the project in `root` (an absolute path): every problem of every file, sorted by place, and, when none of them
 * is an error, the definitions, frozen, in the order of their files.
 */
export async function readProject(
  root: string,
  files: ProjectFiles,
  { judgeSql, kept }: ReadingMeans = {},
): Promise<ReadOutcome> {
  const layout = layOut(await files.list(), await files.outward?.());
  const leading = outwardProblems(layout);
  if (!layout.hasConfig && leading.length > 0) return { problems: leading };
  if (!layout.hasConfig) return { problems: [await noProject(root, [...layout.all], files)] };
  const many = tooManyFiles(layout);
  if (many !== undefined) return { problems: [...leading, many] };
  const look = kept && lookAt(root, layout, files);
  const known = kept && look && (await findKept(kept, look, files, layout));
  if (known !== undefined) return known;
  // YAML and zod cost a tenth of a second to load: only whoever reads files pays for them.
  const [texts, { assemble }, { RULES }] = await Promise.all([
    readTexts(layout, files),
    import('./assemble.ts'),
    import('./rules/all.ts'),
  ]);
  const { sketch: written, problems, secrets } = assemble(layout, texts);
  const { config, problems: ofDates } = await readListedDates(written.config, layout, files);
  const sketch = { ...written, config };
  const found = sortProblems([
    ...leading,
    ...texts.problems,
    ...layout.strays.flatMap((path) => strayProblem(path, texts.of(path)) ?? []),
    ...problems,
    ...ofDates,
    ...RULES.flatMap((rule) => [...rule(sketch)]),
  ]);
  const ofSql = judgeSql === undefined || !hasErrors(found) ? [] : await judgedBy(judgeSql, found);
  const all = withoutSecrets(firstProblems(sortProblems([...found, ...ofSql]), LIMITS.problems.most), secrets);
  const outcome = deepFreeze({ problems: all, ...(hasErrors(all) ? {} : definitionsOf(root, sketch, files)) });
  if (kept !== undefined && look !== undefined) keepProject(kept, look, texts, outcome);
  return outcome;

  async function judgedBy(judge: JudgeSql, problems: readonly Problem[]): Promise<readonly Problem[]> {
    const { soundParts, soundResources } = await import('./find-sound-parts.ts');
    return judge(soundParts(layout, texts, sketch, problems), (target) => soundResources(sketch, target));
  }
}

function definitionsOf(
  root: string,
  sketch: Sketch,
  { outside }: ProjectFiles,
): { readonly definitions?: Definitions } {
  const { config, functions, sources, groups, labels, models, targets, impliedTarget: implied } = sketch;
  if (config === undefined) return {};
  const definitions = {
    root,
    ...(outside === undefined ? {} : { outside }),
    config: config.definition,
    functions: functions.functions,
    sources: sources.map(({ definition }) => definition),
    groups: groups.map(({ definition }) => definition),
    labels: labels.map(({ definition }) => definition),
    models: models.map(({ definition }) => definition),
    targets: implied === undefined ? targets.map(({ definition }) => definition) : [implied],
  };
  return { definitions };
}
