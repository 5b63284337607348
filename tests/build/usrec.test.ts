import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { addDays, type Day } from '../../engine/calendar/index.ts';
import { runBuild } from '../../engine/cli/commands/build.ts';
import { runPlan } from '../../engine/cli/commands/plan.ts';
import { runSourceAttest } from '../../engine/cli/commands/source-attest.ts';
import { TEST_KEY } from '../../engine/ingest/fred/client-at.fixture.ts';
import { fredDay } from '../../engine/ingest/index.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { entry } from '../../engine/presence/index.ts';
import { openBuilt } from '../golden-project/built-project.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { type FredSeries, LAST_DAY, type VintageRow } from '../ingest/fred-server/fred-series.ts';
import { startFredServer } from '../ingest/fred-server/fred-server.ts';
import {
  endOfMonthLater,
  monthsLater,
  type TurningPoint,
  usrecSeries,
  usrecTurningPoints,
} from '../ingest/fred-server/usrec-vintages.ts';
import { REPOSITORY } from '../integration/product.ts';

const FIRST_DATE = '1985-01-31';
const LAST_DATE = '2022-10-31';
const HORIZON = 12;

/** The month-ends from the first decision date to the last. */
const DATES = monthEnds(FIRST_DATE, LAST_DATE);

function monthEnds(first: Day, last: Day): readonly Day[] {
  const dates: Day[] = [];
  for (let day = first; day <= last; day = endOfMonthLater(day, 1)) dates.push(day);
  return dates;
}

/** The outcome months of each decision date. */
const AHEAD = new Map(
  DATES.map((date) => [date, Array.from({ length: HORIZON }, (_, ahead) => monthsLater(date, ahead + 1))]),
);

interface Built {
  readonly root: string;
  /** Codes of what the build said, with their messages. */
  readonly said: readonly string[];
}

/** Builds the project on vintages that a server of this test serves; `edit` changes one of its files. */
async function built(
  series: FredSeries,
  edit: (yaml: string) => string = (yaml) => yaml,
  edited = 'sources/usrec.yaml',
): Promise<Built> {
  const server = await startFredServer({ series: new Map([['USREC', series]]), key: TEST_KEY, today: '2026-01-01' });
  const root = await temporaryFolder(onTestFinished);
  onTestFinished(() => server.stop());
  await cp(path.join(REPOSITORY, 'tests/projects/usrec'), root, { recursive: true });
  await cp(path.join(REPOSITORY, 'sources/nber.yaml'), path.join(root, 'sources/nber.yaml'));
  await cp(
    path.join(REPOSITORY, 'sources/snapshot/nber_turning_points.csv'),
    path.join(root, 'sources/snapshot/nber_turning_points.csv'),
  );
  for (const [folder, start] of [
    ['features', 'business_cycle.'],
    ['models/labels', 'recession_12m.'],
  ] as const) {
    for (const file of await readdir(path.join(REPOSITORY, folder))) {
      if (file.startsWith(start)) await cp(path.join(REPOSITORY, folder, file), path.join(root, folder, file));
    }
  }
  await writeFile(
    path.join(root, 'targets/local.yaml'),
    'target: local\ndescription: asks a server of this test\n' +
      `fred: { read: live, requests_per_minute: 1000000, url: "${server.url}" }\n`,
  );
  const yaml = path.join(root, edited);
  await writeFile(yaml, edit(await readFile(yaml, 'utf8')));
  const before = process.env['FRED_API_KEY'];
  process.env['FRED_API_KEY'] = TEST_KEY;
  try {
    const { code, events } = await build(root);
    const said = events.flatMap(({ problem, result }) => [...(problem ? [problem] : []), ...(result?.problems ?? [])]);
    expect({ code, said: code === 0 ? [] : said }).toEqual({ code: 0, said: [] });
    return { root, said: said.map(({ code: which, message }) => `${which} ${message}`) };
  } finally {
    if (before === undefined) delete process.env['FRED_API_KEY'];
    else process.env['FRED_API_KEY'] = before;
  }
}

async function build(root: string): Promise<{ readonly code: number; readonly events: readonly Told[] }> {
  const terminal = recordingTerminal();
  const code = await runBuild('build', { projectDir: root, logFormat: 'json' }, terminal);
  const lines = [...terminal.said.out, ...terminal.said.err].flatMap((text) => text.split('\n'));
  return { code, events: lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Told) };
}

interface Told {
  readonly problem?: { readonly code: string; readonly message: string };
  readonly result?: { readonly problems?: readonly { readonly code: string; readonly message: string }[] };
}

/** `t T` -> y, of all pairs of decision dates of which y is known. */
type Outcomes = ReadonlyMap<string, number>;

async function stored(root: string, label: string): Promise<Outcomes> {
  const outcomes = new Map<string, number>();
  for (const { date, y, known_from: from, known_to: to } of await (await openBuilt(root)).stored(`labels.${label}`)) {
    if (y === null) continue;
    for (const cutoff of DATES) {
      if (String(from) <= cutoff && (to === null || cutoff < String(to))) outcomes.set(`${date} ${cutoff}`, Number(y));
    }
  }
  return outcomes;
}

/** The outcomes by a loop over pairs of dates, given what was known of each month on a day. */
function outcomesOf(stateOn: (day: Day) => ReadonlyMap<string, number>): Outcomes {
  const outcomes = new Map<string, number>();
  for (const cutoff of DATES) {
    const states = stateOn(cutoff);
    for (const date of DATES) {
      if (date > cutoff) continue;
      const months = entry(AHEAD, date).map((month) => states.get(month));
      if (months.includes(1)) outcomes.set(`${date} ${cutoff}`, 1);
      else if (months.every((state) => state === 0)) outcomes.set(`${date} ${cutoff}`, 0);
    }
  }
  return outcomes;
}

/** The rule for turning points, written again from its description. */
function byTurningPoints(points: readonly TurningPoint[]): (day: Day) => ReadonlyMap<string, number> {
  return (day) => {
    const known = points.filter(({ announced }) => announced <= day);
    const latest = known.at(-1);
    const states = new Map<string, number>();
    if (latest === undefined) return states;
    for (let month = '1980-01-01'; month <= day; month = monthsLater(month, 1)) {
      const before = known.findLast((point) => point.month < month)?.kind;
      if (month <= latest.month) states.set(month, before === 'peak' ? 1 : 0);
      else if (latest.kind === 'trough' && day >= endOfMonthLater(month, 12)) states.set(month, 0);
      else if (latest.kind === 'peak' && month <= monthsLater(latest.announced, -2)) states.set(month, 1);
    }
    return states;
  };
}

/** The rule for a state series, written again: versions as ALFRED has them, of the first vintage since `lagMonths`. */
function byUsrec(rows: readonly VintageRow[], lagMonths: number): (day: Day) => ReadonlyMap<string, number> {
  const first = rows.reduce((least, { realtimeStart }) => (realtimeStart < least ? realtimeStart : least), LAST_DAY);
  const versions = rows.map((row) => {
    const assumed = endOfMonthLater(row.date, lagMonths);
    const isEarlier = row.realtimeStart === first && assumed < first;
    return isEarlier ? { ...row, realtimeStart: assumed } : row;
  });
  return (day) => {
    const holding = versions.filter(({ realtimeStart, realtimeEnd }) => realtimeStart <= day && day <= realtimeEnd);
    const zeros = holding.filter(({ date, value }) => value === 0 && day >= endOfMonthLater(date, 12));
    const lastZero = zeros
      .map(({ date }) => date)
      .toSorted()
      .at(-1);
    const isBeforeZero = (date: Day): boolean => lastZero !== undefined && date < lastZero;
    const ones = holding.filter(({ date, value, realtimeStart }) => {
      return value === 1 && (realtimeStart > endOfMonthLater(date, 1) || isBeforeZero(date));
    });
    return new Map([...zeros, ...ones].map(({ date, value }) => [date, Number(value)]));
  };
}

/** Pairs whose outcome the first knows and the second does not, or otherwise. */
function earlierOrOther(outcomes: Outcomes, than: Outcomes): readonly string[] {
  return [...outcomes].flatMap(([pair, y]) => (than.get(pair) === y ? [] : [`${pair}: ${y}, ${than.get(pair)}`]));
}

describe('recessions by USREC', () => {
  it('are known no sooner than by turning points, and as a loop over all pairs of dates knows them', async () => {
    const series = await usrecSeries('1980-01-01');
    const { root, said } = await built(series);
    const usrec = await stored(root, 'usrec_12m');
    const turning = await stored(root, 'recession_12m');
    expect(turning).toEqual(outcomesOf(byTurningPoints(await usrecTurningPoints())));
    expect(usrec).toEqual(outcomesOf(byUsrec(series.rows, 22)));
    expect(earlierOrOther(usrec, turning)).toEqual([]);
    // It knows nearly as much: what it lacks are outcomes that a peak settled before twelve months were over.
    expect(usrec.size / turning.size).toBeGreaterThan(0.999);
    expect([...usrec.values()].filter((y) => y === 1).length).toBeGreaterThan(9000);
    expect(said.filter((line) => /EWS303[45]/.test(line))).toEqual([]);
  });

  it('are so before the first vintage too', async () => {
    const series = await usrecSeries('2014-03-01');
    const { root } = await built(series);
    const usrec = await stored(root, 'usrec_12m');
    expect(usrec).toEqual(outcomesOf(byUsrec(series.rows, 22)));
    expect(earlierOrOther(usrec, await stored(root, 'recession_12m'))).toEqual([]);
  });

  it('a lag of twelve months before the first vintage knows troughs too early, one of 22 none', async () => {
    const { rows } = await usrecSeries('2014-03-01');
    const turning = outcomesOf(byTurningPoints(await usrecTurningPoints()));
    const early = (months: number): number => earlierOrOther(outcomesOf(byUsrec(rows, months)), turning).length;
    expect([11, 12, 21, 22].map(early)).toMatchInlineSnapshot(`
      [
        89,
        78,
        1,
        0,
      ]
    `);
  });

  it('read as they come look ahead, and the build says so', async () => {
    const plain = (yaml: string): string =>
      yaml.replace(/ {4}state: .*\n/, '').replace(/prehistory: .*/, 'prehistory: assume');
    const { root, said } = await built(await usrecSeries('1980-01-01'), plain);
    const early = earlierOrOther(await stored(root, 'usrec_12m'), await stored(root, 'recession_12m'));
    expect(early.length).toBeGreaterThan(1000);
    const warnings = said.filter((line) => line.startsWith('EWS3034'));
    expect(warnings[0]).toContain('labels.usrec_12m of');
    expect(warnings[0]).toContain('usrec.usrec holds nothing but 0 and 1');
    expect(said.filter((line) => line.includes('labels.recession_12m of'))).toEqual([]);
  });
});

describe('a live project whose turning points nobody looked up lately', () => {
  it('predicts for the last month-end, and knows outcomes as far as an attestation goes', async () => {
    const toTheData = (yaml: string): string => yaml.replace('end: 2022-10-31', 'end: data');
    const { root } = await built(await usrecSeries('1980-01-01'), toTheData, 'ews.config.yaml');
    const flags = { projectDir: root, logFormat: 'text' } as const;
    // The last day that is over in St. Louis.
    const yesterday = addDays(fredDay(new Date()), -1);
    const last = endOfMonthLater(yesterday) <= yesterday ? endOfMonthLater(yesterday) : endOfMonthLater(yesterday, -1);
    const lastCutoff = async (): Promise<Day> => {
      const rows = await (await openBuilt(root)).stored('features.business_cycle');
      return String(rows.at(-1)?.['as_of']);
    };
    const planned = async (): Promise<string> => {
      const terminal = recordingTerminal();
      await runPlan(flags, terminal);
      return terminal.said.err.join('\n');
    };
    const predictions = await (await openBuilt(root)).stored('features.usrec_cycle');
    expect(predictions.at(-1)?.['as_of']).toBe(last);
    expect(await lastCutoff()).toBe('2022-10-31');
    expect(await planned()).toContain('EWS3033 source nber is declared complete through 2022-10-31');

    const note = 'the committee announced nothing since 2021-07-19';
    expect(await runSourceAttest('nber', { ...flags, through: last, note }, recordingTerminal())).toBe(0);
    expect(await planned()).not.toContain('EWS3033');
    expect((await build(root)).code).toBe(0);
    expect(await lastCutoff()).toBe(last);
    await expect(
      runSourceAttest('usrec', { ...flags, through: last, note }, recordingTerminal()),
    ).rejects.toMatchObject({
      problems: [{ code: 'EWS6011' }],
    });
  });
});
