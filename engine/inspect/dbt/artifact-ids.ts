import type { GraphNode, TestNode } from '../../compile/index.ts';

/** dbt's id of a node; undefined for a comparison, which has no counterpart there. */
export function uniqueId(project: string, node: GraphNode): string | undefined {
  switch (node.kind) {
    case 'source':
      return `source.${project}.${node.source.name}.${node.name}`;
    case 'feature':
    case 'label':
    case 'model':
      return `model.${project}.${modelName(node)}`;
    case 'test':
      if (node.body.kind === 'unit') return unitTestId(project, node);
      return `test.${project}.${node.id.slice('tests.'.length).replaceAll(/\W/g, '_')}`;
    case 'comparison':
      return undefined;
    default:
      throw new Error(`unknown node ${(node satisfies never as GraphNode).kind}`);
  }
}

/** A group, a label or a model as dbt's models are called: `features_labor`. */
export function modelName(node: GraphNode): string {
  return `${schemaOf(node)}_${node.name}`;
}

/** `unit_test.us_recession.features_labor.the_report_came_late`: by the table that it is of. */
export function unitTestId(project: string, { of, name }: TestNode): string {
  return `unit_test.${project}.${of.replace('.', '_')}.${name.slice(name.indexOf('.') + 1)}`;
}

/** The schema that a node's table has for dbt. */
export function schemaOf(node: GraphNode): string {
  const schemas = { source: 'sources', feature: 'features', label: 'labels', model: 'models', test: 'tests' } as const;
  return node.kind === 'comparison' ? 'comparisons' : schemas[node.kind];
}

/** What every artefact says of where it comes from. We do not claim to be dbt: its version is none. */
export function artifactMetadata(schema: string, run: ArtifactRun): object {
  return {
    dbt_schema_version: `https://schemas.getdbt.com/dbt/${schema}.json`,
    dbt_version: '0.0.0',
    generated_at: run.at,
    invocation_id: run.id,
    env: { EWS_VERSION: run.version, EWS_RUN: run.id },
  };
}

/** The run that artefacts are of. */
export interface ArtifactRun {
  readonly id: string;
  /** When it was committed: UTC, ISO 8601. */
  readonly at: string;
  readonly version: string;
}
