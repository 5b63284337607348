import { createHash } from 'node:crypto';
import { DARK_COLOURS, escapeHtml, LIGHT_COLOURS } from '../../cards/index.ts';

/** A page of one file, whose script fills in what its data say. */
export interface PageFrame {
  readonly title: string;
  readonly css: string;
  readonly script: string;
  /** Markup between the start of the body and the scripts. */
  readonly body: readonly string[];
  /** The id of the block that the script reads, and what stands in it. */
  readonly data: { readonly id: string; readonly value: unknown };
}

/** Colours that the reader chooses; paper has the colours of paper. */
export const CHOSEN_CSS = `
@media screen {
  :root[data-theme=light] { color-scheme: light; ${LIGHT_COLOURS} }
  :root[data-theme=dark] { color-scheme: dark; ${DARK_COLOURS} }
}`;

/** One HTML file that asks nobody for anything and runs nothing but its own script: same frame, same bytes. */
export function framedPage({ title, css, script, body, data }: PageFrame): string {
  const own = `style-src '${digest(css)}'; script-src '${digest(script)}'`;
  const policy = `default-src 'none'; ${own}; base-uri 'none'; form-action 'none'`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${css}</style>`,
    '</head>',
    '<body>',
    ...body,
    `<script type="application/json" id="${data.id}">${embeddedJson(data.value)}</script>`,
    `<script>${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** JSON that no HTML parser takes for markup. */
function embeddedJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
