import { renderDot, renderMermaid, renderTree, type TraceTree, traceToJson } from '../../lineage/index.ts';
import type { LineageFormat } from './lineage-format.ts';
import type { Terminal } from './terminal.ts';

/** A trace in the words of a format. */
export function renderLineage(
  tree: TraceTree,
  format: Exclude<LineageFormat, 'openlineage' | 'html'>,
  { paintOut: paint }: Terminal,
): string {
  switch (format) {
    case 'tree':
      return renderTree(tree, { name: paint.bold, influence: paint.cyan, remark: paint.dim });
    case 'json':
      return JSON.stringify(traceToJson(tree), null, 2);
    case 'mermaid':
      return renderMermaid(tree);
    case 'dot':
      return renderDot(tree);
    default:
      throw new Error(`unknown format ${format satisfies never}`);
  }
}
