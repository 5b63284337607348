import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LineageDiff } from '../../lineage/index.ts';
import { gitRepository, runGit } from '../build/git-repository.ts';
import { copyReference } from '../build/reference-project.ts';
import { edit, type TestProject } from '../build/small-project.ts';
import { ewsJson } from './product.ts';

const cleanups: (() => Promise<void>)[] = [];
let project: TestProject;

beforeAll(async () => {
  project = await copyReference((clean) => cleanups.push(clean));
  gitRepository(project);
});

afterAll(async () => {
  for (const clean of cleanups) await clean();
});

interface Case {
  readonly what: string;
  readonly edits: readonly (readonly [file: string, from: string, to: string])[];
  /** Columns that differ, `rows` among them, as `stage.column`. */
  readonly differing: readonly string[];
  readonly models: readonly string[];
}

/** Models by what they read: of activity, and of the slope of the yield curve. */
const OF_ACTIVITY = ['models.recession_forest', 'models.recession_logit', 'models.recession_ml_forest'];
const OF_THE_SLOPE = [...OF_ACTIVITY, 'models.recession_probit', 'models.unemployment_12m'];

it.each<Case>([
  {
    what: "one feature's expression",
    edits: [['features/yield_curve.sql', '91 * bill', '90 * bill']],
    differing: ['features.yield_curve.slope_10y_3m'],
    models: OF_THE_SLOPE,
  },
  {
    what: 'a feature that no model has',
    edits: [['features/activity.sql', 'utilization AS capacity', 'utilization - 80 AS capacity']],
    differing: ['features.activity.capacity_utilization'],
    models: [],
  },
  {
    what: 'an expression inside, on which two columns rest',
    edits: [['features/activity.sql', 'production.value AS production', 'production.value + 1 AS production']],
    differing: [
      'features.activity.industrial_production_growth_3m',
      'features.activity.industrial_production_growth_12m',
    ],
    models: OF_ACTIVITY,
  },
  {
    what: 'which series a name inside means',
    edits: [['features/activity.sql', 'LEFT JOIN fred.cumfn AS', 'LEFT JOIN fred.indpro AS']],
    differing: ['features.activity.capacity_utilization'],
    models: [],
  },
  {
    what: 'a filter',
    edits: [['features/activity.sql', '1947-01-01', '1948-01-01']],
    differing: ['features.activity.rows'],
    models: OF_ACTIVITY,
  },
  {
    what: 'a series more, for a column more',
    edits: [
      ['features/activity.sql', 'utilization.value AS utilization,', 'utilization.value AS utilization, m.value AS m,'],
      [
        'features/activity.sql',
        'LEFT JOIN fred.gdp AS',
        'LEFT JOIN fred.m2sl AS m ON m.date = periods.date\n  LEFT JOIN fred.gdp AS',
      ],
      [
        'features/activity.sql',
        'utilization AS capacity_utilization,',
        'utilization AS capacity_utilization,\n  m AS money,',
      ],
      ['features/activity.yaml', 'columns:\n', 'columns:\n  money: { description: money, unit: billions }\n'],
    ],
    differing: ['features.activity.rows', 'features.activity.money'],
    models: [],
  },
  {
    what: 'a comment, white space and names inside',
    edits: [
      ['features/labor.sql', '\nSELECT\n', '\n-- The columns.\nselect  \n'],
      ['features/activity.sql', 'utilization.value AS utilization', 'u.value /* of capacity */ AS utilization'],
      ['features/activity.sql', 'AS utilization ON utilization.date = periods.date', 'AS u ON (u.date = periods.date)'],
      ['models/recession_logit.yaml', 'model: recession_logit', '# The large one.\nmodel: recession_logit'],
    ],
    differing: [],
    models: [],
  },
])('on the reference project, $what', async ({ edits, differing, models }) => {
  try {
    for (const [file, from, to] of edits) await edit(project, file, from, to);
    const diff = (await ewsJson(project.root, 'lineage', 'diff', 'v1')) as LineageDiff;
    const found = diff.stages.flatMap(({ id, rows, columns }) => [
      ...(rows.rechosen || rows.added.length > 0 ? [`${id}.rows`] : []),
      ...columns.map(({ column }) => `${id}.${column}`),
    ]);
    expect(found).toEqual(differing);
    expect(diff.models).toEqual(models);
    expect(diff.stages.flatMap(({ settings }) => settings)).toEqual([]);
  } finally {
    runGit(project.root, 'checkout', '--quiet', '.');
  }
});
