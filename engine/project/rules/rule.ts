import type { Problem } from '../../diagnostics/index.ts';
import type { FeatureGroupDefinition, LabelDefinition, ModelDefinition, ProjectConfig } from '../definitions.ts';
import type { FunctionsRead } from '../functions/read-functions.ts';
import type { Room } from '../layout.ts';
import { type ProblemWords, problemIn, type YamlPath } from '../problem-at.ts';
import type { ConfigShape } from '../schemas/config.ts';
import type { FeatureGroupShape } from '../schemas/feature-group.ts';
import type { LabelShape } from '../schemas/label.ts';
import type { ModelShape } from '../schemas/model.ts';
import type { SourceShape } from '../schemas/source.ts';
import type { TargetShape } from '../schemas/target.ts';
import type { SourceDefinition } from '../source-definitions.ts';
import type { TargetDefinition } from '../target-definition.ts';
import type { YamlFile } from '../yaml-file.ts';

/** A definition of sound shape, with that shape: rules read whichever of the two is closer to what was written. */
export interface Entry<Definition, Shape> {
  readonly yaml: YamlFile;
  readonly shape: Shape;
  readonly definition: Definition;
}

export type ConfigEntry = Entry<ProjectConfig, ConfigShape>;
export type SourceEntry = Entry<SourceDefinition, SourceShape>;
export type GroupEntry = Entry<FeatureGroupDefinition, FeatureGroupShape>;
export type LabelEntry = Entry<LabelDefinition, LabelShape>;
type ModelEntry = Entry<ModelDefinition, ModelShape>;
type TargetEntry = Entry<TargetDefinition, TargetShape>;

/** All names that files stand for, sound or not, so that one broken file does not make references to it look wrong. */
export type Declared = Readonly<Record<Room, ReadonlyMap<string, DeclaredNames>>>;

export interface DeclaredNames {
  /** The YAML file that stands for the name. */
  readonly file: string;
  /** Columns as far as they can be read; undefined: not at all, so any column may be meant. */
  readonly columns: ReadonlySet<string> | undefined;
  /** The relations of a source as far as they can be read; undefined: not at all, so it may have any. */
  readonly relations?: WrittenRelations | undefined;
}

/** Relations by their names, as they are written. */
export type WrittenRelations = ReadonlyMap<string, WrittenRelation>;

/** A series has the columns of every series; of a table its names of columns, where they can be read. */
export type WrittenRelation =
  | { readonly kind: 'series' }
  | { readonly kind: 'table'; readonly columns: readonly string[] | undefined };

/** Everything that the rules look at: a project on its way to `Definitions`. */
export interface Sketch {
  readonly config: ConfigEntry | undefined;
  readonly functions: FunctionsRead;
  readonly sources: readonly SourceEntry[];
  readonly groups: readonly GroupEntry[];
  readonly labels: readonly LabelEntry[];
  readonly models: readonly ModelEntry[];
  readonly targets: readonly TargetEntry[];
  /** The one of a project that declares none. */
  readonly impliedTarget?: TargetDefinition;
  readonly declared: Declared;
  /** Paths of all files of the project. */
  readonly files: ReadonlySet<string>;
  /** Links that lead out of the project. */
  readonly outward: readonly string[];
}

/** A definition of any kind, and the key that names it in its file. */
export interface NamedEntry {
  readonly room: Room;
  readonly yaml: YamlFile;
  readonly definition: { readonly name: string };
}

/** Every definition of the project, room by room. */
export function namedEntries({ sources, groups, labels, models, targets }: Sketch): readonly NamedEntry[] {
  return [
    ...sources.map((entry) => ({ room: 'source' as const, ...entry })),
    ...groups.map((entry) => ({ room: 'feature' as const, ...entry })),
    ...labels.map((entry) => ({ room: 'label' as const, ...entry })),
    ...models.map((entry) => ({ room: 'model' as const, ...entry })),
    ...targets.map((entry) => ({ room: 'target' as const, ...entry })),
  ];
}

export type Rule = (sketch: Sketch) => Iterable<Problem>;

interface Written {
  readonly yaml: YamlFile;
}

/** A problem at the value of a path. */
export function problemAtValue({ yaml }: Written, path: YamlPath, words: ProblemWords): Problem {
  return problemIn(yaml.file, yaml.spanOf(path), words);
}

/** A problem at the key that ends a path. */
export function problemAtKey({ yaml }: Written, path: YamlPath, words: ProblemWords): Problem {
  return problemIn(yaml.file, yaml.spanOfKey(path), words);
}
