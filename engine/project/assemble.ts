import type * as z from 'zod';
import type { Problem } from '../diagnostics/index.ts';
import { declaredNames } from './declared.ts';
import { CONFIG_FILE, type Layout, type Placed } from './layout.ts';
import { misplacedYaml } from './misplaced.ts';
import { normaliseConfig } from './normalise/config.ts';
import { type PathDefaults, pathDefaults } from './normalise/described.ts';
import { normaliseFeatureGroup } from './normalise/feature-group.ts';
import { normaliseLabel } from './normalise/label.ts';
import { normaliseModel } from './normalise/model.ts';
import { normaliseSource } from './normalise/source.ts';
import { normaliseTarget } from './normalise/target.ts';
import { pairUp } from './pairs.ts';
import type { ConfigEntry, Entry, Sketch } from './rules/rule.ts';
import { SCHEMAS } from './schemas/all.ts';
import { type ProjectSecrets, secretsOfSql, secretsOfYaml } from './secrets.ts';
import { checkShape } from './shape.ts';
import type { ProjectTexts } from './texts.ts';
import { type ParsedYaml, parseYaml, type YamlFile } from './yaml-file.ts';

export interface Assembled {
  readonly sketch: Sketch;
  readonly problems: readonly Problem[];
  /** What no problem may repeat. */
  readonly secrets: readonly string[];
}

type ParsedFile = ParsedYaml & { readonly placed: Placed };

/** Files to definitions: parse, check the shape, fill in defaults. A file without a sound shape is left out. */
export function assemble(layout: Layout, texts: ProjectTexts): Assembled {
  const problems: Problem[] = [];
  const secrets: string[] = [];
  const found = (of: ProjectSecrets): void => {
    problems.push(...of.problems);
    secrets.push(...of.secrets);
  };
  const config = assembleConfig(texts, problems, found);
  const vars = config?.definition.vars ?? [];
  const defaults = pathDefaults(config?.definition ?? { owners: [], tags: [] });
  const pairs = pairUp(layout, texts.of);
  problems.push(...pairs.problems);
  const files: readonly ParsedFile[] = layout.yamls
    .filter(({ path }) => texts.has(path))
    .map((placed) => ({ placed, ...parseYaml(texts.of(placed.path)) }));
  problems.push(...files.flatMap((file) => file.problems));
  for (const file of files) found(secretsOfYaml(file));
  for (const { path } of layout.sqls) found(secretsOfSql(texts.of(path)));
  const sound = files.filter((file) => inItsRoom(file, problems));
  const entries = <D, S>(
    room: Placed['room'],
    schema: z.ZodType<S>,
    normalise: (yaml: YamlFile, shape: S, defaults: PathDefaults, placed: Placed) => D,
  ): readonly Entry<D, S>[] =>
    sound
      .filter(({ placed }) => placed.room === room)
      .flatMap(({ yaml, value, placed }) => {
        const { shape, problems: wrong } = checkShape(yaml, value, schema);
        problems.push(...wrong);
        return shape === undefined ? [] : [{ yaml, shape, definition: normalise(yaml, shape, defaults, placed) }];
      });
  const sketch: Sketch = {
    config,
    sources: entries('source', SCHEMAS.source, normaliseSource),
    groups: entries('feature', SCHEMAS.feature, (yaml, shape, by, placed) =>
      normaliseFeatureGroup(yaml, shape, pairs.sqlOf(placed), by),
    ),
    labels: entries('label', SCHEMAS.label, (yaml, shape, by, placed) =>
      normaliseLabel(yaml, shape, pairs.sqlOf(placed).sql, { ...by, vars }),
    ),
    models: entries('model', SCHEMAS.model, normaliseModel),
    targets: entries('target', SCHEMAS.target, normaliseTarget),
    declared: declaredNames(files),
    files: layout.all,
    outward: layout.outward,
  };
  return { sketch, problems, secrets };
}

function assembleConfig(
  texts: ProjectTexts,
  problems: Problem[],
  found: (secrets: ProjectSecrets) => void,
): ConfigEntry | undefined {
  if (!texts.has(CONFIG_FILE)) return undefined;
  const parsed = parseYaml(texts.of(CONFIG_FILE));
  const { yaml, value, problems: unparsed } = parsed;
  found(secretsOfYaml(parsed));
  problems.push(...unparsed);
  if (unparsed.length > 0) return undefined;
  const { shape, problems: wrong } = checkShape(yaml, value, SCHEMAS.config);
  problems.push(...wrong);
  return shape && { yaml, shape, definition: normaliseConfig(yaml, shape) };
}

function inItsRoom({ placed, yaml, value, problems: unparsed }: ParsedFile, problems: Problem[]): boolean {
  if (unparsed.length > 0) return false;
  const misplaced = misplacedYaml(placed, yaml, value);
  if (misplaced !== undefined) problems.push(misplaced);
  return misplaced === undefined;
}
