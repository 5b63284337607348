import { describe, expect, it } from 'vitest';
import { runModelExplain } from '../../engine/cli/commands/model-explain.ts';
import { findObject, metaDigest, objectPath, openLocalStore } from '../../engine/lake/index.ts';
import { present } from '../../engine/presence/index.ts';
import type { ExplainedDate } from '../../engine/training/index.ts';
import { IN_PROCESS, quoteText, type Row, withWarehouse } from '../../engine/warehouse/index.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { sharedProject } from './built-project.ts';
import { manifestOf, type TestProject } from './small-project.ts';

const shared = sharedProject();
const MODEL = 'crisis_probit';

async function stored(project: TestProject, kind: string): Promise<string> {
  const store = openLocalStore(project.lake);
  const nodes = Object.values((await manifestOf(project)).nodes);
  const node = present(nodes.find(({ objects }) => objects.some((each) => each.kind === kind)));
  const id = present(node.objects.find((each) => each.kind === kind));
  const meta = present(await findObject(store, id));
  expect(Object.values(present(node.metas))).toContain(metaDigest(meta));
  return quoteText(await objectPath(store, meta, 'data.parquet'));
}

async function rowsOf(sql: string): Promise<readonly Row[]> {
  return withWarehouse(IN_PROCESS, {}, async (warehouse) => {
    return await warehouse.rows(sql);
  });
}

describe('the alarm history of a built model', () => {
  it('has a row a prediction, which agrees with it', async () => {
    const project = await shared();
    const [alarms, predictions] = [await stored(project, 'alarms'), await stored(project, 'prediction')];
    const rows = await rowsOf(`
      SELECT count(*) AS rows, count(a.as_of) AS found,
        count(*) FILTER (p.probability IS DISTINCT FROM a.probability OR p.threshold IS DISTINCT FROM a.threshold
          OR p.alarm IS DISTINCT FROM a.alarm OR p.cutoff IS DISTINCT FROM a.cutoff
          OR a.exceeded IS DISTINCT FROM (p.probability >= p.threshold)
          OR a.alarm IS DISTINCT FROM (a.exceedances >= a.required)) AS other
      FROM read_parquet(${predictions}) AS p FULL JOIN read_parquet(${alarms}) AS a USING (as_of)`);
    expect(rows).toEqual([{ rows: rows[0]?.['found'], found: rows[0]?.['found'], other: 0 }]);
    expect(Number(rows[0]?.['rows'])).toBeGreaterThan(50);
  });

  it('has contributions of every feature on every date, which add up to the margin', async () => {
    const alarms = await stored(await shared(), 'alarms');
    const rows = await rowsOf(`
      WITH long AS (
        SELECT as_of, base_margin, margin, unnest(contributions, max_depth := 2) FROM read_parquet(${alarms})
      )
      SELECT as_of, count(DISTINCT feature) AS features, abs(base_margin + sum(contribution) - margin) AS gap
      FROM long GROUP BY as_of, base_margin, margin`);
    expect(rows.length).toBeGreaterThan(50);
    for (const { features, gap } of rows) expect([features, Number(gap) < 1e-9]).toEqual([2, true]);
  });

  it('says of a date what ews model explain says', async () => {
    const project = await shared();
    const terminal = recordingTerminal();
    const flags = { projectDir: project.root, logFormat: 'text', json: true, at: '2007-06-30' } as const;
    expect(await runModelExplain(MODEL, flags, terminal)).toBe(0);
    const { explanation }: ExplainedDate = JSON.parse(terminal.said.out.join(''));
    const rows = await rowsOf(`
      SELECT feature, value, contribution, outside_training AS "outsideTraining"
      FROM (SELECT as_of, unnest(contributions, max_depth := 2) FROM read_parquet(${await stored(project, 'alarms')}))
      WHERE as_of = DATE '2007-06-30'`);
    expect(rows).toEqual(explanation?.contributions);
  });

  it('numbers the spells, each with one outcome', async () => {
    const rows = await rowsOf(`
      SELECT spell, count(DISTINCT spell_outcome) AS outcomes, bool_and(alarm) AS alarm
      FROM read_parquet(${await stored(await shared(), 'alarms')})
      WHERE spell IS NOT NULL GROUP BY spell ORDER BY spell`);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows).toEqual(rows.map((_, i) => ({ spell: i + 1, outcomes: 1, alarm: true })));
  });
});
