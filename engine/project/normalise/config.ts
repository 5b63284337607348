import type { ProjectConfig } from '../definitions.ts';
import type { ConfigShape } from '../schemas/config.ts';
import type { YamlFile } from '../yaml-file.ts';

export function normaliseConfig(yaml: YamlFile, shape: ConfigShape): ProjectConfig {
  return {
    yaml,
    name: shape.name,
    calendar: shape.calendar,
    vars: Object.entries(shape.vars).map(([name, { type, value, description }]) => ({
      name,
      type,
      value,
      description,
    })),
    defaultTarget: shape.default_target,
    champions: Object.entries(shape.champions).map(([label, model]) => ({ label, model })),
    owners: shape.owners,
    tags: shape.tags,
  };
}
