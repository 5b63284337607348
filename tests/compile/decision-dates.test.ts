import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Day } from '../../engine/calendar/index.ts';
import { compile, datesOf, type Graph } from '../../engine/compile/index.ts';
import { hasErrors, ProblemError } from '../../engine/diagnostics/index.ts';
import { nodeId } from '../../engine/ids/index.ts';
import { at } from '../../engine/presence/index.ts';
import { readProject } from '../../engine/project/index.ts';
import { memoryFiles } from '../../engine/project/memory-files.ts';
import { IN_PROCESS } from '../../engine/warehouse/index.ts';

type Frequency = 'daily' | 'weekly' | 'monthly' | 'quarterly';

/** A project as drawn: sources by how far they are complete, groups and labels by what they read. */
interface Drawn {
  readonly frequency: Frequency;
  readonly start: Day;
  /** A day, or `data`. */
  readonly end: Day;
  /** The day through which each source is complete; null: it does not say. */
  readonly sources: readonly (string | null)[];
  /** The sources and the earlier groups that each group reads. */
  readonly groups: readonly { readonly sources: readonly number[]; readonly groups: readonly number[] }[];
  readonly labels: readonly {
    readonly sources: readonly number[];
    readonly groups: readonly number[];
    readonly event: number | null;
  }[];
  readonly models: readonly { readonly label: number; readonly feature: number; readonly baseline: number | null }[];
}

const START = '2001-03-01';
const FIRST_CUTOFF = '2001-06-30';

function filesOf(drawn: Drawn): Readonly<Record<string, string>> {
  const files: Record<string, string> = {
    'ews.config.yaml': `name: drawn
calendar: { frequency: ${drawn.frequency}, start: ${drawn.start}, end: ${drawn.end} }
default_target: local
`,
    'targets/local.yaml': 'target: local\ndescription: here\n',
  };
  for (const [i, through] of drawn.sources.entries()) {
    files[`sources/s${i}.parquet`] = '';
    files[`sources/s${i}.yaml`] = [
      `source: s${i}`,
      'connector: fred',
      'description: one series',
      `snapshot: { file: s${i}.parquet }`,
      ...(through === null ? [] : [`complete_through: ${through}`]),
      'series:',
      `  x: { id: X${i}, title: X, units: "%", frequency: monthly, publication_lag: 10 }`,
      '',
    ].join('\n');
  }
  const read = (sources: readonly number[], groups: readonly number[]): string => {
    const relations = [
      ...sources.map((i) => `SELECT date, value FROM s${i}.x`),
      ...groups.map((i) => `SELECT date, x AS value FROM features.g${i}`),
    ];
    return relations.join(' UNION ALL ');
  };
  for (const [i, { sources, groups }] of drawn.groups.entries()) {
    files[`features/g${i}.yaml`] =
      `feature: g${i}\ndescription: drawn\ncolumns: { x: { description: x, tests: [not_null] } }\n`;
    files[`features/g${i}.sql`] = `SELECT date, max(value) AS x FROM (${read(sources, groups)}) GROUP BY date\n`;
  }
  for (const [i, { sources, groups, event }] of drawn.labels.entries()) {
    files[`models/labels/l${i}.yaml`] = [
      `label: l${i}`,
      'description: drawn',
      'kind: binary',
      'window: { from_month: 1, to_month: 1 }',
      ...(event === null ? [] : [`event: g${event}.x`]),
      '',
    ].join('\n');
    files[`models/labels/l${i}.sql`] = `SELECT dates.date, CASE WHEN max(ahead.value) > 0 THEN 1 ELSE 0 END AS y
FROM calendar.dates AS dates LEFT JOIN (${read(sources, groups)}) AS ahead
  ON ahead.date = date_trunc('month', dates.date) + INTERVAL 1 MONTH
GROUP BY dates.date\n`;
  }
  for (const [i, { label, feature, baseline }] of drawn.models.entries()) {
    files[`models/m${i}.yaml`] = [
      `model: m${i}`,
      'description: drawn',
      `label: l${label}`,
      `features: [g${feature}.x]`,
      'estimator: { kind: probit }',
      `protocol: { first_cutoff: ${FIRST_CUTOFF}, refit_months: 12, minimum_episodes: 1 }`,
      ...(baseline === null ? [] : [`baselines: [climatology, { kind: spread_probit, feature: g${baseline}.x }]`]),
      'loss: { kind: sarlin, preference: 0.5 }',
      'intended_use: tests',
      'intended_users: [testers]',
      'materiality: none',
      'limitations: [it is drawn]',
      '',
    ].join('\n');
  }
  return files;
}

/** The dates of every node, or the codes of all that is refused, sorted. */
type Outcome = ReadonlyMap<string, readonly string[]> | readonly string[];

/** What must come out, worked out day by day from what was drawn. */
function expected(drawn: Drawn): Outcome {
  const { sources, groups, labels, models } = drawn;
  const behind = (own: readonly number[], read: readonly number[]): ReadonlySet<number> => {
    const found = new Set(own);
    for (const group of read.map((i) => at(groups, i))) {
      for (const source of behind(group.sources, group.groups)) found.add(source);
    }
    return found;
  };
  const reached = (from: readonly number[]): ReadonlySet<number> => {
    const found = new Set(from);
    for (const i of from) for (const inner of reached(at(groups, i).groups)) found.add(inner);
    return found;
  };
  const all = groups.map((_, i) => i);
  const ofLabels = reached(labels.flatMap(({ groups: read, event }) => [...read, ...(event === null ? [] : [event])]));
  const inputs =
    models.length > 0
      ? reached(models.flatMap(({ feature, baseline }) => [feature, ...(baseline === null ? [] : [baseline])]))
      : new Set(all.filter((i) => !ofLabels.has(i)));
  const isOver = (day: Day, of: Iterable<number>): boolean => [...of].every((i) => (sources[i] ?? '9999-12-31') >= day);
  const limiting = new Set([...inputs].flatMap((i) => [...behind([], [i])]));
  const says = [...limiting].some((i) => sources[i] !== null);
  const limits = says ? limiting : sources.map((_, i) => i);
  if (drawn.end === 'data' && sources.every((through) => through === null)) return ['EWS3005'];
  const isBeyond = drawn.end !== 'data' && !isOver(drawn.end, limiting);
  const calendar: string[] = [];
  for (let day = drawn.start; day <= '2003-12-31'; day = next(day)) {
    const inside = drawn.end === 'data' ? isOver(day, limits) : day <= drawn.end && isOver(day, limiting);
    if (inside && isLast(drawn.frequency, day)) calendar.push(day);
  }
  if (calendar.length === 0) return ['EWS3005'];
  const dates = new Map<string, readonly string[]>();
  for (const i of all) {
    const own = behind([], [i]);
    dates.set(`features.g${i}`, inputs.has(i) ? calendar : calendar.filter((day) => isOver(day, own)));
  }
  for (const [i, label] of labels.entries()) {
    const own = behind(label.sources, label.groups);
    dates.set(
      `labels.l${i}`,
      calendar.filter((day) => isOver(day, own)),
    );
  }
  for (const i of models.keys()) dates.set(`models.m${i}`, calendar);
  const refusals = [
    ...([...dates.values()].some((own) => own.length === 0) ? ['EWS2120'] : []),
    ...(models.length > 0 && calendar.every((day) => day < FIRST_CUTOFF) ? ['EWS2133'] : []),
    ...(isBeyond ? ['EWS3005'] : []),
  ];
  return refusals.length > 0 ? refusals : dates;
}

function same(one: Outcome, other: Outcome): boolean {
  return JSON.stringify([...one]) === JSON.stringify([...other]);
}

function next(day: Day): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** Whether a day is the last one of its period. */
function isLast(frequency: Frequency, day: Day): boolean {
  const [month, after] = [Number(day.slice(5, 7)), Number(next(day).slice(5, 7))];
  if (frequency === 'daily') return true;
  if (frequency === 'weekly') return new Date(`${day}T00:00:00Z`).getUTCDay() === 5;
  return month !== after && (frequency === 'monthly' || month % 3 === 0);
}

async function compiled(drawn: Drawn): Promise<Graph | readonly string[]> {
  const { definitions, problems } = await readProject('/a/project', memoryFiles(filesOf(drawn)));
  if (definitions === undefined || hasErrors(problems)) throw new ProblemError(problems);
  try {
    return await compile(definitions, { warehouses: IN_PROCESS });
  } catch (error) {
    if (error instanceof ProblemError)
      return error.problems.filter(({ severity }) => severity === 'error').map(({ code }) => code);
    throw error;
  }
}

const numbers = (below: number, most = 2) => fc.uniqueArray(fc.nat(below - 1), { maxLength: Math.min(most, below) });
const dayBetween = (from: string, days: number) =>
  fc
    .noBias(fc.nat(days))
    .map((more) => new Date(Date.parse(`${from}T00:00:00Z`) + more * 86_400_000).toISOString().slice(0, 10));

const drawing: fc.Arbitrary<Drawn> = fc
  .record({
    sources: fc.noBias(fc.integer({ min: 2, max: 5 })),
    groups: fc.noBias(fc.integer({ min: 2, max: 5 })),
    labels: fc.noBias(fc.integer({ min: 0, max: 2 })),
  })
  .chain((size) =>
    fc.record({
      frequency: fc.constantFrom<Frequency>('daily', 'weekly', 'monthly', 'quarterly'),
      start: fc.constant(START),
      end: fc.oneof(
        { weight: 5, arbitrary: fc.constant('data') },
        { weight: 1, arbitrary: dayBetween('2001-07-01', 400) },
      ),
      sources: fc.array(fc.option(dayBetween('2001-03-20', 460), { freq: 8 }), {
        minLength: size.sources,
        maxLength: size.sources,
      }),
      groups: fc.tuple(
        ...Array.from({ length: size.groups }, (_, i) =>
          fc
            .record({ sources: numbers(size.sources), groups: i === 0 ? fc.constant([]) : numbers(i) })
            .map((read) => (read.sources.length + read.groups.length === 0 ? { ...read, sources: [0] } : read)),
        ),
      ),
      labels: fc.array(
        fc
          .record({
            sources: numbers(size.sources),
            groups: numbers(size.groups),
            event: fc.option(fc.nat(size.groups - 1)),
          })
          .map((read) => (read.sources.length + read.groups.length === 0 ? { ...read, sources: [0] } : read)),
        { minLength: size.labels, maxLength: size.labels },
      ),
      models:
        size.labels === 0
          ? fc.constant([])
          : fc.array(
              fc.record({
                label: fc.noBias(fc.nat(size.labels - 1)),
                feature: fc.noBias(fc.nat(size.groups - 1)),
                baseline: fc.option(fc.noBias(fc.nat(size.groups - 1))),
              }),
              { minLength: 1, maxLength: 2, size: 'max' },
            ),
    }),
  );

/** The group that a baseline reads ends first, and limits all; then comes the label. */
const BASELINE: Drawn = {
  frequency: 'monthly',
  start: START,
  end: 'data',
  sources: ['2002-01-31', '2001-12-15', '2001-10-31', '2001-07-31'],
  groups: [
    { sources: [0], groups: [] },
    { sources: [1], groups: [0] },
    { sources: [2], groups: [] },
    { sources: [3], groups: [] },
  ],
  labels: [{ sources: [], groups: [3], event: 3 }],
  models: [{ label: 0, feature: 1, baseline: 2 }],
};

it('every node has the dates that follow from what it reads, whatever reads whatever', async () => {
  const seen = { shorter: 0, refused: 0, withoutModels: 0, ofBaselines: 0, neverFitted: 0 };
  await fc.assert(
    fc.asyncProperty(drawing, async (given) => {
      // A model of a binary label has episodes to tell.
      const drawn = {
        ...given,
        labels: given.labels.map((label) => ({ ...label, event: label.event ?? (given.models.length > 0 ? 0 : null) })),
      };
      const [graph, wanted] = [await compiled(drawn), expected(drawn)];
      const plain = expected({ ...drawn, models: drawn.models.map((model) => ({ ...model, baseline: null })) });
      seen.ofBaselines += 'get' in wanted && !same(plain, wanted) ? 1 : 0;
      if (!('get' in wanted)) {
        seen.refused += 1;
        seen.neverFitted += wanted.includes('EWS2133') ? 1 : 0;
        expect([...new Set(graph as readonly string[])].toSorted()).toEqual(wanted);
        return;
      }
      if (!('nodes' in graph)) throw new Error(`refused: ${graph.join(', ')}`);
      seen.shorter += graph.shorter.size > 0 ? 1 : 0;
      seen.withoutModels += drawn.models.length === 0 ? 1 : 0;
      for (const [id, dates] of wanted) {
        expect(datesOf(graph, nodeId(id)), id).toEqual(dates);
        if (id.startsWith('features.'))
          expect(datesOf(graph, nodeId(`tests.${id.slice(9)}.x.not_null`)), id).toEqual(dates);
      }
    }),
    { numRuns: Number(process.env['EWS_DRAWN'] ?? 40), examples: [[BASELINE]] },
  );
  expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(0);
});
