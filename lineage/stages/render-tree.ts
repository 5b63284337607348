import type { Influence } from './lineage-graph.ts';
import type { Evidence } from './stage.ts';
import type { TraceNode, TraceTree } from './trace.ts';

/** How the parts of a line are emphasised, e.g. with colours; plain text when absent. */
export interface TreeStyle {
  /** Said right behind a name, e.g. the value on a date. */
  readonly annotate?: (node: TraceNode) => string | undefined;
  readonly name?: (text: string) => string;
  readonly influence?: (text: string) => string;
  readonly remark?: (text: string) => string;
}

/** The tree as text, one place a line, without a newline at the end. */
export function renderTree(tree: TraceTree, style: TreeStyle = {}): string {
  return [lineOf(tree.root, style), ...branches(tree.root, '', style)].join('\n');
}

function branches(node: TraceNode, indent: string, style: TreeStyle): readonly string[] {
  const remark = style.remark ?? plain;
  const rest = [...(node.folded > 0 ? [`and ${node.folded} more columns`] : []), ...(node.truncated ? ['…'] : [])];
  const lines = node.children.flatMap((child, index) => {
    const last = index === node.children.length - 1 && rest.length === 0;
    const below = branches(child, `${indent}${last ? '   ' : '│  '}`, style);
    return [`${indent}${last ? '└─ ' : '├─ '}${lineOf(child, style)}`, ...below];
  });
  const ends = rest.map((text, index) => `${indent}${index === rest.length - 1 ? '└─ ' : '├─ '}${remark(text)}`);
  return [...lines, ...ends];
}

function lineOf(node: TraceNode, style: TreeStyle): string {
  const remarks = [
    node.type,
    node.constant ? 'CONSTANT' : undefined,
    node.kind === undefined ? 'unknown' : undefined,
    ...(node.evidence === undefined ? [] : evidenceText(node.evidence, node.part === 'stage' || node.kind === 'raw')),
    node.repeated ? '(shown above)' : undefined,
  ];
  return [
    (style.name ?? plain)(placeName(node)),
    ...said([style.annotate?.(node)]),
    ...said(node.influences.map(influenceName)).map(style.influence ?? plain),
    ...said(remarks).map(style.remark ?? plain),
  ].join('  ');
}

/** Digits of a digest that tell bytes apart in a line; JSON has all of them. */
const SHORT = 'sha256:'.length + 12;

/** The digest of a stage is said once, not with each of its columns. */
function evidenceText({ file, line, column, digest, earlier = [] }: Evidence, isStored: boolean): readonly string[] {
  const place = said([file, line?.toString(), column?.toString()]).join(':');
  const older = earlier.length === 1 ? 'and 1 earlier version' : `and ${earlier.length} earlier versions`;
  return said([
    place,
    isStored ? digest?.slice(0, SHORT) : undefined,
    isStored && earlier.length > 0 ? older : undefined,
  ]);
}

function said(texts: readonly (string | undefined)[]): readonly string[] {
  return texts.filter((text) => text !== undefined);
}

function placeName(node: TraceNode): string {
  if (node.part === 'column') return `${node.node}.${node.column}`;
  return node.part === 'rows' ? `rows of ${node.node}` : node.node;
}

/** `AGGREGATION`, `FILTER masking`, `TRANSFORMATION 0.42`; nothing where the place itself says it. */
export function influenceName(influence: Influence): string | undefined {
  if (influence.kind !== 'edge') return undefined;
  const { subtype, masking, weight } = influence.edge;
  return [subtype, ...(masking ? ['masking'] : []), ...(weight === undefined ? [] : [weight.toFixed(2)])].join(' ');
}

function plain(text: string): string {
  return text;
}
