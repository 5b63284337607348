import { formatDay } from '../figures/index.ts';
import type { Block, Fact, Figure, Section, SummaryItem, Table, Text } from './block.ts';
import type { CardBody } from './card-body.ts';
import type { CardEnvelope } from './card-envelope.ts';
import { type CardPage, cardPage } from './card-page.ts';
import { CARD_CSS } from './card-style.ts';
import { escapeHtml } from './escape-html.ts';
import { pageHeaderCss } from './page-header.ts';
import { THEME_CSS } from './theme.ts';

/**
 * One self-contained page: no script, no reference to anything outside it. Every figure is a `<data>` element whose
 * `data-pointer` says where in `card.json` it stands and whose `value` is what stands there.
 * @param comparison the page beside it on which the models of its label stand side by side, where there is one.
 */
export function renderCardHtml(body: CardBody, envelope: CardEnvelope, comparison?: string): string {
  const page = cardPage({ body, envelope });
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(page.model)} · model card</title>`,
    `<style>${THEME_CSS}${CARD_CSS}${pageHeaderCss(page, envelope)}</style>`,
    '</head>',
    '<body>',
    '<a class="skip" href="#content">Skip to the content</a>',
    header(page, envelope, comparison),
    '<div class="columns">',
    contents(page.sections),
    `<main id="content" tabindex="-1">${page.sections.map(section).join('\n')}</main>`,
    '</div>',
    footer(envelope),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function header(page: CardPage, envelope: CardEnvelope, comparison: string | undefined): string {
  const warning = notices([page.standing, page.warning]);
  return (
    `<header class="top"><p class="eyebrow">Model card · <time datetime="${escapeHtml(envelope.createdAt)}">` +
    `${escapeHtml(formatDay(envelope.createdAt))}</time></p><h1>${escapeHtml(page.model)}</h1>` +
    `${warning}${ways(comparison === undefined ? [] : [[comparison, 'Beside its rivals']])}</header>`
  );
}

/** From a page among the cards of a run to the others of that run. */
export function ways(beside: readonly (readonly [href: string, text: string])[]): string {
  const links = [['../index.html', 'Run page'] as const, ...beside, ['../lineage.html', 'Lineage'] as const];
  const items = links.map(([href, text]) => `<a href="${escapeHtml(href)}">${escapeHtml(text)}</a>`);
  return `<p class="ways">${items.join(' ')}</p>`;
}

/** What has to be read before any figure of a page. */
export function notices(texts: readonly (string | null)[]): string {
  const said = texts.filter((words) => words !== null);
  return said.map((words) => `<p class="notice warning" role="note">${escapeHtml(words)}</p>`).join('');
}

export function contents(sections: readonly Section[]): string {
  const items = sections.map(({ id, title }) => `<li><a href="#${id}">${escapeHtml(title)}</a></li>`);
  return `<nav aria-label="Contents"><ol>${items.join('')}</ol></nav>`;
}

export function section({ id, title, blocks }: Section): string {
  const heading = `<h2 id="${id}-h">${escapeHtml(title)}</h2>`;
  return `<section id="${id}" aria-labelledby="${id}-h">${heading}${blocks.map(block).join('\n')}</section>`;
}

function block(content: Block): string {
  switch (content.kind) {
    case 'paragraph':
      return `<p>${text(content.text)}</p>`;
    case 'notice':
      return `<p class="notice ${content.tone}">${text(content.text)}</p>`;
    case 'list':
      return `<ul>${content.items.map((item) => `<li>${text(item)}</li>`).join('')}</ul>`;
    case 'summary':
      return `<dl class="summary">${content.items.map(summaryItem).join('')}</dl>`;
    case 'facts':
      return `<dl class="facts">${content.items.map(factItem).join('')}</dl>`;
    case 'table':
      return content.folded
        ? `<details><summary>${escapeHtml(content.caption)}</summary>${table(content)}</details>`
        : table(content);
    case 'chart':
      return (
        `<figure data-pointer="${escapeHtml(content.pointer)}"><div class="wide-only">${content.svg.wide}</div>` +
        `<div class="narrow-only">${content.svg.narrow}</div><figcaption>${text(content.caption)}</figcaption></figure>`
      );
    case 'code':
      return `<pre tabindex="0"><code>${escapeHtml(content.text)}</code></pre>`;
    default:
      return content satisfies never;
  }
}

function summaryItem({ term, large, text: words, warns }: SummaryItem): string {
  const big = large === undefined ? '' : `<span class="big">${text(large)}</span> `;
  const css = warns === true ? ' class="warns"' : '';
  return `<div${css}><dt>${escapeHtml(term)}</dt><dd>${big}${text(words)}</dd></div>`;
}

function factItem({ term, text: words }: Fact): string {
  return `<div><dt>${escapeHtml(term)}</dt><dd>${text(words)}</dd></div>`;
}

function table({ caption, columns, rows, folded }: Table): string {
  const css = (index: number) => (columns[index]?.align === 'number' ? ' class="number"' : '');
  const head = columns.map(({ title }, index) =>
    title === '' ? '<td></td>' : `<th scope="col"${css(index)}>${escapeHtml(title)}</th>`,
  );
  const lines = rows.map((row) => {
    const cells = row.map((cell, index) => {
      const rest =
        index === row.length - 1 && row.length < columns.length ? ` colspan="${columns.length - index}"` : '';
      const content = cellText(cell);
      if (index === 0) return `<th scope="row"${css(index)}>${content}</th>`;
      return rest === '' ? `<td${css(index)}>${content}</td>` : `<td${rest} class="soft">${content}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  const title = `<caption${folded ? ' class="visually-hidden"' : ''}><span>${escapeHtml(caption)}</span></caption>`;
  return (
    `<div class="scroll" role="region" tabindex="0" aria-label="${escapeHtml(caption)}"><table>${title}` +
    `<thead><tr>${head.join('')}</tr></thead><tbody>${lines.join('')}</tbody></table></div>`
  );
}

/**
 * Names such as `labor.payroll_growth_3m` may break where their words meet, so that a table need not be wider than its
 * page.
 */
function cellText(content: Text): string {
  return content
    .map((part) =>
      typeof part === 'string' ? escapeHtml(part).replace(/(?<=[a-z])[._](?=[a-z0-9])/g, '$&<wbr>') : quote(part),
    )
    .join('');
}

function text(content: Text): string {
  return content.map((part) => (typeof part === 'string' ? escapeHtml(part) : quote(part))).join('');
}

function quote({ value, pointer, text: shown }: Figure): string {
  return `<data value="${escapeHtml(String(value))}" data-pointer="${escapeHtml(pointer)}">${escapeHtml(shown)}</data>`;
}

/** Which run exported a page, when, by whom and from which commit. */
export function runLine({
  runId,
  createdAt,
  actor,
  commit,
}: Pick<CardEnvelope, 'runId' | 'createdAt' | 'actor' | 'commit'>): string {
  const made = [`run ${runId}`, createdAt, `by ${actor}`];
  const parts = commit === null ? made : [...made, `commit ${commit.slice(0, 12)}`];
  return `<p>${parts.map(escapeHtml).join(' · ')}</p>`;
}

function footer(envelope: CardEnvelope): string {
  return (
    `<footer>${runLine(envelope)}<p>Every figure is quoted from card.json; ` +
    'its data-pointer attribute is the JSON pointer to it.</p></footer>'
  );
}
