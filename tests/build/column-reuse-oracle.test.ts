import { randomInt } from 'node:crypto';
import { cp, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { diceOf } from '../../engine/lake/gc/dice.fixture.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { objectDigests } from './objects.ts';
import {
  addFiles,
  type Built,
  buildProject,
  copyProject,
  executed,
  idsWith,
  manifestOf,
  type TestProject,
} from './small-project.ts';

/** Other edits every time; `EWS_SEED=` repeats those of a run. */
const SEED = Number(process.env['EWS_SEED'] ?? randomInt(2 ** 31));
const EDITS = process.env['EWS_LARGE'] === undefined ? 8 : 150;
/** The edits before this one are made and not built: sooner at one that failed, with less of what came before it. */
const FROM = Number(process.env['EWS_FROM'] ?? '0');

/** How a group is written: a form of each of its columns and of its query, by name. */
type Written = Readonly<Record<string, string>>;

/** Forms of a part of a group. Those of one list and one number are meant to come out alike, to the last bit. */
type Forms = Readonly<Record<string, readonly string[]>>;

const SLOPE: Forms = {
  slope: [
    'b.high - b.low',
    '(b.high - b.low) + 0',
    '-(b.low - b.high)',
    'b.high - b.low + 0.01',
    '(b.high - b.low) * (1 + 2.220446049250313e-16)',
    'CASE WHEN b.date < as_of() - INTERVAL 200 DAYS THEN 50 ELSE b.high - b.low END',
    "CASE WHEN b.date = DATE '2003-02-01' THEN NULL ELSE b.high - b.low END",
    "CASE WHEN b.date = DATE '2003-02-01' THEN 'nan'::DOUBLE ELSE b.high - b.low END",
  ],
  inverted: [
    'CASE WHEN b.high < b.low THEN 1 ELSE 0 END',
    'CASE WHEN b.high >= b.low THEN 0 ELSE 1 END',
    'CASE WHEN b.high < b.low + 0.5 THEN 1 ELSE 0 END',
    'CASE WHEN b.date < as_of() - INTERVAL 300 DAYS THEN 1 WHEN b.high < b.low THEN 1 ELSE 0 END',
  ],
  extra: ['', 'b.low', 'NULL::DOUBLE', "CASE WHEN b.date > DATE '2005-01-01' THEN 'nan'::DOUBLE ELSE b.low END"],
  rows: ['', "WHERE b.date >= DATE '2000-04-01'", 'WHERE b.date IS NOT NULL'],
  order: ['slope, inverted', 'inverted, slope'],
  form: ['cte', 'join', 'comma'],
};

const CREDIT: Forms = {
  growth: [
    '100 * ln(amount / first_value(amount) OVER before)',
    'ln(amount / (first_value(amount) OVER before)) * 100',
    '100 * (ln(amount) - ln(first_value(amount) OVER before))',
    '99 * ln(amount / first_value(amount) OVER before)',
  ],
  amount: ['', 'amount', 'amount / 1000'],
};

const STRAIN: Forms = {
  strain: [
    'credit.growth - 2 * slope.slope',
    '(credit.growth - slope.slope) - slope.slope',
    'credit.growth - 3 * slope.slope',
  ],
  vacancies: [
    'vacancies.value',
    'vacancies.value + 1',
    'vacancies.value * (1 + 2.220446049250313e-16)',
    'NULL::DOUBLE',
  ],
};

const GROUPS = { slope: SLOPE, credit: CREDIT, strain: STRAIN } as const;

const BOTH: Written = {
  cte: `both_rates AS (SELECT long.date, long.value AS high, short.value AS low
    FROM rates.long JOIN rates.short USING (date))`,
  comma: `both_rates AS (SELECT short.date, long.value AS high, short.value AS low
    FROM rates.short, rates.long WHERE long.date = short.date)`,
  join: `both_rates AS (SELECT coalesce(long.date, short.date) AS date, long.value AS high, short.value AS low
    FROM rates.long JOIN rates.short ON short.date = long.date)`,
};

function filesOf(written: Readonly<Record<keyof typeof GROUPS, Written>>): Readonly<Record<string, string>> {
  const { slope, credit, strain } = written;
  const extra = slope['extra'] === '' ? '' : `, ${slope['extra']} AS extra`;
  const columns: Written = {
    slope: '  slope: { description: Slope, unit: points, tests: [{ range: { min: -50, max: 60, severity: warn } }] }\n',
    inverted:
      '  inverted: { description: Inverted, unit: "0 or 1", tests: [{ accepted_values: { values: [0, 1] } }] }\n',
  };
  const ordered = String(slope['order'])
    .split(', ')
    .map((name) => columns[name]);
  return {
    'features/slope.yaml': `feature: slope\ndescription: Slope\nttl: 95\ncolumns:\n${ordered.join('')}${
      extra === '' ? '' : '  extra: { description: More, unit: points }\n'
    }`,
    'features/slope.sql': `WITH ${BOTH[String(slope['form'])]}
      SELECT b.date, ${slope['slope']} AS slope, ${slope['inverted']} AS inverted${extra}
      FROM both_rates AS b ${slope['rows']}`,
    'features/credit.yaml': `feature: credit\ndescription: Credit\ncolumns:
  growth: { description: Growth, unit: "%", as_known: last_value, tests: [{ range: { min: -50, max: 50 } }] }\n${
    credit['amount'] === '' ? '' : '  amount: { description: Amount, unit: billions, as_known: last_value }\n'
  }tests:\n  growth_is_fresh: { severity: warn }\n`,
    'features/credit.sql': `SELECT date, ${credit['growth']} AS growth${
      credit['amount'] === '' ? '' : `, ${credit['amount']} AS amount`
    } FROM bank.loans WINDOW before AS (ORDER BY date
      RANGE BETWEEN to_months($trend_months) PRECEDING AND to_months($trend_months) PRECEDING)`,
    'features/strain.yaml': `feature: strain\ndescription: Strain\ncolumns:
  strain: { description: Strain, unit: points }\n  latest_vacancies: { description: Vacancies, unit: thousands }\n`,
    'features/strain.sql': `SELECT slope.date, ${strain['strain']} AS strain, ${strain['vacancies']} AS latest_vacancies
      FROM features.slope AS slope JOIN features.credit AS credit USING (date)
      LEFT JOIN rates.vacancies AS vacancies USING (date)`,
    'models/of_credit.yaml': `model: of_credit
description: Probability by credit and the shape of the curve
label: crisis_ahead
features: [credit.growth, slope.inverted]
estimator: { kind: logit, ridge: 0.1 }
protocol: { first_cutoff: 2005-01-31, refit_months: 24, minimum_episodes: 2 }
loss: { kind: alessi_detken, preference: 0.7 }
lead_window: { min_months: 1, max_months: 6 }
bootstrap: { draws: 20, level: 0.9 }
seed: 7
intended_use: tests of the engine
intended_users: [engineers]
materiality: none
limitations: [its data are made up]
`,
  };
}

it(`${EDITS} random edits built with reuse come to the bytes of an empty lake (EWS_SEED=${SEED})`, async () => {
  const dice = diceOf(SEED);
  const pick = <Item>(items: readonly Item[]): Item => items[dice(items.length)] as Item;
  const project = await copyProject(onTestFinished);
  const first = (forms: Forms): Written =>
    Object.fromEntries(Object.entries(forms).map(([part, [form = '']]) => [part, form]));
  const written = { slope: first(SLOPE), credit: first(CREDIT), strain: first(STRAIN) };
  await addFiles(project, filesOf(written));
  expect((await buildProject(project)).result.ok).toBe(true);
  const tally = { spared: 0, ran: 0 };
  for (let edit = 0; edit < EDITS; edit += 1) {
    for (let more = 0; more <= dice(2); more += 1) {
      const group = pick(Object.keys(GROUPS) as (keyof typeof GROUPS)[]);
      const [part, forms] = pick(Object.entries(GROUPS[group]));
      written[group] = { ...written[group], [part]: pick(forms) };
    }
    if (edit < FROM) continue;
    await addFiles(project, filesOf(written));
    const built = await buildProject(project);
    const what = `edit ${edit}: ${JSON.stringify(written)}`;
    expect(unmade(built), what).toEqual([]);
    const settled = built.events.flatMap((event) => (event.kind === 'settled' ? [event.stage] : []));
    tally.spared += settled.filter(({ action }) => action === 'reuse').length;
    tally.ran += executed(built).length;
    await sameAsAnew(project, what);
    expect(idsWith((await buildProject(project)).result, ['ok', 'failed']), what).toEqual([]);
  }
  console.log(`figures: ${EDITS} edits, ${tally.ran} nodes computed, ${tally.spared} spared by what they read`);
  expect(tally.spared).toBeGreaterThan(0);
}, 3_600_000);

/** What was not made, and why. */
function unmade({ result }: Built): readonly object[] {
  return result.nodes.flatMap(({ id, status, note, problems }) =>
    status === 'failed' || status === 'skipped' ? [{ id, status, note, problems }] : [],
  );
}

/** Holds the lake against one in which everything was computed by the same definitions. */
async function sameAsAnew(project: TestProject, what: string): Promise<void> {
  const root = await temporaryFolder(onTestFinished);
  await cp(project.root, root, { recursive: true, filter: (from) => !from.startsWith(project.lake) });
  const anew = { root, lake: path.join(root, '.ews', 'lake') };
  // What a limit or the machine kept from being made is no difference of reuse, and says its reason here alone.
  expect(unmade(await buildProject(anew, { fullRefresh: true })), `everything, at ${what}`).toEqual([]);
  const [reused, computed] = [await objectDigests(project.lake), await objectDigests(anew.lake)];
  for (const [file, digest] of Object.entries(computed))
    expect(`${file} ${reused[file]}`, what).toBe(`${file} ${digest}`);
  const [left, right] = [await manifestOf(project), await manifestOf(anew)];
  // All but who made it, and the object's own account, which names the inputs that it was made of first.
  const held = ({ nodes }: typeof left): unknown =>
    Object.entries(nodes).map(([id, { builtBy: _, metas: __, ...node }]) => [id, node]);
  expect(held(left), what).toEqual(held(right));
  await rm(root, { recursive: true });
}
