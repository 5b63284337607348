import { randomUUID } from 'node:crypto';
import { cp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Day } from '../../engine/calendar/index.ts';
import type { CardBody } from '../../engine/cards/index.ts';
import { runModelBacktest } from '../../engine/cli/commands/model-backtest.ts';
import { runShow } from '../../engine/cli/commands/show.ts';
import { ProblemError } from '../../engine/diagnostics/index.ts';
import { TEST_KEY } from '../../engine/ingest/fred/client-at.fixture.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { last } from '../../engine/presence/index.ts';
import { type Definitions, onTarget } from '../../engine/project/index.ts';
import { renderRunPages, resultText } from '../../engine/report/index.ts';
import { paintFor } from '../../engine/report/paint/index.ts';
import { build, type RunResult } from '../../engine/run/index.ts';
import { IN_PROCESS, type Row, withWarehouse } from '../../engine/warehouse/index.ts';
import { objectFile } from '../build/object-file.ts';
import { definitionsOf, edit, effectsOf, optionsOf, type TestProject } from '../build/small-project.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { continuedSeries } from '../ingest/fred-server/continued-series.ts';
import { type FredServer, startFredServer } from '../ingest/fred-server/fred-server.ts';
import { REPOSITORY } from './product.ts';

/** Noon UTC of a day is the same day in St. Louis; the month before is over on both. */
const FIRST = '2026-01-05';
const SECOND = '2026-02-05';
const LAST_DATES = ['2025-12-31', '2026-01-31'] as const;
/** Through which somebody has looked at NBER's page, by sources/nber.yaml. */
const LOOKED = '2022-10-31';
const MODELS = ['recession_logit', 'recession_probit', 'sahm_rule', 'unemployment_12m'] as const;

const cleanups: (() => Promise<void>)[] = [];
let server: FredServer;
let project: TestProject;
const runs: RunResult[] = [];

/** The reference project without its forests, which only cost time, on a target that asks the server. */
async function referenceProject(url: string): Promise<TestProject> {
  const root = await temporaryFolder((clean) => cleanups.push(clean));
  for (const part of ['ews.config.yaml', 'features', 'models', 'sources', 'targets']) {
    await cp(path.join(REPOSITORY, part), path.join(root, part), { recursive: true });
  }
  await rm(path.join(root, 'models/recession_forest.yaml'));
  await rm(path.join(root, 'models/recession_ml_forest.yaml'));
  const opened = { root, lake: path.join(root, '.ews/live') };
  await edit(opened, 'ews.config.yaml', 'default_target: local', 'default_target: live');
  await edit(
    opened,
    'targets/live.yaml',
    'fred: { read: live, refresh_hours: 24, requests_per_minute: 100 }',
    `fred: { read: live, refresh_hours: 24, requests_per_minute: 1000000, url: "${url}" }`,
  );
  return opened;
}

async function buildOn(day: Day): Promise<RunResult> {
  const declared = await definitionsOf(project);
  for (const series of (await continuedSeries(declared, day)).values()) server.replaceSeries(series);
  server.setToday(day);
  const options = { ...optionsOf(declared, {}), run: randomUUID(), renderPages: renderRunPages };
  const definitions: Definitions = onTarget(declared, options.target);
  const network = { fetch: globalThis.fetch, sleep: async () => undefined, random: () => 0.5, fredKey: TEST_KEY };
  const effects = effectsOf(project, options.run, { today: day, network });
  return build(options, { definitions, effects, emit: () => undefined, signal: new AbortController().signal });
}

async function rowsOf(run: RunResult, id: string, kind: string): Promise<readonly Row[]> {
  const object = run.nodes.find((node) => node.id === id)?.objects.find((each) => each.kind === kind);
  if (object === undefined) throw new Error(`${id} has no ${kind}`);
  return withWarehouse(IN_PROCESS, {}, async (warehouse) => {
    const file = await objectFile(path.join(project.lake, 'objects', kind, object.name, object.fingerprint));
    return warehouse.rows(`SELECT * FROM read_parquet('${file}')`);
  });
}

const runFile = (run: RunResult, file: string): Promise<string> =>
  readFile(path.join(project.lake, 'runs', run.run, file), 'utf8');

async function cardOf(run: RunResult, model: string): Promise<CardBody> {
  return JSON.parse(await runFile(run, `cards/${model}.json`)).body;
}

/** The first cut-off, then one every twelve months, up to the last decision date. */
function cutoffs(last: Day): readonly Day[] {
  return Array.from({ length: 60 }, (_, i) => `${1975 + i}-01-31`).filter((day) => day <= last);
}

beforeAll(async () => {
  server = await startFredServer({ series: new Map(), key: TEST_KEY, today: FIRST });
  project = await referenceProject(server.url);
  for (const day of [FIRST, SECOND]) runs.push(await buildOn(day));
});
afterAll(async () => {
  await server.stop();
  for (const clean of cleanups) await clean();
});

function run(at: 0 | 1): RunResult {
  const found = runs[at];
  if (found === undefined) throw new Error('nothing was built');
  return found;
}

describe.each([0, 1] as const)('build %i of a live project', (at) => {
  it('predicts for the last month-end that is over, and knows outcomes through the last look', () => {
    const failed = run(at).nodes.filter(({ status, test }) => status === 'failed' || test?.status === 'fail');
    expect(failed.map(({ id, problems }) => [id, problems])).toEqual([]);
    expect(run(at).predictions.map(({ model }) => model)).toEqual([...MODELS]);
    for (const prediction of run(at).predictions) {
      expect(prediction.asOf, prediction.model).toBe(LAST_DATES[at]);
      expect(prediction.history.at(-1), prediction.model).not.toBeNull();
      // Unemployment is its own outcome, and FRED was asked yesterday.
      const through = prediction.model === 'unemployment_12m' ? LAST_DATES[at] : LOOKED;
      expect(prediction.outcomesThrough, prediction.model).toBe(through);
    }
  });

  it('refits as declared, with the outcomes that are known', async () => {
    for (const model of MODELS) {
      const card = await cardOf(run(at), model);
      expect(
        card.stability.refits.map(({ cutoff }) => cutoff),
        model,
      ).toEqual(cutoffs(LAST_DATES[at]));
    }
    const { stability } = await cardOf(run(at), 'recession_logit');
    const late = stability.refits.filter(({ cutoff }) => cutoff > LOOKED).map(({ rows }) => rows);
    expect(new Set(late).size).toBe(1);
  });

  it('gives no label, state or test of one to a date that nobody looked up', async () => {
    for (const label of ['recession_12m', 'recession_at_12m', 'recession_now']) {
      const rows = await rowsOf(run(at), `labels.${label}`, 'label');
      expect(
        rows.some((row) => String(row['date']) > LOOKED || String(row['known_from']) > LOOKED),
        label,
      ).toBe(false);
    }
    const states = await rowsOf(run(at), 'features.business_cycle', 'feature');
    expect(last(states)['as_of']).toBe(LOOKED);
    const predicted = await rowsOf(run(at), 'models.recession_logit', 'prediction');
    const after = predicted.filter((row) => String(row['as_of']) > LOOKED);
    expect(after.length).toBe(38 + at);
    expect(after.every((row) => row['y'] === null && row['excluded'] === false && row['probability'] !== null)).toBe(
      true,
    );
  });

  it('says through when outcomes are known, wherever it shows predictions or scores', async () => {
    expect(resultText(run(at), undefined, paintFor({}, {}))).toMatch(
      /recession_logit.*\n.*outcomes known through 2022-10-31/,
    );
    expect(await runFile(run(at), 'index.html')).toContain('Outcomes known through 31 Oct 2022.');
    for (const ending of ['md', 'html']) {
      const card = await runFile(run(at), `cards/recession_logit.${ending}`);
      expect([...card.matchAll(/outcomes known through/gi)].length, ending).toBeGreaterThan(2);
    }
  });
});

describe('a month later', () => {
  it('there is one decision date more, and not one earlier prediction is another', async () => {
    for (const model of MODELS) {
      const [before, after] = [
        await rowsOf(run(0), `models.${model}`, 'prediction'),
        await rowsOf(run(1), `models.${model}`, 'prediction'),
      ];
      expect(after.length, model).toBe(before.length + 1);
      expect(last(after)['as_of'], model).toBe(LAST_DATES[1]);
      // Outcomes of unemployment go on to be published.
      const said = (rows: readonly Row[]) => rows.map(({ y: _, ...row }) => row);
      expect(said(after).slice(0, -1), model).toEqual(said(before));
    }
  });

  it('nothing about recessions is computed anew, because nobody has looked since', () => {
    const again = run(1)
      .nodes.filter(({ status }) => status === 'ok')
      .map(({ id }) => id as string);
    expect(again).toContain('models.recession_logit');
    expect(again.filter((id) => /labels\.recession|business_cycle/.test(id))).toEqual([]);
  });

  it('commands that read say the same', async () => {
    const flags = { projectDir: project.root, target: 'live', logFormat: 'text' } as const;
    const backtest = recordingTerminal();
    await runModelBacktest('recession_probit', flags, backtest);
    expect(backtest.said.out.join('\n')).toContain('outcomes known through 2022-10-31');
    const predictions = recordingTerminal();
    await runShow('models.recession_logit', { ...flags, json: true, last: '1' }, predictions);
    expect(JSON.parse(predictions.said.out.join(''))).toMatchObject({
      outcomes_through: LOOKED,
      rows: [{ as_of: LAST_DATES[1], y: null }],
    });
    const label = recordingTerminal();
    await runShow('labels.recession_12m', { ...flags, json: true, last: '1' }, label);
    expect(JSON.parse(label.said.out.join(''))).toMatchObject({ as_of: LOOKED });
    const late = runShow('labels.recession_12m', { ...flags, asOf: LAST_DATES[1] }, recordingTerminal());
    await expect(late).rejects.toThrow(ProblemError);
    await runShow('features.labor', { ...flags, asOf: LAST_DATES[1] }, recordingTerminal());
  });
});
