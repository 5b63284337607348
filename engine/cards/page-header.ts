import { formatDay } from '../figures/index.ts';
import type { CardEnvelope } from './card-envelope.ts';
import type { CardPage } from './card-page.ts';

/**
 * What every printed page but the first says above its text, and all say below it: which card this is, and which page.
 */
export function pageHeaderCss({ model }: Pick<CardPage, 'model'>, { runId, createdAt }: CardEnvelope): string {
  const text = 'font: 7.5pt system-ui, sans-serif; color: #555;';
  return `@page {
  @top-left { content: ${quoted(`${model} · model card`)}; ${text} }
  @top-right { content: ${quoted(formatDay(createdAt))}; ${text} }
  @bottom-left { content: ${quoted(`run ${runId}`)}; ${text} }
  @bottom-right { content: "page " counter(page) " of " counter(pages); ${text} }
}
@page :first { @top-left { content: none; } @top-right { content: none; } }
`;
}

/** A CSS string; whatever could end it, or the style element around it, is written as its code point. */
function quoted(text: string): string {
  const escaped = text.replace(/[^\p{L}\p{N} .,:·_-]/gu, (sign) => `\\${sign.codePointAt(0)?.toString(16)} `);
  return `"${escaped}"`;
}
