import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Stage } from '../../../lineage/index.ts';
import { type LineagePageInput, lineagePageData } from './collect-lineage-page.ts';
import { syntheticLineage } from './lineage-page.fixture.ts';
import { renderLineagePage } from './render-lineage-page.ts';

const render = (input: LineagePageInput): Promise<string> => renderLineagePage(lineagePageData(input));
const html = await render(syntheticLineage(24));

describe('the page is closed to everything outside it', () => {
  const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html)?.[1] ?? '';

  test('nothing is allowed but its own style and its own script', () => {
    const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';
    const script = /<script>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '';
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
  expect(data.nodes[0]?.columns.map(({ name }) => name)).toEqual([attack, '__proto__']);
  expect(data.nodes[0]?.columns[1]?.description).toBe('');
  expect(data.nodes[0]?.description).toBe(attack);
  expect(data.focus).toBe(2);
});

test('carries no layout library', () => {
  expect(html).not.toContain('dagre');
});

function embeddedIn(page: string): { readonly data: ReturnType<typeof lineagePageData> } {
  const text = /<script type="application\/json" id="lineage">([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '';
  return JSON.parse(text) as { data: ReturnType<typeof lineagePageData> };
}
