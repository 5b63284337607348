import { type Problem, ProblemError } from '../../diagnostics/index.ts';
import { present } from '../../presence/index.ts';
import type { NodeResult, RunResult } from '../events.ts';

/** How a build ended: with a result, or with what stopped it. */
export type Ending =
  | { readonly kind: 'result'; readonly result: RunResult }
  | { readonly kind: 'stopped'; readonly error: unknown; readonly interrupted: boolean };

const MOST_FAILURES = 20;

/** Why a node did not complete; undefined if it did. */
export function errorOfNode({ status, note, problems, test }: NodeResult): string | undefined {
  if (status === 'skipped') return `skipped: ${note}`;
  if (status !== 'failed' && test?.status !== 'fail') return undefined;
  return words(problems.filter(({ severity }) => severity === 'error')) || 'it failed without a reason';
}

/** Why a build did not complete; undefined if it did. Of an error of ours only the name: its words may say anything. */
export function errorOfBuild(ending: Ending): string | undefined {
  if (ending.kind === 'result') return ending.result.ok ? undefined : failures(ending.result);
  if (ending.interrupted) return 'interrupted';
  const { error } = ending;
  if (error instanceof ProblemError) return words(error.problems);
  return `unexpected ${error instanceof Error ? error.name : 'error'}`;
}

function failures({ nodes }: RunResult): string {
  const failed = nodes.filter(({ status, test }) => status === 'failed' || test?.status === 'fail');
  const lines = failed.slice(0, MOST_FAILURES).map((node) => `${node.id}: ${present(errorOfNode(node))}`);
  const more = failed.length - lines.length;
  return [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

function words(problems: readonly Problem[]): string {
  return problems.map(({ code, message }) => `${code} ${message}`).join('\n');
}
