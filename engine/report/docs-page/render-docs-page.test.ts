import { expect, test } from 'vitest';
import type { Catalogue } from '../../inspect/index.ts';
import { present } from '../../presence/index.ts';
import { largeCatalogue } from './docs-page.fixture.ts';
import type { DocsPageData } from './docs-page-data.ts';
import { pageScript } from './page-script.ts';
import { renderDocsPage } from './render-docs-page.ts';

/** Texts that end a script, open a comment or an attribute, or are no JSON of a browser. */
const HOSTILE = [
  '</script><script>alert(1)</script>',
  '<!-- <script>',
  `"double" 'single' &lt; &amp; \\u003c`,
  '\u2028\u2029\u0000\ud800',
  ']]><svg onload=alert(1)>',
];

function saying(words: string): Catalogue {
  const catalogue = largeCatalogue(3);
  const nodes = catalogue.nodes.map((node) => ({ ...node, description: words, owner: words, tags: [words] }));
  const run = { ...catalogue.run, environment: words };
  return { ...catalogue, project: words, run, nodes, files: { [words]: words }, gone: [words], notices: [words] };
}

function embedded(page: string): DocsPageData {
  const found = /<script type="application\/json" id="catalogue">(?<json>.*?)<\/script>/s.exec(page);
  return JSON.parse(present(found?.groups?.['json'])) as DocsPageData;
}

test.each(HOSTILE)('holds %j as text', (words) => {
  const data = { catalogue: saying(words), pages: {} };
  const page = renderDocsPage(data);
  expect(embedded(page)).toEqual(data);
  expect(page.match(/<script\b/g)).toHaveLength(2);
  expect(page.match(/<\/script>/g)).toHaveLength(2);
  const markup = page.slice(page.indexOf('<body>'), page.indexOf('<script'));
  expect(markup).not.toMatch(/<!--|<svg|onload=[^&]*>|alert\(1\)<\/script>/);
});

test('asks for nothing: no address but those of pages beside it, and a policy that allows none', () => {
  const page = renderDocsPage({ catalogue: largeCatalogue(1), pages: {} });
  expect(page).toMatch(/default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; base-uri 'none'/);
  expect(page).not.toMatch(/(?:src|href)="(?!#)/);
  expect(page.match(/https?:[^'"\s]*/g)).toEqual(['http://www.w3.org/2000/svg']);
});

test('is the same twice', () => {
  const data = { catalogue: largeCatalogue(5), pages: { 'r/index.html': '.ews/lake/runs/r/index.html' } };
  expect(renderDocsPage(data)).toBe(renderDocsPage(data));
});

test('writes a script that a browser reads', () => {
  expect(() => new Function(pageScript())).not.toThrow();
  expect(pageScript()).not.toMatch(/^(?:import|export) /m);
});
