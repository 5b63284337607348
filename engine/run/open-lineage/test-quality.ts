import { type Assertion, facet, type InputDataset } from '../../../lineage/index.ts';
import type { TestNode } from '../../compile/index.ts';
import type { TestOutcome } from '../../plan/index.ts';

/** What a test found in the group that it tests. */
export function testQuality(
  producer: string,
  node: TestNode,
  outcome: TestOutcome,
): NonNullable<InputDataset['inputFacets']> {
  const { body } = node;
  const assertions = facet(producer, 'DataQualityAssertionsDatasetFacet', { assertions: [assertion(node, outcome)] });
  if (body.kind !== 'column' || body.test.kind !== 'not_null') return { dataQualityAssertions: assertions };
  // The rows that break not_null are the NULLs; no other test counts anything about its column as a whole.
  const columnMetrics = { [body.column]: { nullCount: outcome.failures } };
  const metrics = facet(producer, 'DataQualityMetricsInputDatasetFacet', { columnMetrics });
  return { dataQualityAssertions: assertions, dataQualityMetrics: metrics };
}

function assertion({ id, severity, body }: TestNode, { failures }: TestOutcome): Assertion {
  const found = { success: failures === 0, severity, name: id, actual: `${failures}` };
  if (body.kind === 'custom') return { assertion: 'custom_sql', ...found, content: body.sql, contentType: 'sql' };
  if (body.kind === 'unit') return { assertion: 'unit_test', ...found };
  const { kind, severity: _, ...params } = body.test;
  return { assertion: kind, ...found, column: body.column, ...(Object.keys(params).length === 0 ? {} : { params }) };
}
