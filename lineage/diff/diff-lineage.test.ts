import { describe, expect, it } from 'vitest';
import { EXAMPLE, edgeFrom } from '../stages/cases/example.ts';
import { buildLineage } from '../stages/lineage-graph.ts';
import type { Stage, StageColumn } from '../stages/stage.ts';
import { diffLineage, type LineageDiff } from './diff-lineage.ts';
import { renderDiffMarkdown } from './render-diff-markdown.ts';
import { renderDiffText } from './render-diff-text.ts';

/** The example with digests, as they are today. */
const BASE: readonly Stage[] = EXAMPLE.map((stage) =>
  stage.kind === 'feature'
    ? { ...stage, rowsDefinition: 'rows 1', columns: stage.columns.map(withDigests), settings: { ttl: '95' } }
    : stage,
);

function withDigests(column: StageColumn): StageColumn {
  return { ...column, formula: `${column.column} 1`, definition: `${column.column} 1` };
}

/** The base with one stage changed. */
function changed(id: string, change: (stage: Stage) => Stage): readonly Stage[] {
  return BASE.map((stage) => (stage.id === id ? change(stage) : stage));
}

/** The base with the column `sahm_gap` changed. */
function gap(change: Partial<StageColumn>): readonly Stage[] {
  return changed('features.labor', (stage) => ({
    ...stage,
    columns: stage.columns.map((column) => (column.column === 'sahm_gap' ? { ...column, ...change } : column)),
  }));
}

function diff(after: readonly Stage[], before = BASE): LineageDiff {
  return diffLineage(buildLineage(before, 'rules'), buildLineage(after, 'rules'));
}

const text = (after: readonly Stage[], before = BASE): readonly string[] =>
  renderDiffText(diff(after, before)).split('\n');

describe('nothing differs', () => {
  it.each([
    ['the same lineage', BASE],
    ['stages in another order', [...BASE].reverse()],
    ['another place', gap({ evidence: { file: 'features/labor.sql', line: 30, column: 8 } })],
    [
      'another weight of a fit',
      changed('models.probit', (stage) => ({
        ...stage,
        columns: stage.columns.map((each) => ({
          ...each,
          edges: each.edges.map((edge) => ({ ...edge, weight: 0.5 })),
        })),
      })),
    ],
  ])('for %s', (_what, after) => {
    expect(diff(after)).toEqual({ stages: [], reaches: [], models: [], observations: [], blind: false });
    expect(text(after)).toEqual(['no difference in columns, edges and settings']);
    expect(renderDiffMarkdown(diff(after))).toBe('- no difference in columns, edges and settings');
  });
});

describe('a column', () => {
  it('computed in another way shows with the models that it reaches', () => {
    expect(text(gap({ formula: 'sahm_gap 2', definition: 'sahm_gap 2' }))).toEqual([
      'features.labor',
      '  ~ sahm_gap  computed in another way  features/labor.sql:3:8',
      '  reaches models.probit',
      '',
      '1 stage differs, models reached: models.probit',
    ]);
  });

  it('that sees other rows does so, unless the rows of its stage are others too', () => {
    const other = gap({ definition: 'sahm_gap 2' });
    expect(text(other)[1]).toBe('  ~ sahm_gap  computed from other rows  features/labor.sql:3:8');
    const all = other.map((stage) => (stage.id === 'features.labor' ? { ...stage, rowsDefinition: 'rows 2' } : stage));
    expect(text(all).slice(1, 3)).toEqual(['  ~ rows  chosen in another way', '  reaches models.probit']);
  });

  it('of another type, and edges that come, go or matter in another way', () => {
    const edges = [edgeFrom('fred.unrate', 'value', 'TRANSFORMATION'), edgeFrom('fred.unrate', 'date', 'SORT')];
    const later = gap({ type: 'DECIMAL', edges: [...edges, edgeFrom('fred.unrate', 'date', 'CONDITIONAL')] });
    expect(text(later).slice(1, 6)).toEqual([
      '  ~ sahm_gap  DOUBLE -> DECIMAL  features/labor.sql:3:8',
      '      ~ fred.unrate.value  AGGREGATION -> TRANSFORMATION',
      '      - fred.unrate.date  WINDOW',
      '      + fred.unrate.date  SORT',
      '      + fred.unrate.date  CONDITIONAL',
    ]);
  });

  it('that is new says what it is computed from, and reaches nothing; one that is gone reaches what had it', () => {
    const added: StageColumn = {
      column: 'level',
      type: 'DOUBLE',
      edges: [edgeFrom('fred.unrate', 'value', 'IDENTITY'), edgeFrom('fred.unrate', 'date', 'SORT')],
      constant: false,
    };
    const wider = changed('features.labor', (stage) => ({ ...stage, columns: [...stage.columns, added] }));
    expect(text(wider)).toEqual([
      'features.labor',
      '  + level  DOUBLE  from fred.unrate.value',
      '',
      '1 stage differs, no model is reached',
    ]);
    const narrower = changed('features.labor', (stage) => ({ ...stage, columns: stage.columns.slice(1) }));
    expect(text(narrower).slice(0, 3)).toEqual(['features.labor', '  - sahm_gap  DOUBLE', '  reaches models.probit']);
    expect(diff(narrower).models).toEqual(['models.probit']);
  });

  it('counts its origins where they are many', () => {
    const edges = ['a', 'b', 'c', 'd', 'e', 'f'].map((column) => edgeFrom('fred.unrate', column, 'TRANSFORMATION'));
    const wide = changed('features.labor', (stage) => ({
      ...stage,
      columns: [...stage.columns, { column: 'all', edges, constant: false }],
    }));
    expect(text(wide)[1]).toBe('  + all  from fred.unrate.a, fred.unrate.b, fred.unrate.c, fred.unrate.d and 2 more');
  });
});

it('a column that follows another one goes without saying, and its readers are reached', () => {
  const dated = (stages: readonly Stage[], from: string): readonly Stage[] => [
    ...stages.map((stage): Stage => {
      const follower = {
        column: 'sahm_gap__date',
        edges: [edgeFrom('fred.unrate', from, 'CONDITIONAL')],
        constant: false,
      };
      return stage.id === 'features.labor'
        ? { ...stage, columns: [...stage.columns, { ...follower, follows: 'sahm_gap' }] }
        : stage;
    }),
    {
      id: 'tests.labor.dated',
      kind: 'test',
      columns: [
        { column: 'failures', edges: [edgeFrom('features.labor', 'sahm_gap__date', 'FILTER')], constant: false },
      ],
      rows: [],
    },
  ];
  const { stages, reaches } = diff(dated(gap({ formula: 'x', definition: 'x' }), 'value'), dated(BASE, 'date'));
  expect(stages.flatMap(({ columns }) => columns.map(({ column }) => column))).toEqual(['sahm_gap']);
  expect(reaches).toContain('tests.labor.dated');
});

describe('a stage', () => {
  it('whose setting differs reaches by all its columns, by one where it is a setting of that', () => {
    const withSettings = (settings: Stage['settings']): readonly Stage[] =>
      changed('features.labor', (stage) => ({ ...stage, ...(settings && { settings }) }));
    expect(text(withSettings({ ttl: '40', keys: 'state' }))).toEqual([
      'features.labor',
      '  ~ ttl  95 -> 40',
      '  ~ keys  not set -> state',
      '  reaches models.probit',
      '',
      '1 stage differs, models reached: models.probit',
    ]);
    const ofColumn = diff(withSettings({ ttl: '95', 'as_known of unused': 'row' }));
    expect(ofColumn.models).toEqual([]);
  });

  it('with one edge more about its rows shows it, and reaches nothing while the choice is the same', () => {
    const more = changed('features.labor', (stage) => ({
      ...stage,
      rows: [...stage.rows, edgeFrom('fred.unrate', 'value', 'JOIN')],
    }));
    expect(text(more)).toEqual([
      'features.labor',
      '  ~ rows',
      '      + fred.unrate.value  JOIN',
      '',
      '1 stage differs, no model is reached',
    ]);
  });

  it('that is new or gone', () => {
    const without = BASE.filter(({ id }) => id !== 'features.labor' && id !== 'models.probit');
    expect(text(BASE, without)).toEqual([
      'features.labor  added',
      '  + sahm_gap  DOUBLE  from fred.unrate.value  features/labor.sql:3:8',
      '  + months  BIGINT',
      '  reaches models.probit',
      '',
      'models.probit  added',
      '  + probability  from features.labor.months, features.labor.sahm_gap',
      '',
      '2 stages differ, models reached: models.probit',
    ]);
    expect(text(without)).toContain('models.probit  removed');
  });

  it('of a source whose observations are others is named, but no difference of definitions', () => {
    const holding = (content: string): readonly Stage[] => changed('fred.unrate', (stage) => ({ ...stage, content }));
    expect(text(holding('b'), holding('a'))).toEqual([
      'no difference in columns, edges and settings',
      'the two sides hold other observations of fred.unrate',
    ]);
  });
});

it('says when formulas cannot be compared, and then trusts edges alone', () => {
  const other = buildLineage(gap({ formula: 'x', definition: 'x' }), 'other rules');
  const blind = diffLineage(buildLineage(BASE, 'rules'), other);
  expect(blind).toMatchObject({ blind: true, stages: [] });
  expect(renderDiffText(blind)).toContain('are of different versions');
});

it('names what lies downstream besides models, tests counted', () => {
  const test = (id: string): Stage => ({
    id,
    kind: 'test',
    columns: [{ column: 'failures', edges: [edgeFrom('features.labor', 'sahm_gap', 'FILTER')], constant: false }],
    rows: [],
  });
  const tested = [test('tests.labor.a'), test('tests.labor.b')];
  const after = [...gap({ formula: 'x', definition: 'x' }), ...tested];
  expect(text(after, [...BASE, ...tested]).at(-1)).toBe('also downstream: 2 tests');
  expect(diff(after, [...BASE, ...tested]).reaches).toEqual(['models.probit', 'tests.labor.a', 'tests.labor.b']);
});

it('is a table in Markdown, in which no name ends a cell', () => {
  const after = changed('features.labor', (stage) => ({
    ...stage,
    settings: { ttl: 'a|b' },
    columns: stage.columns.map((column) =>
      column.column === 'sahm_gap'
        ? { ...column, type: 'INTEGER', edges: [edgeFrom('fred.unrate', 'value', 'IDENTITY')] }
        : column,
    ),
  }));
  expect(renderDiffMarkdown(diff(after)).split('\n')).toEqual([
    '| stage | what | change | models reached |',
    '|---|---|---|---|',
    '| `features.labor` | `ttl` | `95` → <code>a&#124;b</code> | `models.probit` |',
    '| `features.labor` | `sahm_gap` | DOUBLE → INTEGER<br>`~ fred.unrate.value AGGREGATION -> IDENTITY`' +
      '<br>`- fred.unrate.date WINDOW` | `models.probit` |',
    '',
    '- 1 stage differs, models reached: models.probit',
  ]);
});

it('colours what is new, gone and changed', () => {
  const mark = (name: string) => (line: string) => `<${name}>${line}</${name}>`;
  const style = { added: mark('a'), removed: mark('r'), changed: mark('c'), remark: mark('m'), name: mark('n') };
  const later = gap({ edges: [edgeFrom('fred.unrate', 'value', 'IDENTITY'), edgeFrom('fred.unrate', 'z', 'SORT')] });
  expect(renderDiffText(diff(later), style).split('\n').slice(0, 5)).toEqual([
    '<n>features.labor</n>',
    '  <c>~ sahm_gap</c>  <m>features/labor.sql:3:8</m>',
    '      <c>~ fred.unrate.value  AGGREGATION -> IDENTITY</c>',
    '      <r>- fred.unrate.date  WINDOW</r>',
    '      <a>+ fred.unrate.z  SORT</a>',
  ]);
});
