import { defined } from '../defined.ts';
import type { ProjectConfig } from '../definitions.ts';
import { pathPattern } from '../path-pattern.ts';
import type { YamlFile } from '../yaml-file.ts';

interface DescribedShape {
  readonly description: string;
  readonly owner?: string | undefined;
  readonly tags: readonly string[];
  readonly access: readonly string[];
}

export interface PathDefaults {
  readonly ownerOf: (path: string) => string | undefined;
  readonly tagsOf: (path: string) => readonly string[];
}

/** What ews.config.yaml says of a file by its path: the last entry that matches wins. */
export function pathDefaults(config: Pick<ProjectConfig, 'owners' | 'tags'>): PathDefaults {
  const owners = config.owners.map(({ path, owner }) => ({ pattern: pathPattern(path), owner }));
  const tags = config.tags.map(({ path, tags }) => ({ pattern: pathPattern(path), tags }));
  return {
    ownerOf: (path) => owners.findLast(({ pattern }) => pattern.test(path))?.owner,
    tagsOf: (path) => tags.findLast(({ pattern }) => pattern.test(path))?.tags ?? [],
  };
}

/** What every definition says of itself: its own owner stands, its own tags are added to those of its path. */
export function describedBy(yaml: YamlFile, name: string, shape: DescribedShape, defaults: PathDefaults) {
  const { path } = yaml.file;
  return defined({
    name,
    yaml,
    description: shape.description.trim(),
    owner: shape.owner ?? defaults.ownerOf(path),
    tags: [...new Set([...defaults.tagsOf(path), ...shape.tags])],
    access: [...shape.access],
  });
}
