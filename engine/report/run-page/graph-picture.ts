import { escapeHtml } from '../../cards/index.ts';
import { formatCount } from '../../figures/index.ts';
import { parseId } from '../../ids/index.ts';
import { layOutGraph, NODE_HEIGHT, NODE_WIDTH, type PlacedEdge, type PlacedNode } from './graph-layout.ts';
import type { NodeOnPage, PageNodeStatus } from './run-page-data.ts';
import { formatSeconds, statusWord } from './wording.ts';

/** Room around the picture for outlines and focus rings. */
const MARGIN = 8;
const LONGEST_NAME = 22;

const GLYPHS: Readonly<Record<PageNodeStatus, string>> = {
  ok: '●',
  reused: '○',
  failed: '✕',
  blocked: '–',
  aborted: '–',
  stale: '◐',
  'not selected': '○',
};

/** The graph of nodes, sources on the left and models on the right; each node links to its row in the table below. */
export function graphPicture(nodes: readonly NodeOnPage[]): string {
  const layout = layOutGraph(nodes);
  const [width, height] = [layout.width + 2 * MARGIN, layout.height + 2 * MARGIN];
  const box = `${-MARGIN} ${-MARGIN} ${width} ${height}`;
  return [
    `<svg class="graph" role="group" viewBox="${box}" width="${width}" height="${height}"`,
    ` aria-label="Graph of ${nodes.length} nodes, from sources to models">`,
    '<g aria-hidden="true">',
    ...layout.edges.map(edge),
    '</g>',
    ...layout.nodes.map(nodeBox),
    '</svg>',
  ].join('');
}

function edge({ from, to, points }: PlacedEdge): string {
  return `<path class="edge" data-from="${escapeHtml(from)}" data-to="${escapeHtml(to)}" d="${curve(points)}"/>`;
}

/** Straight along lanes, an S between layers. */
function curve(points: readonly (readonly [number, number])[]): string {
  return points
    .map(([x, y], index) => {
      const before = points[index - 1];
      if (!before) return `M${x} ${y}`;
      if (before[1] === y) return `H${x}`;
      const middle = (before[0] + x) / 2;
      return `C${middle} ${before[1]} ${middle} ${y} ${x} ${y}`;
    })
    .join('');
}

function nodeBox({ node, x, y }: PlacedNode): string {
  const name = parseId(node.id).name;
  const shown = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
  const facts = [
    node.kind,
    node.parts.length > 1 ? `${formatCount(node.parts.length)} series` : statusWord(node.status),
    ...(node.seconds === null || node.status === 'reused' ? [] : [formatSeconds(node.seconds)]),
  ].join(' · ');
  const attributes = [
    `href="#node-${escapeHtml(node.id)}"`,
    `class="node ${node.status.replace(' ', '-')}"`,
    `data-id="${escapeHtml(node.id)}"`,
    `data-detail="${escapeHtml(detail(node))}"`,
  ].join(' ');
  const stack =
    node.parts.length > 1
      ? `<rect class="stack" x="${x + 4}" y="${y + 4}" width="${NODE_WIDTH}" height="${NODE_HEIGHT}" rx="4"/>`
      : '';
  return (
    `<a ${attributes}>${stack}<rect x="${x}" y="${y}" width="${NODE_WIDTH}" height="${NODE_HEIGHT}" rx="4"/>` +
    `<text class="glyph" aria-hidden="true" x="${x + 14}" y="${y + 19.5}">${GLYPHS[node.status]}</text>` +
    `<text class="id" x="${x + 29}" y="${y + 20}">${escapeHtml(shown)}</text>` +
    `<text class="facts" x="${x + 29}" y="${y + 36}">${escapeHtml(facts)}</text></a>`
  );
}

function detail({ id, description, status, reason, rows, parts }: NodeOnPage): string {
  const facts = [
    statusWord(status) + (reason === null ? '' : ` (${reason})`),
    ...(rows === null ? [] : [`${formatCount(rows)} rows`]),
    ...(parts.length > 1 ? [`${parts.length} series`] : []),
  ].join(', ');
  return `${id} – ${description === '' ? '' : `${description} `}${facts}`;
}
