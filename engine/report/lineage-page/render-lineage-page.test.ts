import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Stage } from '../../../lineage/index.ts';
import { at, first, present } from '../../presence/index.ts';
import { type LineagePageInput, lineagePageData } from './collect-lineage-page.ts';
import { syntheticLineage } from './lineage-page.fixture.ts';
import { renderLineagePage } from './render-lineage-page.ts';

const render = (input: LineagePageInput): Promise<string> => renderLineagePage(lineagePageData(input));
const html = await render(syntheticLineage(24));

describe('the page is closed to everything outside it', () => {
  const policy = inside(/<meta http-equiv="Content-Security-Policy" content="([^"]*)">/, html);

  test('nothing is allowed but its own style and its own script', () => {
    const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const style = inside(/<style>([\s\S]*?)<\/style>/, html);
    const script = inside(/<script>([\s\S]*?)<\/script>/, html);
    expect(script.length).toBeGreaterThan(1000);
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `style-src ${hash(style)}`,
      `script-src ${hash(script)}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  test('it asks nobody for anything', () => {
    const outside = /<link|<img|<iframe|\ssrc=|url\(|@import|fetch\(|XMLHttpRequest|WebSocket|sendBeacon|import\(/;
    expect(html.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:/);
    expect(html).not.toMatch(outside);
  });

  test('its script makes no markup of texts', () => {
    expect(html).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function/);
  });
});

test('is the same bytes for the same lineage, in whatever order its stages come', async () => {
  const input = syntheticLineage(24);
  expect(await render(input)).toBe(html);
  expect(await render({ ...input, stages: input.stages.toReversed() })).toBe(html);
});

test('treats the words of people as words', async () => {
  const attack = '</script><script>alert(1)</script><!--<img src=x onerror=alert(1)>\u2028__proto__"\'&';
  const stage: Stage = {
    id: `features.${attack}`,
    kind: 'feature',
    columns: [
      {
        column: attack,
        type: attack,
        edges: [],
        constant: true,
        evidence: { file: attack, line: 1, column: 1, length: 4 },
      },
      { column: '__proto__', edges: [], constant: true },
    ],
    rows: [],
    evidence: { file: attack, digest: attack, fingerprint: attack },
  };
  const words = {
    description: attack,
    owner: attack,
    files: [attack],
    columns: { [attack]: { description: attack, unit: attack } },
  };
  const hostile = await render({
    project: attack,
    origin: attack,
    focus: { node: stage.id, column: '__proto__' },
    stages: [stage],
    definitions: { files: { [attack]: attack }, stages: { [stage.id]: words } },
  });
  expect(hostile.match(/<script/g)).toHaveLength(2);
  expect(hostile.match(/<\/script/g)).toHaveLength(2);
  expect(hostile).not.toContain('<img');
  expect(hostile).not.toContain('<!--');
  const { data } = embeddedIn(hostile);
  const { columns, description } = first(data.nodes);
  expect(columns.map(({ name }) => name)).toEqual([attack, '__proto__']);
  expect(at(columns, 1).description).toBe('');
  expect(description).toBe(attack);
  expect(data.focus).toBe(2);
});

test('carries no layout library', () => {
  expect(html).not.toContain('dagre');
});

/** What the group of a pattern matches in a page. */
function inside(pattern: RegExp, page: string): string {
  return at(present(pattern.exec(page)), 1);
}

function embeddedIn(page: string): { readonly data: ReturnType<typeof lineagePageData> } {
  const text = inside(/<script type="application\/json" id="lineage">([\s\S]*?)<\/script>/, page);
  return JSON.parse(text) as { data: ReturnType<typeof lineagePageData> };
}
