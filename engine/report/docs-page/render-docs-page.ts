import { escapeHtml, THEME_CSS } from '../../cards/index.ts';
import type { Catalogue } from '../../inspect/index.ts';
import { CHOSEN_CSS, framedPage } from '../offline-page/index.ts';
import type { DocsPageData } from './docs-page-data.ts';
import { DOCS_PAGE_CSS } from './docs-page-style.ts';
import { pageScript } from './page-script.ts';

/** A catalogue as one offline HTML file: same data, same bytes. Its texts become text, whatever they hold. */
export function renderDocsPage(data: DocsPageData): string {
  const { catalogue } = data;
  return framedPage({
    title: `${catalogue.project} · catalogue`,
    css: `${THEME_CSS}${CHOSEN_CSS}${DOCS_PAGE_CSS}`,
    script: pageScript(),
    body: [
      '<a class="skip" href="#entry">Skip to the entry</a>',
      bar(catalogue),
      '<div class="sides">',
      NAVIGATION,
      '<main id="entry" tabindex="-1"></main>',
      '</div>',
      '<noscript><p>The catalogue needs the script that this file carries. As data it stands in this file, and ' +
        'commands such as ews ls and ews show tell it too.</p></noscript>',
      footer(catalogue),
    ],
    data: { id: 'catalogue', value: data },
  });
}

function bar({ project, run }: Catalogue): string {
  const when = run.at === null ? '' : ` of ${escapeHtml(run.at.slice(0, 16).replace('T', ' '))} UTC`;
  const where = `run ${escapeHtml(run.id)}${when}, environment ${escapeHtml(run.environment)}`;
  return [
    '<header class="bar">',
    `<div class="title"><h1><a href="#">${escapeHtml(project)} <span>catalogue</span></a></h1>`,
    `<p>${where}</p></div>`,
    '<button type="button" id="theme" aria-label="Dark colours" title="Dark colours" aria-pressed="false">◐</button>',
    '</header>',
  ].join('');
}

const NAVIGATION = [
  '<nav aria-label="Catalogue">',
  '<label for="search">Search <span>names, descriptions, columns, owners</span></label>',
  '<input id="search" type="search" autocomplete="off" spellcheck="false" aria-describedby="said">',
  '<div id="kinds" role="group" aria-label="Kinds"></div>',
  '<p id="said" role="status"></p>',
  '<ul id="found"></ul>',
  '<button type="button" id="more" hidden></button>',
  '</nav>',
].join('');

function footer({ notices }: Catalogue): string {
  const said = notices.map((notice) => `<p>${escapeHtml(notice)}</p>`).join('');
  return `<footer>${said}<p>This page is one file: it needs no network and sends nothing.</p></footer>`;
}
