import { escapeHtml, type KeptTexts, THEME_CSS } from '../../cards/index.ts';
import { formatCount } from '../../figures/index.ts';
import { CHOSEN_CSS, framedPage } from '../offline-page/index.ts';
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

/** The lineage as one offline HTML file that lays out nothing itself: same data, same bytes. */
export async function renderLineagePage(data: LineagePageData, kept?: KeptTexts): Promise<string> {
  const embedded: EmbeddedLineage = { data, picture: await layOutLineage(data, kept), subtypes: EDGE_SUBTYPES };
  return framedPage({
    title: `${data.project} · lineage`,
    css: `${THEME_CSS}${CHOSEN_CSS}${LINEAGE_PAGE_CSS}`,
    script: pageScript(),
    body: [
      bar(data),
      '<main id="main">',
      VIEWPORT,
      '<section id="table" aria-label="Lineage as tables" tabindex="-1" hidden></section>',
      '<aside id="panel" aria-labelledby="panel-title" tabindex="-1" hidden></aside>',
      '<noscript><p>The picture needs the script that this file carries. The same lineage is in ' +
        'lineage.json.</p></noscript>',
      '</main>',
      LEGEND,
      notices(data),
      KEYS_DIALOG,
      '<p id="said" class="visually-hidden" aria-live="polite"></p>',
    ],
    data: { id: 'lineage', value: embedded },
  });
}

function bar({ project, origin, isBesideRun, nodes }: LineagePageData): string {
  const from = isBesideRun ? `<a href="index.html">${escapeHtml(origin)}</a>` : escapeHtml(origin);
  const columns = nodes.reduce((sum, node) => sum + node.columns.length, 0);
  return [
    '<header class="bar">',
    `<div class="title"><h1>${escapeHtml(project)} <span>lineage</span></h1>`,
    `<p>${formatCount(nodes.length)} nodes, ${formatCount(columns)} columns · ${from}</p></div>`,
    '<div class="search">',
    '<input id="search" type="text" role="combobox" aria-label="Search nodes and columns" ' +
      'aria-expanded="false" aria-controls="found"',
    ' aria-autocomplete="list" autocomplete="off" spellcheck="false" placeholder="Search nodes and ' +
      'columns"><kbd aria-hidden="true">/</kbd>',
    '<ul id="found" role="listbox" aria-label="Found" hidden></ul><p id="nothing-found" role="status" ' +
      'hidden>Nothing is called that.</p></div>',
    '<div class="tools" role="group" aria-label="View">',
    ...BUTTONS.map(({ id, label, title, sign, toggles }) => {
      const pressed = toggles ? ' aria-pressed="false"' : '';
      return `<button type="button" id="${id}" aria-label="${label}" title="${title}"${pressed}>${sign}</button>`;
    }),
    '</div></header>',
  ].join('');
}

/** What has to be said of data that are asked for live, where everybody sees it. */
function notices({ nodes }: LineagePageData): string {
  const said = new Set(nodes.flatMap(({ rights }) => rights?.notices ?? []));
  return [...said].map((notice) => `<p class="terms">${escapeHtml(notice)}</p>`).join('');
}

const BUTTONS = [
  { id: 'zoom-out', label: 'Zoom out', title: 'Zoom out (-)', sign: '−', toggles: false },
  { id: 'zoom-fit', label: 'Fit: show everything', title: 'Show everything (0)', sign: 'Fit', toggles: false },
  { id: 'zoom-in', label: 'Zoom in', title: 'Zoom in (+)', sign: '+', toggles: false },
  { id: 'as-table', label: 'Tables', title: 'As tables (t)', sign: 'Tables', toggles: true },
  { id: 'theme', label: 'Dark colours', title: 'Dark colours', sign: '◐', toggles: true },
] as const;

const VIEWPORT = [
  '<div id="viewport" role="region" tabindex="0" aria-label="Graph of the lineage. Arrow keys move along it, ' +
    'plus and minus zoom, 0 shows everything.">',
  '<div id="world"><div id="bands"></div><svg id="lines" aria-hidden="true"></svg><svg id="pointed" ' +
    'aria-hidden="true"></svg>',
  '<svg id="path" aria-hidden="true"></svg><div id="cards"></div><div id="titles"></div></div></div>',
].join('');

const CLASSES = [
  ['direct', 'Direct', 'carries the value'],
  ['indirect', 'Indirect', 'decides which value'],
  ['rows', 'Rows', 'decides which rows'],
] as const;

const LEGEND = [
  '<footer id="legend"><fieldset><legend class="visually-hidden">Edges that a path follows</legend>',
  ...CLASSES.map(
    ([name, kind, words]) =>
      `<label><input type="checkbox" name="${name}" checked>` +
      `<svg class="sample ${name}" aria-hidden="true" viewBox="0 0 34 8"><path d="M0 4H34"/></svg>` +
      `<strong>${kind}</strong> ${words}</label>`,
  ),
  '</fieldset><p class="sides"><span class="up">upstream</span><span class="down">downstream</span></p>',
  '<button type="button" id="keys-button">Keyboard <kbd aria-hidden="true">?</kbd></button></footer>',
].join('');

const KEYS = [
  ['/', 'search'],
  ['← →', 'upstream, downstream'],
  ['↑ ↓', 'through columns and cards'],
  ['Enter', 'choose a column or a node'],
  ['Esc', 'back'],
  ['s', 'its definition'],
  ['i', 'its details'],
  ['o', 'all columns of a card'],
  ['+ −', 'zoom'],
  ['0', 'show everything'],
  ['Shift + arrows', 'move the picture'],
  ['t', 'the same as tables'],
] as const;

const KEYS_DIALOG = [
  '<dialog id="keys" aria-labelledby="keys-title"><form method="dialog"><h2 id="keys-title">Keyboard</h2><dl>',
  ...KEYS.map(([key, words]) => `<div><dt><kbd>${key}</kbd></dt><dd>${words}</dd></div>`),
  '</dl><button>Close</button></form></dialog>',
].join('');
