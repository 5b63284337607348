import type { Why, WhyOfNode } from '../plan/index.ts';
import { counted } from './counted.ts';
import type { Paint } from './paint/index.ts';

/** A node with what was found to differ in its own columns. */
export type ColumnsOf = (node: string) => readonly string[];

/**
 * `models.recession_logit would be computed again: features.labor changed`, and below it what differs, input by input,
 * down to definitions and data.
 */
export function whyText(why: WhyOfNode, columnsOf: ColumnsOf, paint: Paint): string {
  const verb = why.action === 'execute_if_changed' ? VERBS[why.action] : `${VERBS[why.action]}:`;
  const lines = [`${paint.bold(why.node)} ${verb} ${why.reason}`, ...below(why, columnsOf, paint, '')];
  if (why.awaits.length > 0) {
    lines.push(
      `${counted(why.awaits.length, 'source relation')} would be ingested first; what they bring is not known yet:`,
    );
    lines.push(...why.awaits.map(({ node, reason }) => `  ${node}: ${reason}`));
  }
  return lines.join('\n');
}

const VERBS = {
  execute: 'would be computed',
  execute_if_changed: 'would be computed',
  reuse: 'would be reused',
  leave: 'would be left as it is',
} as const satisfies Record<Why['action'], string>;

function below(why: Why, columnsOf: ColumnsOf, paint: Paint, indent: string): readonly string[] {
  const own = why.redefined ? columnsOf(why.node).map((text) => ({ text, why: undefined })) : [];
  const branches = [...own, ...why.because.map((cause) => ({ text: lineOf(cause, paint), why: cause }))];
  return branches.flatMap((branch, at) => {
    const isLast = at === branches.length - 1;
    const line = `${paint.dim(`${indent}${isLast ? '└─ ' : '├─ '}`)}${branch.text}`;
    return [
      line,
      ...(branch.why === undefined ? [] : below(branch.why, columnsOf, paint, `${indent}${isLast ? '   ' : '│  '}`)),
    ];
  });
}

function lineOf({ node, reason }: Why, paint: Paint): string {
  return `${paint.cyan(node)}  ${reason}`;
}
