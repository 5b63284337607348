import type { Graph, GraphNode, TestNode } from '../../compile/index.ts';
import { parseId } from '../../ids/index.ts';
import { present } from '../../presence/index.ts';
import type { GivenRelation } from '../../project/index.ts';
import { modelName, schemaOf, uniqueId, unitTestId } from './artifact-ids.ts';

/** A test that gives its rows itself, which dbt has under a heading of its own. */
export type UnitTestNode = TestNode & { readonly body: { readonly kind: 'unit' } };

export function isUnitTest(node: GraphNode): node is UnitTestNode {
  return node.kind === 'test' && node.body.kind === 'unit';
}

/** dbt's unit tests, by their ids. What its shape has no word for, as the days asked for, stands under `meta.ews`. */
export function dbtUnitTests({ nodes, definitions }: Graph, ews: (node: GraphNode) => object): Record<string, object> {
  const project = definitions.config.name;
  return Object.fromEntries(
    [...nodes.values()].filter(isUnitTest).map((node) => {
      const tested = present(nodes.get(node.of));
      const { test } = node.body;
      const id = unitTestId(project, node);
      const meta = { ews: { ...ews(node), as_of: test.asOf, expects: test.expects, tolerance: test.tolerance } };
      const unitTest = {
        model: modelName(tested),
        name: test.name,
        resource_type: 'unit_test',
        package_name: project,
        path: node.path,
        original_file_path: node.path,
        unique_id: id,
        fqn: [project, ...node.path.split('/').slice(0, -1), ...node.name.split('.')],
        description: node.description,
        given: test.given.map(dbtGiven),
        expect: { rows: test.expected, format: 'dict' },
        overrides: { vars: test.vars },
        depends_on: { macros: [], nodes: [uniqueId(project, tested)] },
        config: { tags: node.tags, meta },
        schema: schemaOf(tested),
      };
      return [id, unitTest];
    }),
  );
}

function dbtGiven({ relation, rows, fixture }: GivenRelation): object {
  const input = asInput(relation);
  return rows === undefined
    ? { input, rows: fixture.text, format: 'csv', fixture: fixture.path }
    : { input, rows, format: 'dict' };
}

/** As dbt's queries name it: `ref('features_labor')`, `source('fred', 'unrate')`. */
function asInput(relation: string): string {
  const { schema, name } = parseId(relation);
  return schema === 'features' ? `ref('${schema}_${name}')` : `source('${schema}', '${name}')`;
}
