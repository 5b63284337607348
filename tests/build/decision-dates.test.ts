import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Day } from '../../engine/calendar/index.ts';
import type { EventCardBody } from '../../engine/cards/index.ts';
import { last, present } from '../../engine/presence/index.ts';
import { IN_PROCESS, type Row, withWarehouse } from '../../engine/warehouse/index.ts';
import { builtPanel } from './built-panel.ts';
import { objectFile } from './object-file.ts';
import { monthsOf } from './panel-project.ts';
import {
  addFiles,
  type Built,
  buildProject,
  copyProject,
  edit,
  executed,
  nodeResult,
  refusedBuild,
  type TestProject,
} from './small-project.ts';
import { toldThrough } from './told-through.ts';

interface Turn {
  readonly turn: 'start' | 'end';
  readonly month: string;
  readonly toldOn: Day;
}

/** A label whose SQL says 0 of every month after the last turn, whether or not anybody looked. */
const CRISIS = `WITH months AS (
  SELECT CAST(unnest(generate_series(min(month), date_trunc('month', as_of()), INTERVAL 1 MONTH)) AS DATE) AS date
  FROM committee.turns
)

SELECT
  months.date,
  CASE WHEN turns.turn = 'start' THEN 1 ELSE 0 END AS in_crisis
FROM months
ASOF JOIN committee.turns AS turns ON months.date >= turns.month
`;

/** The small project, its turns a source of their own that somebody last looked at on `through`. */
async function lookedAt(through: Day, end = '2009-12-31'): Promise<TestProject> {
  const project = await copyProject(onTestFinished);
  const bank = await readFile(path.join(project.root, 'sources/bank.yaml'), 'utf8');
  const [loans = '', turns = ''] = bank.split('  turns:\n');
  const csv = await readFile(path.join(project.root, 'sources/data/turns.csv'), 'utf8');
  await writeFile(path.join(project.root, 'sources/data/turns.csv'), toldThrough(through, csv, 2));
  await addFiles(project, {
    'sources/bank.yaml': loans,
    'sources/committee.yaml':
      'source: committee\nconnector: file\ndescription: who says when\n' +
      `complete_through: ${through}\ntables:\n  turns:\n${turns}`,
    'features/crisis.sql': CRISIS,
  });
  await edit(project, 'ews.config.yaml', 'end: 2009-12-31', `end: ${end}`);
  return project;
}

async function move(project: TestProject, from: string, to: string): Promise<void> {
  await edit(project, 'sources/committee.yaml', `complete_through: ${from}`, `complete_through: ${to}`);
}

async function rowsOf(project: TestProject, built: Built, kind: string, node: string): Promise<readonly Row[]> {
  const object = nodeResult(built, node).objects.find((each) => each.kind === kind);
  if (object === undefined) throw new Error(`${node} has no ${kind}`);
  return withWarehouse(IN_PROCESS, {}, async (warehouse) => {
    const file = await objectFile(path.join(project.lake, 'objects', kind, object.name, object.fingerprint));
    return await warehouse.rows(`SELECT * FROM read_parquet('${file}')`);
  });
}

async function cardOf(project: TestProject, { result }: Built): Promise<EventCardBody> {
  const file = path.join(project.lake, 'runs', result.run, 'cards', 'crisis_probit.json');
  return JSON.parse(await readFile(file, 'utf8')).body;
}

const day = (value: unknown): string => String(value).slice(0, 10);
const monthEnd = (index: number): Day => new Date(Date.UTC(2000, index + 1, 0)).toISOString().slice(0, 10);
const CALENDAR = Array.from({ length: 120 }, (_, i) => monthEnd(i));
const HORIZON = 3;

async function turnsOf(project: TestProject): Promise<readonly Turn[]> {
  const [, ...lines] = (await readFile(path.join(project.root, 'sources/data/turns.csv'), 'utf8')).trim().split('\n');
  return lines.map((line) => {
    const [turn, month = '', toldOn = ''] = line.split(',');
    return { turn: turn === 'start' ? 'start' : 'end', month, toldOn };
  });
}

/** y of a decision date as known on a cut-off, said in TypeScript, a pair at a time. */
function outcome(turns: readonly Turn[], date: Day, cutoff: Day): 0 | 1 | null {
  const known = turns.filter(({ toldOn }) => toldOn <= cutoff);
  const month = `${monthEnd(CALENDAR.indexOf(date) + HORIZON).slice(0, 7)}-01`;
  const [earliest] = known;
  if (earliest === undefined || month > cutoff || month < earliest.month) return null;
  return present(known.findLast((turn) => turn.month <= month)).turn === 'start' ? 1 : 0;
}

describe.each(['2006-12-31', '2008-06-15', '2009-11-30'])('where somebody last looked on %s', (through) => {
  it('labels, events and their tests stop there, and predictions do not', async () => {
    const project = await lookedAt(through);
    const built = await buildProject(project);
    expect(built.result.ok).toBe(true);
    const looked = CALENDAR.filter((date) => date <= through);
    const lastLooked = last(looked);

    // The label, by the loop over all pairs of dates: nothing of a later cut-off, nothing of a later date.
    const stored = await rowsOf(project, built, 'label', 'labels.crisis_ahead');
    const turns = await turnsOf(project);
    for (const date of CALENDAR) {
      for (const cutoff of looked) {
        const version = stored.find(
          (row) => day(row['date']) === date && day(row['known_from']) <= cutoff && cutoff < day(row['known_to']),
        );
        const expected = date <= cutoff ? outcome(turns, date, cutoff) : null;
        // An outcome that nobody can know yet is NULL, or there is no version of it at all.
        const y = version === undefined ? null : version['y'];
        expect(y, `${date} as known on ${cutoff}`).toBe(expected);
      }
    }
    expect(stored.map((row) => day(row['date'])).filter((date) => date > lastLooked)).toEqual([]);
    expect(stored.map((row) => day(row['known_from'])).filter((date) => date > lastLooked)).toEqual([]);

    const crisis = await rowsOf(project, built, 'feature', 'features.crisis');
    expect(crisis.map((row) => day(row['as_of']))).toEqual(looked);
    const slope = await rowsOf(project, built, 'feature', 'features.slope');
    expect(slope.map((row) => day(row['as_of']))).toEqual(CALENDAR);

    const predicted = await rowsOf(project, built, 'prediction', 'models.crisis_probit');
    expect(day(last(predicted)['as_of'])).toBe('2009-12-31');
    for (const row of predicted) {
      expect(typeof row['probability'], day(row['as_of'])).toBe('number');
      expect(row['y'], day(row['as_of'])).toBe(outcome(turns, day(row['as_of']), lastLooked));
    }
    const refits = (await cardOf(project, built)).stability.refits.map(({ cutoff }) => cutoff);
    expect(refits).toEqual(['2005-01-31', '2006-01-31', '2007-01-31', '2008-01-31', '2009-01-31']);
    expect((await cardOf(project, built)).data).toMatchObject({
      lastDecision: '2009-12-31',
      outcomesThrough: lastLooked,
    });
    expect(built.result.predictions[0]).toMatchObject({ asOf: '2009-12-31', outcomesThrough: lastLooked });
  });
});

describe('what nobody can know', () => {
  it('does not change with a later look: predictions of cut-offs up to the earlier one are the same', async () => {
    const [early, late] = [await lookedAt('2006-12-31'), await lookedAt('2009-12-31')];
    const [first, second] = [await buildProject(early), await buildProject(late)];
    const [before, after] = [
      await rowsOf(early, first, 'prediction', 'models.crisis_probit'),
      await rowsOf(late, second, 'prediction', 'models.crisis_probit'),
    ];
    const said = (rows: readonly Row[]) =>
      rows
        .filter((row) => day(row['cutoff']) <= '2006-12-31')
        .map(({ y: _, ...row }) => ({ ...row, as_of: day(row['as_of']), cutoff: day(row['cutoff']) }));
    expect(said(before).length).toBe(24);
    expect(said(before)).toEqual(said(after));
    // The property sees something: what came later made later refits say something else.
    expect(before.map(({ probability }) => probability)).not.toEqual(after.map(({ probability }) => probability));
  });

  it('a look that finds nothing new gives no new outcome but those that time has made known', async () => {
    const project = await lookedAt('2007-06-30');
    const first = await rowsOf(project, await buildProject(project), 'prediction', 'models.crisis_probit');
    await move(project, '2007-06-30', '2007-09-30');
    const built = await buildProject(project);
    const second = await rowsOf(project, built, 'prediction', 'models.crisis_probit');
    const known = (rows: readonly Row[]) => rows.filter(({ y }) => y !== null).map((row) => day(row['as_of']));
    expect(known(first).at(-1)).toBe('2007-03-31');
    expect(known(second)).toEqual([...known(first), '2007-04-30', '2007-05-31', '2007-06-30']);
    expect(executed(built)).toEqual([
      'features.crisis',
      'labels.crisis_ahead',
      'models.crisis_probit',
      'source:committee',
      'tests.crisis.in_crisis.accepted_values',
    ]);
  });

  it('is no crisis and no calm: dates whose state is unknown are predicted and not excluded', async () => {
    const project = await lookedAt('2008-12-31');
    await edit(
      project,
      'models/crisis_probit.yaml',
      '  minimum_episodes: 2\n',
      '  minimum_episodes: 2\n  exclude: [in_event]\n',
    );
    const built = await buildProject(project);
    const rows = await rowsOf(project, built, 'prediction', 'models.crisis_probit');
    const excluded = rows.filter((row) => row['excluded'] === true).map((row) => day(row['as_of']));
    // The crisis of 2008-09 lasts until 2009-06, which nobody had told by the end of 2008.
    expect(excluded.filter((date) => date > '2006-10-31')).toEqual([
      '2008-09-30',
      '2008-10-31',
      '2008-11-30',
      '2008-12-31',
    ]);
    const after = rows.filter((row) => day(row['as_of']) > '2008-12-31');
    expect(after.length).toBe(12);
    expect(after.every((row) => row['probability'] !== null && row['y'] === null && row['excluded'] === false)).toBe(
      true,
    );
    const card = await cardOf(project, built);
    expect(card.events.at(-1)).toEqual({ from: '2008-09-01', to: '2008-12-01' });
    expect(card.limitations).toContainEqual({ kind: 'outcomes_end', through: '2008-12-31' });
  });

  it('a month more of decision dates computes no label, event or test of it anew', async () => {
    const project = await lookedAt('2007-06-30', '2008-12-31');
    await buildProject(project);
    await edit(project, 'ews.config.yaml', 'end: 2008-12-31', 'end: 2009-01-31');
    const built = await buildProject(project);
    expect(executed(built).filter((id) => id.includes('crisis'))).toEqual(['models.crisis_probit']);
    const rows = await rowsOf(project, built, 'prediction', 'models.crisis_probit');
    expect(day(rows.at(-1)?.['as_of'])).toBe('2009-01-31');
  });
});

describe('a panel whose crises somebody last looked up in 2006', () => {
  const COUNTRIES = ['AT', 'BE', 'IT'] as const;
  const LOOKED = '2006-06-30';

  async function panelLookedAt(through: Day): Promise<{ readonly body: EventCardBody; readonly said: readonly Row[] }> {
    const change = async (project: TestProject): Promise<void> => {
      const file = path.join(project.root, 'sources/macro.yaml');
      const [credit = '', states = ''] = (await readFile(file, 'utf8')).split('  states:\n');
      const csv = path.join(project.root, 'sources/data/states.csv');
      await writeFile(csv, toldThrough(through, await readFile(csv, 'utf8'), 3));
      await addFiles(project, {
        'sources/macro.yaml': credit,
        'sources/told.yaml':
          'source: told\nconnector: file\ndescription: crises\n' +
          `complete_through: ${through}\ntables:\n  states:\n${states}`,
        'features/crisis.sql': 'SELECT country, date, in_crisis FROM told.states\n',
      });
    };
    const { body, rows } = await builtPanel(COUNTRIES, { change });
    return { body, said: await rows('prediction') };
  }

  it('predicts every country to the end, knows outcomes through then, and says of before what it said', async () => {
    const [early, late] = [await panelLookedAt(LOOKED), await panelLookedAt('2009-12-31')];
    expect(early.body.data).toMatchObject({ lastDecision: '2009-12-31', outcomesThrough: LOOKED });
    const known = monthsOf(COUNTRIES).filter(({ toldOn }) => toldOn <= LOOKED);
    const state = new Map(known.map(({ country, date, inCrisis }) => [`${country} ${date.slice(0, 7)}`, inCrisis]));
    for (const row of early.said) {
      const date = day(row['as_of']);
      const month = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 - 2000 * 12;
      const ahead = [1, 2, 3, 4, 5, 6].map((k) =>
        state.get(`${String(row['country'])} ${monthEnd(month + k).slice(0, 7)}`),
      );
      expect(row['y'], `${String(row['country'])} ${date}`).toBe(outcomeOf(ahead));
    }
    const toldBefore = ({ said }: typeof early) =>
      said.filter((row) => day(row['cutoff']) <= LOOKED).map(({ y: _, excluded: __, ...row }) => JSON.stringify(row));
    expect(toldBefore(early).length).toBeGreaterThan(300);
    expect(toldBefore(early)).toEqual(toldBefore(late));
    expect(early.said.length).toBe(late.said.length);
    expect(late.said.filter(({ y }) => y !== null).length).toBeGreaterThan(
      early.said.filter(({ y }) => y !== null).length,
    );
  });
});

/** 1 if any month is in a crisis, 0 if none is, null while that is not known of all of them. */
function outcomeOf(states: readonly (number | undefined)[]): 0 | 1 | null {
  if (states.includes(1)) return 1;
  return states.includes(undefined) ? null : 0;
}

describe('what limits the decision dates', () => {
  it('is a group that is the event and a feature too: the calendar ends where it does', async () => {
    const project = await lookedAt('2008-06-30', 'data');
    await edit(
      project,
      'models/crisis_probit.yaml',
      'features: [slope.slope, strain.strain]',
      'features: [slope.slope, crisis.in_crisis]',
    );
    const built = await buildProject(project);
    const rows = await rowsOf(project, built, 'prediction', 'models.crisis_probit');
    expect(day(last(rows)['as_of'])).toBe('2008-06-30');
  });

  it('refuses a date beyond what the inputs are complete for, and none beyond what the label is', async () => {
    const project = await lookedAt('2008-06-30', '2010-06-30');
    expect((await refusedBuild(project)).map(({ code, message }) => `${code} ${message}`)).toEqual([
      'EWS3005 decision dates go to 2010-06-30, but source "bank" is complete only through 2009-12-31',
    ]);
  });

  it('leaves a label no date where its source ends before the first', async () => {
    const project = await lookedAt('1999-12-31');
    expect((await refusedBuild(project)).map(({ code }) => code)).toEqual(['EWS2120', 'EWS2120']);
  });
});
