import type { FeatureNode, LabelNode, TestNode } from '../../compile/index.ts';
import { lineTextAt, type Problem } from '../../diagnostics/index.ts';
import { indentedJson } from '../../lake/index.ts';
import { expectedKey } from '../../project/index.ts';
import type { StepContext } from '../../steps/index.ts';
import { type PlaceInTest, runCase, type UnitCase } from '../../unit-test/index.ts';
import { withWarehouse } from '../../warehouse/index.ts';
import { givenObservations, textRow } from './given-observations.ts';
import { commitMain, type StepOutcome } from './outcome.ts';

/** A test that gives its rows itself. */
type UnitTestNode = TestNode & { readonly body: Extract<TestNode['body'], { readonly kind: 'unit' }> };

export function isUnitTest(node: TestNode): node is UnitTestNode {
  return node.body.kind === 'unit';
}

/** Runs a test on the rows that it gives, and stores its outcome as that of any other test. */
export async function runUnitTest(context: StepContext, node: UnitTestNode, fingerprint: string): Promise<StepOutcome> {
  const unit = caseOf(context, node);
  const options = { tempDirectory: context.scratch, signal: context.signal };
  const findings = await withWarehouse(context.warehouses, options, (warehouse) =>
    runCase(warehouse, unit, expectedKey(node.body.test)),
  );
  const places = findings.map(({ place }) => place);
  const found = findings.map(({ problem }) => problem);
  const failures = findings.length;
  const status = failures === 0 ? 'pass' : 'fail';
  const test = { status, failures, ...(failures === 0 ? {} : { places }) } as const;
  const said = found.map(({ code, message, notes = [] }) => ({ code, message, notes }));
  return commitMain(
    context,
    {
      id: { kind: 'test', name: node.name, fingerprint },
      files: new Map([['result.json', Buffer.from(indentedJson({ status, failures, findings: said }))]]),
      inputs: [],
    },
    { rows: failures, note: '', warnings: placedIn(node, found, places), companions: [], test },
  );
}

/** Problems of a unit test where its file has them now. */
export function placedIn(
  { body: { test, yaml } }: UnitTestNode,
  problems: readonly Problem[],
  places: readonly PlaceInTest[],
): readonly Problem[] {
  return problems.map((found, at) => {
    const span = yaml.spanOf(['unit_tests', test.name, ...(places[at] ?? [])]);
    return { ...found, span, lineText: lineTextAt(yaml.file, span.line) };
  });
}

function caseOf(context: StepContext, node: UnitTestNode): UnitCase {
  const { test, query, calendar } = node.body;
  const tested = context.graph.nodes.get(node.of);
  if (tested?.kind !== 'feature' && tested?.kind !== 'label') throw new Error(`${node.id} tests no query`);
  return {
    name: node.name,
    plan: { ...query, name: tested.id },
    asOf: test.asOf,
    calendar,
    given: test.given.map((given) => ({
      relation: given.relation,
      observations: () => givenObservations(context.graph, node.name, given),
    })),
    subject: test.expects === 'query' ? { kind: 'query' } : subjectOf(tested),
    keys: tested.definition.keys,
    expected: test.expected.map(textRow),
    tolerance: test.tolerance,
  };
}

function subjectOf(tested: FeatureNode | LabelNode): UnitCase['subject'] {
  if (tested.kind === 'label') return { kind: 'label' };
  const { keys, columns, ttlDays } = tested.definition;
  const contract = {
    keys,
    columns: columns.map(({ name, asKnown }) => ({ name, ...(asKnown === 'last_value' ? { asKnown } : {}) })),
    ...(ttlDays === undefined ? {} : { ttlDays }),
  };
  return { kind: 'group', contract };
}
