import type { TextFile } from '../diagnostics/index.ts';
import type { ProjectConfig } from './definitions.ts';
import { type PlainQuery, plain } from './kept-definitions.ts';
import type { Layout, Placed } from './layout.ts';
import { misplacedYaml } from './misplaced.ts';
import { pathDefaults } from './normalise/described.ts';
import { normaliseFeatureGroup } from './normalise/feature-group.ts';
import { RULES } from './rules/all.ts';
import type { GroupEntry, Sketch } from './rules/rule.ts';
import { SCHEMAS } from './schemas/all.ts';
import { secretsOfYaml } from './secrets-in-files.ts';
import { checkShape } from './shape.ts';
import { parseYaml } from './yaml-file.ts';

/** Where a group stands. */
interface Surroundings {
  readonly placed: Placed;
  readonly config: Pick<ProjectConfig, 'owners' | 'tags'>;
  readonly layout: Pick<Layout, 'all' | 'outward'>;
}

/**
 * A group with another text of its YAML. Undefined where anything is to be told of that, where other files could see
 * what has changed (its name, keys, columns), or where it has unit tests, which hang on more than this file.
 */
export function patchedGroup(
  before: PlainQuery,
  file: TextFile,
  { placed, config, layout }: Surroundings,
): PlainQuery | undefined {
  const parsed = parseYaml(file);
  const { yaml, value } = parsed;
  const { problems, secrets } = secretsOfYaml(parsed);
  const told = [...parsed.problems, ...problems, ...secrets];
  if (value === undefined || told.length > 0 || misplacedYaml(placed, yaml, value) !== undefined) return undefined;
  const { shape, problems: wrong } = checkShape(yaml, value, SCHEMAS.feature);
  if (shape === undefined || wrong.length > 0) return undefined;
  if (Object.keys(shape.unit_tests).length > 0 || before.unitTests.length > 0) return undefined;
  const customTests = (before.customTests ?? []).map(({ name, sql }) => ({ name, sql }));
  const beside = { sql: before.sql, customTests, fixtureAt: (path: string) => ({ path, text: '' }) };
  const definition = normaliseFeatureGroup(yaml, shape, beside, pathDefaults(config));
  if (faceOf(definition) !== faceOf(before)) return undefined;
  const sketch = sketchOf({ yaml, shape, definition }, layout);
  return RULES.some((rule) => [...rule(sketch)].length > 0) ? undefined : plain(definition);
}

/** What rules about other files may ask of a group. */
function faceOf({ name, keys, columns = [] }: Pick<PlainQuery, 'name' | 'keys' | 'columns'>): string {
  return JSON.stringify([name, keys, columns.map((column) => column.name)]);
}

/** A project of this group alone: what rules find in it is of this group. */
function sketchOf(group: GroupEntry, { all, outward }: Surroundings['layout']): Sketch {
  const { name, columns } = group.definition;
  const names = new Set(columns.map((column) => column.name));
  const none = new Map<string, never>();
  const declared = { source: none, label: none, model: none, target: none };
  return {
    config: undefined,
    functions: { functions: [], unsound: new Set(), isOpen: false, problems: [], yamls: [] },
    sources: [],
    groups: [group],
    labels: [],
    models: [],
    targets: [],
    declared: { ...declared, feature: new Map([[name, { file: group.yaml.file.path, columns: names }]]) },
    files: all,
    outward,
  };
}
