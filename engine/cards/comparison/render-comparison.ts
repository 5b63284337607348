import { formatDay } from '../../figures/index.ts';
import { CARD_CSS } from '../card-style.ts';
import { escapeHtml } from '../escape-html.ts';
import { contents, notices, runLine, section, ways } from '../render-html.ts';
import { markdownSection, markdownText } from '../render-markdown.ts';
import { THEME_CSS } from '../theme.ts';
import type { ComparisonDocument } from './comparison.ts';
import { comparisonPage } from './comparison-page.ts';

/** The name of a comparison's files beside the cards, without ending: no model's name has a dot. */
export function comparisonFile(label: string): string {
  return `${label}.comparison`;
}

export function renderComparisonJson(document: ComparisonDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** One self-contained page as a card is: no script, nothing asked for; its links lead to the cards beside it. */
export function renderComparisonHtml(document: ComparisonDocument): string {
  const page = comparisonPage(document);
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(page.title)} · models compared</title>`,
    `<style>${THEME_CSS}${CARD_CSS}</style>`,
    '</head>',
    '<body>',
    '<a class="skip" href="#content">Skip to the content</a>',
    header(document),
    '<div class="columns">',
    contents(page.sections),
    `<main id="content" tabindex="-1">${page.sections.map(section).join('\n')}</main>`,
    '</div>',
    footer(document),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function header(document: ComparisonDocument): string {
  const { title, description, standing, warning } = comparisonPage(document);
  const { body, envelope } = document;
  const notice = notices([standing, warning]);
  const lede = description === '' ? '' : `<p class="lede">${escapeHtml(description)}</p>`;
  return (
    `<header class="top"><p class="eyebrow">Models compared · <time datetime="${escapeHtml(envelope.createdAt)}">` +
    `${escapeHtml(formatDay(envelope.createdAt))}</time></p><h1>${escapeHtml(title)}</h1>${lede}` +
    `${notice}${ways(body.models.map(({ model }) => [`${model}.html`, `Card of ${model}`]))}</header>`
  );
}

function footer({ body, envelope }: ComparisonDocument): string {
  return (
    `<footer>${runLine(envelope)}<p>Every figure is quoted from ` +
    `${escapeHtml(comparisonFile(body.label.name))}.json; its data-pointer attribute is the JSON pointer to it.</p>` +
    '</footer>'
  );
}

/** A comparison as Markdown, with the pointers of its figures. */
export function renderComparisonMarkdown(document: ComparisonDocument): string {
  const { title, description, standing, warning, sections } = comparisonPage(document);
  const { runId, createdAt, actor } = document.envelope;
  const source = `${comparisonFile(document.body.label.name)}.json`;
  return [
    `# ${markdownText(`Models of ${title}`)}`,
    ...(description === '' ? [] : [markdownText(description)]),
    ...(standing === null ? [] : [`> **${markdownText(standing)}**`]),
    ...(warning === null ? [] : [`> **${markdownText(warning)}**`]),
    `Comparison of run ${markdownText(runId)}, ${markdownText(createdAt)}, by ${markdownText(actor)}. ` +
      `Figures are quoted from [${markdownText(source)}](${source}).`,
    ...sections.flatMap((each) => markdownSection(each, source)),
    '',
  ].join('\n\n');
}
