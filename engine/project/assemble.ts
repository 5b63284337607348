import type * as z from 'zod';
import type { Problem, TextFile } from '../diagnostics/index.ts';
import { declaredNames, type UncheckedFile } from './declared.ts';
import { fixturesBeside } from './fixtures.ts';
import { type FunctionFiles, readFunctions } from './functions/read-functions.ts';
import { CONFIG_FILE, type Layout, type Placed } from './layout.ts';
import { misplacedYaml, roomOfValue, strayPlaced } from './misplaced.ts';
import { normaliseConfig } from './normalise/config.ts';
import { type PathDefaults, pathDefaults } from './normalise/described.ts';
import { normaliseFeatureGroup } from './normalise/feature-group.ts';
import { normaliseLabel } from './normalise/label.ts';
import { normaliseModel } from './normalise/model.ts';
import { normaliseSource } from './normalise/source.ts';
import { impliedTarget, normaliseTarget } from './normalise/target.ts';
import { pairUp } from './pairs.ts';
import type { ConfigEntry, Entry, Sketch } from './rules/rule.ts';
import { SCHEMAS } from './schemas/all.ts';
import { type ProjectSecrets, secretsOfSql, secretsOfYaml } from './secrets-in-files.ts';
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
  const files: readonly ParsedFile[] = layout.yamls
    .filter(({ path }) => texts.has(path))
    .map((placed) => ({ placed, ...parseYaml(texts.of(placed.path)) }));
  const homes = homesOf(files, layout, texts);
  const elsewhere = new Set(homes.filter(({ placed, lies }) => placed.room !== lies).map(({ placed }) => placed.path));
  const pairs = pairUp(layout, texts.of, elsewhere);
  problems.push(...pairs.problems);
  problems.push(...files.flatMap((file) => file.problems));
  for (const file of files) found(secretsOfYaml(file));
  const functions = readFunctions(functionFiles(layout, texts));
  problems.push(...functions.problems);
  for (const parsed of functions.yamls) found(secretsOfYaml(parsed));
  const sqls = [...layout.sqls, ...layout.library.filter(({ extension }) => extension === '.sql')];
  for (const { path } of sqls) found(secretsOfSql(texts.of(path)));
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
  const declared = declaredNames(homes);
  const sketch: Sketch = {
    config,
    functions,
    sources: entries('source', SCHEMAS.source, normaliseSource),
    groups: entries('feature', SCHEMAS.feature, (yaml, shape, by, placed) =>
      normaliseFeatureGroup(yaml, shape, { ...pairs.sqlOf(placed), fixtureAt: fixturesBeside(placed, texts) }, by),
    ),
    labels: entries('label', SCHEMAS.label, (yaml, shape, by, placed) =>
      normaliseLabel(
        yaml,
        shape,
        { ...pairs.sqlOf(placed), fixtureAt: fixturesBeside(placed, texts) },
        { ...by, vars },
      ),
    ),
    models: entries('model', SCHEMAS.model, normaliseModel),
    targets: entries('target', SCHEMAS.target, normaliseTarget),
    ...(config === undefined || declared.target.size > 0 ? {} : { impliedTarget: impliedTarget(config.yaml) }),
    declared,
    files: layout.all,
    outward: layout.outward,
  };
  return { sketch, problems, secrets };
}

/** The files of features/lib in pairs, in path order; a half that cannot be read is told of as such. */
function functionFiles({ library }: Layout, texts: ProjectTexts): readonly FunctionFiles[] {
  const stems = [...new Set(library.map(({ path, extension }) => path.slice(0, -extension.length)))];
  const half = (path: string): TextFile | undefined => (texts.has(path) ? texts.of(path) : undefined);
  return stems.map((stem) => ({ sql: half(`${stem}.sql`), yaml: half(`${stem}.yaml`) }));
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
  if (value === undefined) return undefined;
  const { shape, problems: wrong } = checkShape(yaml, value, SCHEMAS.config);
  problems.push(...wrong);
  return shape && { yaml, shape, definition: normaliseConfig(yaml, shape) };
}

type HomedFile = UncheckedFile & {
  /** The room in which it lies; none for a file that nobody reads. */
  readonly lies: Placed['room'] | undefined;
};

/** Files in the rooms of what they define, those among them that nobody reads because of their names or folders. */
function homesOf(files: readonly ParsedFile[], layout: Layout, texts: ProjectTexts): readonly HomedFile[] {
  const strays = layout.strays.flatMap((path) => {
    const placed = strayPlaced(path, texts.of(path));
    return placed === undefined ? [] : [{ placed, value: parseYaml(texts.of(path)).value, lies: undefined }];
  });
  const homed = files.map(({ placed, value }) => ({
    placed: { ...placed, room: roomOfValue(placed, value) },
    value,
    lies: placed.room,
  }));
  return [...strays, ...homed];
}

function inItsRoom({ placed, yaml, value }: ParsedFile, problems: Problem[]): boolean {
  if (value === undefined) return false;
  const misplaced = misplacedYaml(placed, yaml, value);
  if (misplaced !== undefined) problems.push(misplaced);
  return misplaced === undefined;
}
