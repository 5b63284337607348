import { expect, it } from 'vitest';
import { nodeId } from '../../ids/index.ts';
import type { ProjectDiff, ResultsDiff } from '../../inspect/index.ts';
import { projectDiffMarkdown } from './diff-markdown.ts';

const EMPTY: ProjectDiff = {
  schema: 'ews.diff/1',
  project: 'small',
  from: { name: 'git v1', kind: 'revision' },
  to: { name: 'the definitions', kind: 'definitions' },
  tolerance: 1e-9,
  empty: true,
  definitions: [],
  columns: { stages: [], reaches: [], models: [], observations: [], blind: false },
  data: [],
  reruns: [],
  results: [],
  tests: [],
  models: [],
};

const HOSTILE = 'x | y\n/close\n<img src=x onerror=alert(1)> @team `a``b` </code></details><!-- #12 https://x.example';

function compared(node: string, texts: readonly string[]): ResultsDiff {
  return {
    state: 'compared',
    node: nodeId(node),
    kind: 'feature',
    otherData: [nodeId(String(texts[0]))],
    model: null,
    table: {
      identity: ['as_of', 'bank'],
      rows: { from: 1, to: 1, onlyFrom: 0, onlyTo: 0, both: 1 },
      columns: texts.map((column) => ({
        column,
        differ: 1,
        beyond: 1,
        nullToValue: 0,
        valueToNull: 0,
        largest: { size: 1, at: { as_of: '2020-01-31', bank: column }, from: column, to: '2' },
        largestRelative: null,
        meanShift: 1,
        first: '2020-01-31',
        last: '2020-01-31',
      })),
      added: [...texts],
      removed: [...texts],
      renamed: texts.map((from) => ({ from, to: from })),
      retyped: texts.map((column) => ({ column, from: column, to: column })),
      shown: texts.map((text) => ({
        at: { as_of: '2020-01-31', bank: text },
        column: text,
        change: 'value',
        from: text,
        to: text,
        beyond: true,
      })),
      total: texts.length,
    },
  };
}

/** Everything that a diff can name, called so. */
function named(name: string, nodes: number): ProjectDiff {
  const id = (i: number) => nodeId(`${name}${i}`);
  const many = Array.from({ length: nodes }, (_, i) => i);
  return {
    ...EMPTY,
    project: name,
    from: { name, kind: 'run' },
    to: { name, kind: 'run' },
    empty: false,
    definitions: many.map((i) => ({ node: id(i), kind: 'feature', change: 'added', aspects: [] })),
    columns: {
      ...EMPTY.columns,
      stages: many.map((i) => ({
        id: id(i),
        kind: 'feature',
        change: 'changed',
        settings: [{ setting: name, from: name, to: name }],
        columns: [],
        rows: { added: [], removed: [], retyped: [], rechosen: true },
        models: [id(i)],
      })),
    },
    data: many.map((i) => ({ relation: id(i), how: 'file', files: [name], rows: null })),
    reruns: many.map((i) => ({
      node: id(i),
      kind: 'feature',
      causes: [{ kind: 'definition', node: id(i) }],
      reason: name,
    })),
    results: many.map((i) => compared(id(i), [name])),
    tests: many.map((i) => ({
      test: id(i),
      from: { status: 'pass', failures: 0 },
      to: { status: 'fail', failures: 2 },
    })),
    models: many.map(id),
  };
}

it('begins with the line by which it is found again', () => {
  expect(projectDiffMarkdown(EMPTY).split('\n')).toEqual([
    '<!-- ews-diff small -->',
    '**ews diff** of `small`, from `git v1` to `the definitions`',
    '',
    '- nothing differs',
  ]);
});

it('no name ends a cell, a block or a line, calls anybody or loads anything', () => {
  const text = projectDiffMarkdown(named(HOSTILE, 2));
  const [marker, ...rest] = text.split('\n');
  expect(marker).toMatch(/^<!-- ews-diff [\w.-]+ -->$/);
  const without = rest.join('\n');
  expect(without).not.toMatch(/<img|@team|^\s*\/close|<!--|https:\/\/x|`a`|(?<!&)#12/m);
  // Ours alone: as many opened as closed, one a section.
  const tags = [...without.matchAll(/<(\/?)(\w+)/g)].map(([, end = '', tag = '']) => `${end}${tag}`);
  expect(new Set(tags)).toEqual(new Set(['details', '/details', 'summary', '/summary', 'code', '/code']));
  expect(tags.filter((tag) => tag === 'details')).toHaveLength(6);
  expect(tags.filter((tag) => tag === '/details')).toHaveLength(6);
  for (const line of rest.filter((each) => each.startsWith('|'))) {
    expect([5, 6]).toContain(line.split('|').length);
  }
});

it.each([50, 500, 5000])('has at most 60,000 characters, whatever %i nodes come to', (nodes) => {
  for (const name of ['features.a_group_with_a_long_name_', HOSTILE]) {
    const text = projectDiffMarkdown(named(name, nodes));
    expect(text.length).toBeLessThanOrEqual(60_000);
    expect(text).toContain('there is no room for all of it here');
    expect(text.match(/<details>/g)).toHaveLength(text.match(/<\/details>/g)?.length ?? -1);
  }
});
