import type { TestNode } from '../../compile/index.ts';
import { type Problem, topOf } from '../../diagnostics/index.ts';
import { indentedJson } from '../../lake/index.ts';
import type { TestOutcome } from '../../plan/index.ts';
import { entry } from '../../presence/index.ts';
import { commitMain, type StepOutcome } from './outcome.ts';
import type { RunStepContext } from './run-step-context.ts';
import { columnTests, customTest, type TestFindings } from './test-findings.ts';

/** Runs a test over stored groups and stores its outcome: an object as any other, so that a failure is reused too. */
export async function runTest(context: RunStepContext, node: TestNode, fingerprint: string): Promise<StepOutcome> {
  const findings = await findingsOf(context, node);
  const { failures, examples } = findings;
  const status = statusOf(node, failures);
  const warnings = status === 'pass' ? [] : [testProblem(node, findings)];
  return commitMain(
    context,
    {
      id: { kind: 'test', name: node.name, fingerprint },
      files: new Map([['result.json', Buffer.from(indentedJson({ status, failures, examples }))]]),
      inputs: node.inputs.map(context.input),
    },
    { rows: failures, note: '', warnings, companions: [], test: { status, failures } },
  );
}

async function findingsOf(context: RunStepContext, node: TestNode): Promise<TestFindings> {
  if (node.body.kind === 'custom') return customTest(context, node);
  const tests = await context.shared.columnTests.once(node.of, () => columnTests(context, node));
  const findings = entry(tests, node.id);
  if ('error' in findings) throw findings.error;
  return findings;
}

function statusOf({ severity }: TestNode, failures: number): TestOutcome['status'] {
  if (failures === 0) return 'pass';
  return severity === 'error' ? 'fail' : 'warn';
}

function testProblem(node: TestNode, { failures, examples, unlikeNull }: TestFindings): Problem {
  const counted = `${failures} ${failures === 1 ? 'row' : 'rows'}`;
  const words = unlikeNull === 0 ? '' : `, ${unlikeNull} of them NaN or infinite, which counts as missing`;
  return {
    code: 'EWS3010',
    severity: node.severity === 'error' ? 'error' : 'warning',
    message: `test ${node.name} found ${counted}${words}`,
    span: topOf(node.path),
    notes: examples.map((row) =>
      Object.entries(row)
        .map(([name, value]) => `${name} = ${value === null ? 'NULL' : String(value)}`)
        .join(', '),
    ),
  };
}
