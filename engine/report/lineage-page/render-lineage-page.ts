import { createHash } from 'node:crypto';
import { DARK_COLOURS, escapeHtml, LIGHT_COLOURS, THEME_CSS } from '../../cards/index.ts';
import { EDGE_SUBTYPES, type LineagePageData } from './lineage-page-data.ts';
import { LINEAGE_PAGE_CSS } from './lineage-page-style.ts';
import { type LineagePicture, layOutLineage } from './lineage-picture.ts';
import { pageScript } from './page-script.ts';

/** What the page's script is given. */
export interface EmbeddedLineage {
  readonly data: LineagePageData;
  readonly picture: LineagePicture;
  readonly subtypes: typeof EDGE_SUBTYPES;
}

const CHOSEN_CSS = `
:root[data-theme=light] { color-scheme: light; ${LIGHT_COLOURS} }
:root[data-theme=dark] { color-scheme: dark; ${DARK_COLOURS} }`;

/** The lineage as one offline HTML file that lays out nothing itself: same data, same bytes. */
export async function renderLineagePage(data: LineagePageData): Promise<string> {
  const css = `${THEME_CSS}${CHOSEN_CSS}${LINEAGE_PAGE_CSS}`;
  const script = pageScript();
  const embedded: EmbeddedLineage = { data, picture: await layOutLineage(data), subtypes: EDGE_SUBTYPES };
  const policy = `default-src 'none'; style-src '${digest(css)}'; script-src '${digest(script)}'; base-uri 'none'; form-action 'none'`;
  const name = escapeHtml(data.project);
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${name} · lineage</title>`,
    `<style>${css}</style>`,
    '</head>',
    '<body>',
    bar(data),
    '<main id="main">',
    VIEWPORT,
    '<section id="table" aria-label="Lineage as tables" tabindex="-1" hidden></section>',
    '<aside id="panel" aria-labelledby="panel-title" tabindex="-1" hidden></aside>',
    '<noscript><p>The picture needs the script that this file carries. The same lineage is in lineage.json.</p></noscript>',
    '</main>',
    LEGEND,
    '<p id="said" class="visually-hidden" aria-live="polite"></p>',
    `<script type="application/json" id="lineage">${embedJson(embedded)}</script>`,
    `<script>${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function bar({ project, origin, nodes }: LineagePageData): string {
  const columns = nodes.reduce((sum, node) => sum + node.columns.length, 0);
  const button = (id: string, label: string, title: string, sign: string, pressed = false): string =>
    `<button type="button" id="${id}" aria-label="${label}" title="${title}"${pressed ? ' aria-pressed="false"' : ''}>${sign}</button>`;
  return [
    '<header class="bar">',
    `<div class="title"><h1>${escapeHtml(project)} <span>lineage</span></h1>`,
    `<p>${nodes.length} nodes, ${columns} columns${origin === '' ? '' : ` · ${escapeHtml(origin)}`}</p></div>`,
    '<div class="search">',
    '<input id="search" type="text" role="combobox" aria-label="Search nodes and columns" aria-expanded="false" aria-controls="found"',
    ' aria-autocomplete="list" autocomplete="off" spellcheck="false" placeholder="Search nodes and columns"><kbd aria-hidden="true">/</kbd>',
    '<ul id="found" role="listbox" aria-label="Found" hidden></ul><p id="nothing-found" role="status" hidden>Nothing is called that.</p></div>',
    '<div class="tools" role="toolbar" aria-label="View">',
    button('zoom-out', 'Zoom out', 'Zoom out (-)', '−'),
    button('zoom-fit', 'Show everything', 'Show everything (0)', 'Fit'),
    button('zoom-in', 'Zoom in', 'Zoom in (+)', '+'),
    button('as-table', 'Show as tables', 'As tables (t)', 'Tables', true),
    button('theme', 'Dark colours', 'Dark colours', '◐', true),
    '</div></header>',
  ].join('');
}

const VIEWPORT = [
  '<div id="viewport" role="region" tabindex="0" aria-label="Graph of the lineage. Arrow keys move along it, plus and minus zoom, 0 shows everything.">',
  '<div id="world"><div id="bands"></div><svg id="lines" aria-hidden="true"></svg><svg id="path" aria-hidden="true"></svg><div id="cards"></div></div>',
  '</div>',
].join('');

const KEYS = [
  ['/', 'search'],
  ['← →', 'along the graph'],
  ['↑ ↓', 'through columns'],
  ['Enter', 'focus'],
  ['Esc', 'leave'],
  ['o', 'all columns'],
  ['p', 'only the path'],
  ['i', 'details'],
];

const LEGEND = [
  '<footer id="legend"><fieldset><legend class="visually-hidden">Edges that a path follows</legend>',
  ...[
    ['direct', 'Direct', 'carries the value'],
    ['indirect', 'Indirect', 'decides which value'],
    ['rows', 'Rows', 'decides which rows'],
  ].map(
    ([name, kind, words]) =>
      `<label><input type="checkbox" name="${name}" checked><svg class="sample ${name}" aria-hidden="true" viewBox="0 0 34 8"><path d="M0 4H34"/></svg><strong>${kind}</strong> ${words}</label>`,
  ),
  '</fieldset><p class="sides"><span class="up">upstream</span><span class="down">downstream</span></p>',
  `<p class="keys">${KEYS.map(([key, words]) => `<span><kbd>${key}</kbd> ${words}</span>`).join('')}</p></footer>`,
].join('');

/** JSON that no HTML parser takes for markup. */
function embedJson(value: EmbeddedLineage): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
