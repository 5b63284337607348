import type { Catalogue, CataloguedNode } from '../../inspect/index.ts';

const RUN = '20261130T140458Z-1c09aa';

/** A catalogue of so many groups, each with ten columns, their tests, a query of fifty lines and what it reads. */
export function largeCatalogue(groups: number): Catalogue {
  const numbers = Array.from({ length: groups }, (_, number) => number);
  return {
    project: 'large',
    run: {
      id: RUN,
      at: '2026-11-30T14:05:02.000Z',
      outcome: 'ok',
      problem: null,
      environment: 'main',
      newest: true,
      commit: '1f0c1f55aa1f0c1f55aa1f0c1f55aa1f0c1f55aa',
      actor: 'ana',
      command: 'build',
      target: 'local',
      version: '0.1.0',
      data: [{ source: 'fred', position: 12, sha256: 'ab'.repeat(32) }],
    },
    nodes: numbers.map((number) => group(number, groups)),
    functions: [],
    files: Object.fromEntries(numbers.flatMap(texts)),
    gone: [],
    notices: [],
  };
}

function group(number: number, groups: number): CataloguedNode {
  const id = `features.group_${number}`;
  const columns = Array.from({ length: 10 }, (_, column) => `column_${column}`);
  const built = { builtBy: RUN, changed: false };
  return {
    id,
    kind: 'feature',
    description: `What is measured of group ${number}, from the report of the office that measures it`,
    owner: `team_${number % 20}@example.org`,
    tags: ['monthly'],
    files: [`features/group_${number}.sql`, `features/group_${number}.yaml`],
    facts: [{ term: 'Serves for', text: '95 days' }],
    columns: columns.map((name) => ({
      name,
      type: 'DOUBLE',
      description: `${name} of group ${number}, log change over twelve months`,
      unit: '% a year',
    })),
    tests: columns.map((column) => ({
      rule: 'not null',
      column,
      severity: 'error',
      sql: null,
      result: { status: 'pass', failures: 0, ...built },
    })),
    inputs: [1, 2, 3].filter((back) => back <= number).map((back) => `features.group_${number - back}`),
    readers: [1, 2, 3].filter((on) => number + on < groups).map((on) => `features.group_${number + on}`),
    functions: [],
    freshness: null,
    built: { ...built, status: 'ok', rows: 766, note: 'lifted', fingerprint: 'cd'.repeat(32) },
    page: null,
  };
}

function texts(number: number): readonly (readonly [path: string, text: string])[] {
  const lines = Array.from({ length: 50 }, (_, line) => `  ln(value_${line}) - ln(before_${line}) AS c_${line}`);
  return [
    [`features/group_${number}.sql`, `SELECT\n${lines.join(',\n')}\nFROM features.group_${number - 1}\n`],
    [
      `features/group_${number}.yaml`,
      `feature: group_${number}\n${'# about forty letters of what a column is\n'.repeat(30)}`,
    ],
  ];
}
