import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXAMPLE, edgeFrom } from './cases/example.ts';
import { checkComplete } from './complete.ts';
import { buildLineage, lineageFromJson } from './lineage-graph.ts';
import { type Place, placeKey } from './place.ts';
import type { Stage } from './stage.ts';
import { trace } from './trace.ts';
import { tracedPlaces } from './traced-influences.ts';

const COLUMNS = ['a', 'b', 'c'];

/** Random pipelines: each stage reads only earlier ones. */
const pipelines = fc
  .array(
    fc.record({
      columns: fc.tuple(...COLUMNS.map(() => fc.array(fc.tuple(fc.nat(), fc.nat({ max: 2 })), { maxLength: 3 }))),
      rows: fc.array(fc.tuple(fc.nat(), fc.nat({ max: 2 })), { maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((drafts) =>
    drafts.map((draft, index): Stage => {
      const edges = (sources: readonly (readonly [number, number])[]) =>
        index === 0
          ? []
          : sources.map(([stage, column]) => edgeFrom(`s${stage % index}`, COLUMNS[column] ?? 'a', 'JOIN'));
      return {
        id: `s${index}`,
        kind: 'feature',
        columns: COLUMNS.map((column, position) => {
          const own = edges(draft.columns[position] ?? []);
          return { column, edges: own, constant: own.length === 0 };
        }),
        rows: edges(draft.rows),
      };
    }),
  );

/** The columns that a column depends on, by the definition: its edges, its stage's row edges, and so on. */
function dependencies(stages: readonly Stage[], place: Place): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [place];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, column } = next;
    const stage = stages.find(({ id }) => id === node);
    if (stage === undefined) throw new Error(`${node} is no stage`);
    const own = stage.columns.filter((candidate) => candidate.column === column).flatMap(({ edges }) => edges);
    for (const { from } of [...own, ...stage.rows]) {
      const source = { node: from.relation, column: from.column };
      if (!found.has(placeKey(source))) open.push(source);
      found.add(placeKey(source));
    }
  }
  return found;
}

function tracedColumns(
  stages: readonly Stage[],
  target: Place,
  direction: 'upstream' | 'downstream',
): ReadonlySet<string> {
  const tree = trace(buildLineage(stages), target, { direction });
  const places = tree === undefined ? [] : tracedPlaces(tree).filter(({ part }) => part === 'column');
  return new Set(places.map(placeKey).filter((key) => key !== placeKey(target)));
}

describe('trace', () => {
  it('reaches exactly what the edges reach', () => {
    fc.assert(
      fc.property(pipelines, (stages) => {
        for (const { id } of stages) {
          for (const column of COLUMNS) {
            const target = { node: id, column };
            expect(tracedColumns(stages, target, 'upstream')).toEqual(dependencies(stages, target));
          }
        }
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  it('finds downstream what finds it upstream', () => {
    fc.assert(
      fc.property(pipelines, (stages) => {
        const places = stages.flatMap(({ id }) => COLUMNS.map((column) => ({ node: id, column })));
        const source = { node: 's0', column: 'a' };
        const users = places.filter((place) => dependencies(stages, place).has(placeKey(source))).map(placeKey);
        expect(tracedColumns(stages, source, 'downstream')).toEqual(new Set(users));
      }),
      { seed: 8, numRuns: 60 },
    );
  });

  it('knows a stage that matters by its rows alone', () => {
    const counting: Stage = {
      id: 'features.size',
      kind: 'feature',
      columns: [{ column: 'n', edges: [], constant: true }],
      rows: [],
      reads: ['fred.unrate'],
    };
    const tree = trace(
      buildLineage([...EXAMPLE, counting]),
      { node: 'features.size', column: 'n' },
      { direction: 'upstream' },
    );
    expect(tree?.root.children.map(({ part, node }) => [part, node])).toEqual([['rows', 'fred.unrate']]);
  });

  it.each([{ node: 'models.logit' }, { node: 'models.probit', column: 'odds' }])('has no tree for %o', (target) => {
    expect(trace(buildLineage(EXAMPLE), target, { direction: 'upstream' })).toBeUndefined();
  });
});

describe('buildLineage', () => {
  it('lists the places that no stage has', () => {
    expect(buildLineage(EXAMPLE).unresolved).toEqual([]);
    expect(buildLineage(EXAMPLE.slice(2)).unresolved).toEqual([
      { node: 'fred.unrate', column: 'date' },
      { node: 'fred.unrate', column: 'value' },
    ]);
  });

  it('is the same after a round trip through JSON, in any order of stages', () => {
    const graph = buildLineage([...EXAMPLE].reverse());
    const copy = lineageFromJson(JSON.parse(JSON.stringify(graph)));
    expect(copy.toJSON()).toEqual(buildLineage(EXAMPLE).toJSON());
  });

  it('refuses two stages of one name', () => {
    expect(() => buildLineage([...EXAMPLE, ...EXAMPLE.slice(0, 1)])).toThrow('same id');
  });
});

describe('checkComplete', () => {
  const stage: Stage = {
    id: 'features.labor',
    kind: 'feature',
    columns: [
      { column: 'gap', edges: [edgeFrom('fred.unrate', 'value', 'AGGREGATION')], constant: false },
      { column: 'one', edges: [], constant: true },
      { column: 'silent', edges: [], constant: false },
    ],
    rows: [],
  };

  it('accepts edges or an explicit constant for every column', () => {
    expect(checkComplete(stage, ['gap', 'one', 'silent', 'new'])).toEqual({ missing: ['new', 'silent'], extra: [] });
    expect(checkComplete(stage, ['gap'])).toEqual({ missing: [], extra: ['one', 'silent'] });
  });
});
