import { escapeHtml, THEME_CSS } from '../../cards/index.ts';
import type { Problem } from '../../diagnostics/index.ts';
import { formatCount, formatDay, formatLongDay } from '../../figures/index.ts';
import { freshnessTable, nodeTable, termsTable, testTables } from './evidence-tables.ts';
import { graphPicture } from './graph-picture.ts';
import { modelPanels } from './model-panels.ts';
import type { PageNodeStatus, RunHeading, RunPageData } from './run-page-data.ts';
import { RUN_PAGE_SCRIPT } from './run-page-script.ts';
import { RUN_PAGE_CSS } from './run-page-style.ts';
import { formatSeconds, outcomeWord, plural, statusWord } from './wording.ts';

/** A run as one offline HTML file. Everything is readable without its few lines of script. */
export function renderRunPage(data: RunPageData): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(titleOf(data))}</title>`,
    `<style>${THEME_CSS}${RUN_PAGE_CSS}</style>`,
    '</head>',
    '<body>',
    '<a class="skip" href="#content">Skip to the content</a>',
    header(data),
    '<main id="content" tabindex="-1">',
    problemList(data.problems),
    modelPanels(data.models, data.documentsOf),
    comparisonLinks(data.comparisons),
    graphSection(data),
    section('tests', 'Tests', data.tests.length === 0 ? '' : testTables(data.tests)),
    section('data', 'Data', dataTables(data)),
    section('provenance', 'Provenance', provenance(data)),
    '</main>',
    footer(data),
    ...(data.documentsOf === null ? [] : [`<script src="${escapeHtml(data.documentsOf.histories)}"></script>`]),
    `<script>${RUN_PAGE_SCRIPT}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function titleOf({ project, run }: RunPageData): string {
  const known = `${project} · known on ${formatDay(run.calendar.last)}`;
  return run.outcome === 'ok' ? known : `Run ${outcomeWord(run.outcome)} · ${known}`;
}

function header({ project, run, nodes, tests, problems, lineageHref }: RunPageData): string {
  const statuses: readonly PageNodeStatus[] = ['ok', 'reused', 'failed', 'blocked', 'aborted', 'stale', 'not selected'];
  const counts = statuses
    .map((status) => ({ status, count: nodes.filter((node) => node.status === status).length }))
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => `<strong>${formatCount(count)}</strong> ${statusWord(status)}`);
  const passed = tests.filter(({ status }) => status === 'pass').length;
  const warnings = problems.filter(({ severity }) => severity === 'warning').length;
  const sentences = [
    `${plural(nodes.length, 'node')}: ${counts.join(', ')}, in ${formatSeconds(run.seconds)}.`,
    ...(tests.length === 0
      ? []
      : [`<strong>${formatCount(passed)}</strong> of ${plural(tests.length, 'test')} passed.`]),
    ...(warnings === 0 ? [] : [`${plural(warnings, 'warning')}.`]),
  ];
  return (
    `<header class="top">${outcomeNotice(run)}` +
    `<p class="eyebrow">${escapeHtml(project)} · ${escapeHtml(run.environment)}</p>` +
    `<h1>Known on ${formatLongDay(run.calendar.last)}</h1><p class="summary">${sentences.join(' ')}</p>` +
    `<p class="ways"><a href="${escapeHtml(lineageHref)}">Lineage</a></p></header>`
  );
}

/** What a reader has to know of a run before any of its numbers. */
function outcomeNotice({ outcome, id }: RunHeading): string {
  if (outcome === 'ok') return '';
  const said = `<strong>Run ${escapeHtml(id)} ${outcomeWord(outcome)}.</strong>`;
  return `<p class="outcome" role="alert">${said} A number that it did not make says which run it is of.</p>`;
}

function footer({ notices, run, documentsOf }: RunPageData): string {
  const said = notices.map((notice) => `<p>${escapeHtml(notice)}</p>`).join('');
  const page =
    documentsOf === null
      ? 'This page is one file: it needs no network and sends nothing.'
      : 'This page takes its histories from the folder beside it: it needs no network and sends nothing.';
  return `<footer>${said}<p>Run ${escapeHtml(run.id)}. ${page}</p></footer>`;
}

function problemList(problems: readonly Problem[]): string {
  if (problems.length === 0) return '';
  const items = problems.map((problem) => {
    const notes = (problem.notes ?? []).map((note) => `<p class="hint">${escapeHtml(note)}</p>`).join('');
    const place = problem.span === undefined ? '' : `${problem.span.file}:${problem.span.line}:${problem.span.column}`;
    return (
      `<li><span class="code">${problem.severity} ${problem.code}</span><div><p>${escapeHtml(problem.message)}</p>` +
      `${place === '' ? '' : `<p class="where mono">${escapeHtml(place)}</p>`}` +
      `${problem.hint === undefined ? '' : `<p class="hint">${escapeHtml(problem.hint)}</p>`}${notes}</div></li>`
    );
  });
  return `<ul class="problems" aria-label="Warnings and errors">${items.join('')}</ul>`;
}

function dataTables({ freshness, terms }: RunPageData): string {
  const held = freshness.length === 0 ? '' : freshnessTable(freshness);
  return terms.length === 0 ? held : held + termsTable(terms);
}

/** Where models of one label stand side by side. */
function comparisonLinks(comparisons: RunPageData['comparisons']): string {
  const items = comparisons.map(({ label, href, models, champion, standing }) => {
    const held = champion === null ? 'no champion declared' : `champion ${champion}`;
    const about = `${plural(models, 'model')} side by side, ${held}${standing === null ? '' : ` (${standing})`}`;
    return `<li><a href="${escapeHtml(href)}">Models of ${escapeHtml(label)}</a><span>${escapeHtml(about)}</span></li>`;
  });
  return items.length === 0 ? '' : section('comparisons', 'Compared', `<ul class="files">${items.join('')}</ul>`);
}

function graphSection({ nodes }: RunPageData): string {
  if (nodes.length === 0) return '';
  return section(
    'graph',
    'From sources to models',
    `<div class="graph-frame">${graphPicture(nodes)}</div><output id="node-detail"></output>${nodeTable(nodes)}`,
  );
}

function section(id: string, title: string, content: string): string {
  return content === ''
    ? ''
    : `<section id="${id}" aria-labelledby="${id}-h"><h2 id="${id}-h">${title}</h2>${content}</section>`;
}

function provenance({ run, files, documentsOf }: RunPageData): string {
  const drawn = documentsOf === null ? [] : [['Cards and lineage', `as run ${documentsOf.run} drew them`] as const];
  const facts = [...provenanceFacts(run), ...drawn].map(
    ([term, value]) => `<div><dt>${term}</dt><dd>${escapeHtml(value)}</dd></div>`,
  );
  const links = files.map(
    ({ title, href, note }) =>
      `<li><a href="${escapeHtml(href)}">${escapeHtml(title)}</a><span>${escapeHtml(note)}</span></li>`,
  );
  const list = links.length === 0 ? '' : `<ul class="files">${links.join('')}</ul>`;
  return `<dl class="provenance">${facts.join('')}</dl>${list}`;
}

function byWhom({ actor, vouchedFor, host }: RunHeading): string {
  const where = host === null ? '' : ` on ${host}`;
  return `${actor}${where}, ${vouchedFor ? 'as AWS says' : 'self-declared'}`;
}

function commitOf({ commit, dirty, declared }: RunHeading): string {
  if (commit === null) return 'not a git checkout';
  const [changes, source] = [dirty ? ', with uncommitted changes' : '', declared ? ', as EWS_COMMIT says' : ''];
  return `${commit.slice(0, 12)}${changes}${source}`;
}

function provenanceFacts(run: RunHeading): readonly (readonly [string, string])[] {
  const { calendar } = run;
  const dates = `${formatDay(calendar.first)} to ${formatDay(calendar.last)}`;
  return [
    ['Run', run.id],
    ['Started', run.startedAt],
    ['Command', run.command],
    ['By', byWhom(run)],
    ['Commit', commitOf(run)],
    ['Environment', `${run.environment}, target ${run.target}`],
    ['Decision dates', `${formatCount(calendar.dates)}, ${calendar.frequency}, ${dates}`],
    ['Engine', run.engine.map(({ name, version }) => `${name} ${version}`).join(', ')],
    ['Threads', String(run.threads)],
  ];
}
