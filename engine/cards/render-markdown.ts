import type { Block, Inline, Section, Table, Text } from './block.ts';
import type { CardBody } from './card-body.ts';
import type { CardEnvelope } from './card-envelope.ts';
import { cardPage } from './card-page.ts';

/**
 * A card as Markdown. Rows of tables and facts end in the JSON pointer that their figures share; a figure in a
 * sentence is a link to its own.
 */
export function renderCardMarkdown(body: CardBody, envelope: CardEnvelope): string {
  const page = cardPage({ body, envelope });
  const commit = envelope.commit === null ? '' : `, commit ${envelope.commit.slice(0, 12)}`;
  return [
    `# ${markdownText(page.model)}`,
    ...(page.standing === null ? [] : [`> **${markdownText(page.standing)}**`]),
    ...(page.warning === null ? [] : [`> **${markdownText(page.warning)}**`]),
    `Model card of run ${markdownText(envelope.runId)}, ${markdownText(envelope.createdAt)}, ` +
      `by ${markdownText(envelope.actor)}${markdownText(commit)}. ` +
      'Figures are quoted from [card.json](card.json).',
    ...page.sections.flatMap((each) => markdownSection(each, 'card.json')),
    '',
  ].join('\n\n');
}

/** A section whose figures are quoted from `source`, a file beside it. */
export function markdownSection({ title, blocks }: Section, source: string): readonly string[] {
  return [`## ${markdownText(title)}`, ...blocks.map((each) => block(each, source))];
}

function block(content: Block, source: string): string {
  switch (content.kind) {
    case 'paragraph':
      return sentence(content.text, source);
    case 'notice':
      return `> ${sentence(content.text, source)}`;
    case 'list':
      return content.items.map((item) => `- ${sentence(item, source)}`).join('\n');
    case 'summary':
      return grid(
        ['', '', source],
        content.items.map(({ term, large, text }) => [
          markdownText(term),
          large === undefined ? cell(text) : `**${cell(large)}** ${cell(text)}`,
          pointerOf([...(large ?? []), ...text]),
        ]),
      );
    case 'facts':
      return grid(
        ['', '', source],
        content.items.map(({ term, text }) => [markdownText(term), cell(text), pointerOf(text)]),
      );
    case 'table':
      return table(content, source);
    case 'chart':
      return `*${sentence(content.caption, source)}* Drawn in the HTML card from \`${content.pointer}\`.`;
    case 'code':
      return `    ${content.text.replaceAll('\n', '\n    ')}`;
    default:
      return content satisfies never;
  }
}

function table({ caption, columns, rows }: Table, source: string): string {
  const titles = [...columns.map(({ title }) => markdownText(title)), source];
  const lines = rows.map((row) => [...columns.map((_, index) => cell(row[index] ?? [])), pointerOf(row.flat())]);
  return `**${markdownText(caption)}**\n\n${grid(
    titles,
    lines,
    columns.map(({ align }) => (align === 'number' ? '---:' : '---')),
  )}`;
}

function grid(titles: readonly string[], rows: readonly (readonly string[])[], rule: readonly string[] = []): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(titles), line(titles.map((_, index) => rule[index] ?? '---')), ...rows.map(line)].join('\n');
}

function sentence(text: Text, source: string): string {
  return text
    .map((part) =>
      typeof part === 'string' ? markdownText(part) : `[${markdownText(part.text)}](${source}#${part.pointer})`,
    )
    .join('');
}

function cell(text: Text): string {
  return text.map((part) => markdownText(typeof part === 'string' ? part : part.text)).join('');
}

/** The deepest pointer that all figures of a row share; empty without figures. */
function pointerOf(parts: readonly Inline[]): string {
  const pointers = parts.flatMap((part) => (typeof part === 'string' ? [] : [part.pointer.split('/')]));
  const [first] = pointers;
  if (!first) return '';
  const depth = first.findIndex((token, index) => pointers.some((pointer) => pointer[index] !== token));
  return `\`${(depth === -1 ? first : first.slice(0, depth)).join('/')}\``;
}

/** Untrusted words stay words: neither Markdown nor HTML. */
export function markdownText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_{}[\]()#|!]/g, '\\$&')
    .replace(/\s*\n\s*/g, ' ');
}
