import { expect, it, onTestFinished } from 'vitest';
import { compile, type Graph } from '../../engine/compile/index.ts';
import { present } from '../../engine/presence/index.ts';
import { DIGEST_RULES, lineageStages, STAGE_RULES, type StageRule } from '../../engine/steps/index.ts';
import { IN_PROCESS } from '../../engine/warehouse/index.ts';
import {
  buildLineage,
  diffLineage,
  type LineageDiff,
  type LineageGraph,
  type Place,
  trace,
  traceToJson,
} from '../../lineage/index.ts';
import { addFiles, copyProject, definitionsOf, edit } from './small-project.ts';

// Definitions alone: what is stored is compared with lineage by the oracle over whole projects.

type Edit = readonly [file: string, from: string, to: string];

const MODEL = 'models/crisis_probit.yaml';
const EXCLUDED: Edit = [MODEL, 'minimum_episodes: 2', 'minimum_episodes: 2\n  exclude: [in_event]'];
const AFTER_EVENT: Edit = [MODEL, 'minimum_episodes: 2', 'minimum_episodes: 2\n  exclude_after_event_months: 3'];
const VINTAGES: Edit = ['sources/rates.yaml', 'snapshot:', 'vintages:'];
const BASELINE: Edit = [MODEL, 'seed: 7', 'seed: 7\nbaselines: [{ kind: spread_probit, feature: slope.inverted }]'];
const COMPARING_TESTS: Edit = [
  'features/slope.yaml',
  '- not_null',
  '- unique\n      - monotonic: { direction: increasing }',
];
/** The event told by a group of its own, which no feature and no label reads. */
const OWN_EVENT: readonly Edit[] = [
  ['models/labels/crisis_ahead.yaml', 'event: crisis.in_crisis', 'event: told.state'],
];
const TOLD = {
  'features/told.yaml': 'feature: told\ndescription: The same\ncolumns:\n  state: { description: 1 in a crisis }\n',
  'features/told.sql':
    "SELECT month AS date, CASE WHEN turn = 'start' AND month > DATE '1990-01-01' THEN 1 ELSE 0 END AS state " +
    'FROM bank.turns\n',
};
const OTHER_EVENT: Edit = ['features/told.sql', '1990-01-01', '2004-01-01'];

const compiled = new Map<string, Promise<Graph>>();

/** The definitions with these edits, compiled once. */
function graphOf(edits: readonly Edit[]): Promise<Graph> {
  const key = JSON.stringify(edits);
  const graph = compiled.get(key) ?? compileEdited(edits);
  compiled.set(key, graph);
  return graph;
}

async function compileEdited(edits: readonly Edit[]): Promise<Graph> {
  const project = await copyProject(onTestFinished);
  await addFiles(project, TOLD);
  for (const [file, from, to] of edits) await edit(project, file, from, to);
  return compile(await definitionsOf(project), { warehouses: IN_PROCESS });
}

async function lineageOf(edits: readonly Edit[] = [], without?: StageRule): Promise<LineageGraph> {
  return buildLineage(lineageStages(await graphOf(edits), ...(without === undefined ? [] : [without])), DIGEST_RULES);
}

/** The nodes that depend on a place, or that it depends on. */
function nodes(lineage: LineageGraph, target: Place, direction: 'upstream' | 'downstream'): readonly string[] {
  const tree = trace(lineage, target, { direction });
  if (tree === undefined) throw new Error(`no ${target.node}.${target.column}`);
  return [...new Set(traceToJson(tree).places.map(({ node }) => node))];
}

/** `FILTER features.crisis.in_crisis` of one column. */
function edges(lineage: LineageGraph, node: string, column: string): readonly string[] {
  const found = lineage.column({ node, column });
  if (found === undefined) throw new Error(`no ${node}.${column}`);
  return found.edges.map(({ subtype, from }) => `${subtype} ${from.relation}.${from.column}`);
}

async function diffOf(before: readonly Edit[], after: readonly Edit[]): Promise<LineageDiff> {
  return diffLineage(await lineageOf(before), await lineageOf(after));
}

it.each([
  ['rates', 'a source with vintages'],
  ['bank.turns', 'a table that tells when its rows became known'],
])('when the rows of raw.%s were known reaches all that %s feeds', async (raw) => {
  const lineage = await lineageOf([VINTAGES]);
  const column = raw === 'rates' ? 'realtime_start' : 'told_on';
  const reached = nodes(lineage, { node: `raw.${raw}`, column }, 'downstream');
  const fed = raw === 'rates' ? ['features.slope', 'features.strain'] : ['features.crisis', 'labels.crisis_ahead'];
  const model = ['frames', 'models', 'predictions', 'alarms', 'cards'].map((room) => `${room}.crisis_probit`);
  expect(reached).toEqual(expect.arrayContaining([...fed, ...model]));
});

it('knowledge of a source that a label reads decides since when its values are known', async () => {
  const lineage = await lineageOf([
    [
      'models/labels/crisis_ahead.sql',
      'FROM calendar.dates',
      'FROM (SELECT DISTINCT d.date FROM calendar.dates AS d, bank.turns)',
    ],
  ]);
  for (const column of ['known_from', 'known_to']) {
    expect(edges(lineage, 'labels.crisis_ahead', column)).toEqual(
      expect.arrayContaining(['FILTER bank.turns.realtime_start', 'FILTER bank.turns.realtime_end']),
    );
  }
});

it('a first vintage is served before its day only where that is assumed', async () => {
  const assumed = await lineageOf([VINTAGES]);
  const honest = await lineageOf([VINTAGES, ['sources/rates.yaml', 'prehistory: assume', 'prehistory: none']]);
  expect(rowEdges(assumed, 'features.slope')).toContain('FILTER rates.long.knowledge');
  expect(rowEdges(honest, 'features.slope')).not.toContain('FILTER rates.long.knowledge');
});

it.each([
  ['in it', EXCLUDED],
  ['soon after it', AFTER_EVENT],
])('the event reaches a model that leaves out the dates %s, and no model that does not', async (_, excluding) => {
  const event = { node: 'features.told', column: 'state' };
  const told = ['models.crisis_probit', 'predictions.crisis_probit', 'cards.crisis_probit'];
  const lineage = await lineageOf([...OWN_EVENT, excluding]);
  expect(nodes(lineage, event, 'downstream')).toEqual(expect.arrayContaining(told));
  const excluded = edges(lineage, 'predictions.crisis_probit', 'excluded');
  expect(excluded).toContain('CONDITIONAL features.told.state');
  expect(excluded.filter((each) => each.endsWith('.y'))).toEqual([]);
  expect(edges(lineage, 'models.crisis_probit', 'fit')).toContain('FILTER features.told.state');

  const other = await lineageOf(OWN_EVENT);
  expect(other.column({ node: 'predictions.crisis_probit', column: 'excluded' })?.constant).toBe(true);
  expect(nodes(other, event, 'downstream')).not.toContain('predictions.crisis_probit');
  // Episodes are what its scores are counted in.
  expect(edges(other, 'models.crisis_probit', 'scores')).toContain('GROUP_BY features.told.state');
});

it('a diff of the event names the model that leaves dates out by it', async () => {
  const diff = await diffOf([...OWN_EVENT, EXCLUDED], [...OWN_EVENT, EXCLUDED, OTHER_EVENT]);
  expect(diff.stages.map(({ id }) => id)).toEqual(['features.told']);
  expect(diff.models).toEqual(['models.crisis_probit']);
  expect(diff.reaches).toContain('predictions.crisis_probit');
  expect((await diffOf(OWN_EVENT, [...OWN_EVENT, OTHER_EVENT])).reaches).not.toContain('predictions.crisis_probit');
});

it('every decision date comes from the calendar, and so do the rows', async () => {
  const lineage = await lineageOf();
  const rooms = [
    'features.credit',
    'features.strain',
    'frames.crisis_probit',
    'predictions.crisis_probit',
    'alarms.crisis_probit',
  ];
  for (const node of rooms) {
    expect(present(lineage.column({ node, column: 'as_of' })).constant).toBe(false);
    expect(nodes(lineage, { node, column: 'as_of' }, 'upstream')).toContain('calendar.dates');
  }
  expect(edges(lineage, 'labels.crisis_ahead', 'known_from')).toContain('TRANSFORMATION calendar.dates.date');
  const reached = nodes(lineage, { node: 'calendar.dates', column: 'date' }, 'downstream');
  const stages = lineage.stages.filter(({ kind }) => kind !== 'raw' && kind !== 'source').map(({ id }) => id);
  expect(stages.filter((id) => !reached.includes(id))).toEqual([]);
});

it.each([
  { setting: 'start', edit: ['2000-01-31', '2001-01-31'], from: '2000-01-31', to: '2001-01-31' },
  { setting: 'end', edit: ['2009-12-31', '2009-06-30'], from: '2009-12-31', to: '2009-06-30' },
  { setting: 'end', edit: ['2009-12-31', 'data'], from: '2009-12-31', to: 'data, 2009-12-31' },
  { setting: 'frequency', edit: ['monthly', 'quarterly'], from: 'monthly', to: 'quarterly' },
] as const)('a diff names another $setting of the calendar, $to', async ({ setting, edit: [now, then], from, to }) => {
  const diff = await diffOf([], [['ews.config.yaml', `${setting}: ${now}`, `${setting}: ${then}`]]);
  const [calendar] = diff.stages.filter(({ id }) => id === 'calendar.dates');
  expect(present(calendar).settings).toEqual([{ setting, from, to }]);
  expect(diff.models).toEqual(['models.crisis_probit']);
});

it('where data go to is a change of the calendar that ends there', async () => {
  const data: Edit = ['ews.config.yaml', 'end: 2009-12-31', 'end: data'];
  const diff = await diffOf(
    [data],
    [data, ['sources/bank.yaml', 'complete_through: 2009-12-31', 'complete_through: 2009-06-30']],
  );
  const settings = diff.stages.find(({ id }) => id === 'calendar.dates')?.settings;
  expect(settings).toEqual([{ setting: 'end', from: 'data, 2009-12-31', to: 'data, 2009-06-30' }]);
});

it('tests know what they compare rows by', async () => {
  const lineage = await lineageOf([COMPARING_TESTS]);
  expect(edges(lineage, 'tests.slope.slope.unique', 'failures')).toEqual([
    'FILTER features.slope.slope',
    'WINDOW features.slope.slope',
  ]);
  expect(edges(lineage, 'tests.slope.slope.monotonic', 'failures')).toEqual([
    'FILTER features.slope.slope',
    'WINDOW features.slope.as_of',
  ]);
});

it('a date that a query decides by a value lets that value decide which row is the last', async () => {
  const lineage = await lineageOf();
  expect(rowEdges(lineage, 'features.credit')).toContain('SORT bank.loans.date');
  const decided = await lineageOf([
    [
      'features/crisis.sql',
      '  months.date,',
      "  CASE WHEN turns.told_on > DATE '2001-01-01' THEN months.date END AS date,",
    ],
  ]);
  expect(rowEdges(decided, 'features.crisis')).toContain('SORT bank.turns.told_on');
});

/** What decides about the rows of a stage: `SORT bank.loans.date`. */
function rowEdges(lineage: LineageGraph, stage: string): readonly string[] {
  const { rows } = present(lineage.stage(stage), stage);
  return rows.map(({ subtype, from }) => `${subtype} ${from.relation}.${from.column}`);
}

it.each(STAGE_RULES)('the rule %s gives edges', async (rule) => {
  const edits = [EXCLUDED, VINTAGES, BASELINE, COMPARING_TESTS];
  expect((await lineageOf(edits, rule)).toJSON()).not.toEqual((await lineageOf(edits)).toJSON());
});
