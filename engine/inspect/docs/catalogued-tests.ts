import type { Graph, NodeId, TestNode } from '../../compile/index.ts';
import type { Manifest } from '../../plan/index.ts';
import type { ColumnTest } from '../../project/index.ts';
import type { CataloguedTest } from './catalogue.ts';
import { builtIn } from './catalogued-build.ts';

/** The tests of every node that has some, each with its last result. */
export function cataloguedTests({ nodes }: Graph, manifest: Manifest): ReadonlyMap<NodeId, readonly CataloguedTest[]> {
  const tests = new Map<NodeId, CataloguedTest[]>();
  for (const node of nodes.values()) {
    if (node.kind !== 'test') continue;
    const own = tests.get(node.of);
    if (own === undefined) tests.set(node.of, [catalogued(node, manifest)]);
    else own.push(catalogued(node, manifest));
  }
  return tests;
}

function catalogued(node: TestNode, manifest: Manifest): CataloguedTest {
  const { body, severity } = node;
  return {
    rule: ruleOf(node),
    column: body.kind === 'column' ? body.column : null,
    severity,
    sql: body.kind === 'custom' ? body.test.sql.path : null,
    result: resultOf(node, manifest),
  };
}

function resultOf(node: TestNode, manifest: Manifest): CataloguedTest['result'] {
  const outcome = manifest.nodes[node.id]?.test;
  const built = builtIn(manifest, node);
  if (outcome === undefined || built === null) return null;
  const { status, failures } = outcome;
  return { status, failures, builtBy: built.builtBy, changed: built.changed };
}

function ruleOf({ body }: TestNode): string {
  switch (body.kind) {
    case 'column':
      return columnRule(body.test);
    case 'custom':
      return `SQL: ${body.test.name}`;
    case 'unit':
      return `unit test: ${body.test.name}`;
    default:
      throw new Error(`unknown test ${body satisfies never}`);
  }
}

/** A test of a column in words; the day before which rows are not tested stands behind. */
export function columnRule(test: ColumnTest): string {
  const { validFrom } = test;
  return validFrom === undefined ? ruleInWords(test) : `${ruleInWords(test)}, from ${validFrom} on`;
}

function ruleInWords(test: ColumnTest): string {
  switch (test.kind) {
    case 'not_null':
      return 'not null';
    case 'finite':
    case 'unique':
      return test.kind;
    case 'range':
      return rangeInWords(test);
    case 'accepted_values':
      return `one of ${test.values.map(String).join(', ')}`;
    case 'monotonic':
      return `${test.strict ? 'strictly ' : ''}${test.direction} along as_of`;
    default:
      throw new Error(`unknown test ${test satisfies never}`);
  }
}

function rangeInWords({ min, max }: { readonly min?: number; readonly max?: number }): string {
  if (min === undefined) return `at most ${max}`;
  return max === undefined ? `at least ${min}` : `from ${min} to ${max}`;
}
