import type { TargetDefinition } from '../definitions.ts';
import type { TargetShape } from '../schemas/target.ts';
import type { YamlFile } from '../yaml-file.ts';

export function normaliseTarget(yaml: YamlFile, shape: TargetShape): TargetDefinition {
  const { threads, memory, node_timeout_seconds } = shape.resources;
  return {
    name: shape.target,
    yaml,
    description: shape.description.trim(),
    store: shape.store,
    resources: { threads, memory: memory.replace(' ', ''), nodeTimeoutSeconds: node_timeout_seconds },
    fred: shape.fred,
    environment: shape.environment,
    postures: shape.postures,
  };
}
