import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { type LineageFlags, runLineage } from '../../engine/cli/commands/lineage.ts';
import { runLineageVerify } from '../../engine/cli/commands/lineage-verify.ts';
import { OBSERVATIONS_FILE, observationsOf } from '../../engine/ingest/index.ts';
import type { ExplainedPrediction, VerifiedChain } from '../../engine/inspect/index.ts';
import { readValues } from '../../engine/inspect/verify/read-values.ts';
import {
  advanceRef,
  commitObject,
  findObject,
  type ObjectMeta,
  objectPath,
  openLocalStore,
  readRef,
} from '../../engine/lake/index.ts';
import { readEnvironment } from '../../engine/plan/index.ts';
import { at, present } from '../../engine/presence/index.ts';
import { IN_PROCESS, openWarehouse, quoteText } from '../../engine/warehouse/index.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { builtProject } from './built-project.ts';
import { buildProject, definitionsOf, edit, executed, type TestProject } from './small-project.ts';

const fresh = builtProject();
const FILE = 'sources/data/loans.csv';
const TARGET = 'crisis_probit@2008-06-30';

it('a corrected cell: the old value names the old bytes, the new one the new, and verify finds both', async () => {
  const project = await fresh();
  const before = await digestIn(project);
  const text = await readFile(path.join(project.root, FILE), 'utf8');
  const cell = at(present(/^2008-05-01,(.*)$/m.exec(text)), 1);
  await edit(project, FILE, `2008-05-01,${cell}`, '2008-05-01,9999.5');
  await buildProject(project, {}, { today: '2022-11-05' });
  const after = await digestIn(project);

  const loans = await observationOf(project, TARGET);
  expect(loans).toEqual({
    ...{
      date: '2008-05-01',
      keys: {},
      values: { amount: Number(cell) },
      knownSince: '2008-06-30',
      knowledge: 'assumed',
    },
    raw: { file: FILE, key: `raw/bank/loans/${before}.csv`, sha256: before, isNewest: false },
  });
  const told = await lineage(project, TARGET);
  expect(told).toContain(`${FILE}  sha256:${before}  an earlier version, kept as raw/bank/loans/….csv\n`);
  expect(told).not.toContain(after);
  expect(await readFile(path.join(project.lake, `raw/bank/loans/${before}.csv`), 'utf8')).toContain(
    `2008-05-01,${cell}\n`,
  );

  // The frame came out as it was, so that the prediction rests on the older observations: the project's file, which is
  // another one since, is compared with the newest ones alone.
  const { code, chain } = await verified(project, TARGET);
  expect(code).toBe(0);
  expect(observationsIn(chain)).toMatchObject([{ values: { state: 'holds', raws: 1, wrong: 0 } }]);
  expect(idsOfLoans(chain)).toContain(`raw/bank/loans/${before}.csv`);
  const whole = await verified(project, undefined);
  expect(whole.code).toBe(0);
  const newest = expect.objectContaining({ values: expect.objectContaining({ state: 'holds', raws: 2, wrong: 0 }) });
  expect(observationsIn(whole.chain)).toContainEqual(newest);
  expect(idsOfLoans(whole.chain)).toEqual(
    expect.arrayContaining([`raw/bank/loans/${before}.csv`, `raw/bank/loans/${after}.csv`]),
  );
  const file = whole.chain.links.find(({ id }) => id === FILE);
  expect(file?.files).toMatchObject([{ state: 'holds', expected: after }]);

  // The stage of the bytes names the newest, and those that stored values are from besides.
  const { places } = JSON.parse(await lineage(project, 'raw.bank.loans.amount', { json: true }));
  expect(places[0].evidence).toMatchObject({ digest: `sha256:${after}`, earlier: [`sha256:${before}`] });

  // Bytes that old values are from are missed by name, though nothing new needs them.
  await rm(path.join(project.lake, `raw/bank/loans/${before}.csv`));
  const damaged = await verified(project, TARGET);
  expect(damaged.code).toBe(1);
  const wrong = damaged.chain.links.filter(({ holds }) => !holds);
  expect(wrong).toMatchObject([{ kind: 'raw', files: [{ key: `raw/bank/loans/${before}.csv`, state: 'gone' }] }]);
  expect(wrong[0]?.breaks.length).toBeGreaterThan(3);
});

it('a lake of an earlier version: not recorded until the next build, which reuses what has the same rows', async () => {
  const project = await fresh();
  const store = openLocalStore(project.lake);
  const digest = await digestIn(project);
  const old = await withoutRaws(project);
  expect((await observationOf(project, TARGET)).raw).toBeNull();
  expect(await lineage(project, TARGET)).toContain(
    `${FILE}  of which bytes was not recorded, by an earlier version of ews`,
  );
  const definitions = await definitionsOf(project);
  const { manifest } = await readEnvironment(store, 'main');
  if (manifest === undefined) throw new Error('nothing was built');
  const reading = {
    definitions,
    warehouses: IN_PROCESS,
    scratch: path.join(project.root, '.ews', 'scratch', 'values'),
  };
  const nobody = { ...manifest, nodes: {} };
  expect([...(await readValues(store, nobody, [old], reading)).values()]).toEqual([{ state: 'unrecorded' }]);

  expect(executed(await buildProject(project))).toEqual(['source:bank']);
  const { raw } = await observationOf(project, TARGET);
  expect(raw).toMatchObject({ sha256: digest, isNewest: true });
  // What is reused was made from the old object: the one that holds the same rows now tells for it.
  const { manifest: now } = await readEnvironment(store, 'main');
  const told = await readValues(store, now ?? nobody, [old], reading);
  expect([...told.values()]).toMatchObject([{ state: 'holds', raws: 1 }]);
});

type Observation = ExplainedPrediction['features'][number]['series'][number]['observations'][number];

/** The one observation of bank.loans that a prediction shows. */
async function observationOf(project: TestProject, target: string): Promise<Observation> {
  const { features } = JSON.parse(await lineage(project, target, { json: true })) as ExplainedPrediction;
  const found = features.flatMap(({ series }) => series).filter(({ relation }) => relation === 'bank.loans');
  const [only] = found.flatMap(({ observations }) => observations);
  if (only === undefined || found.length !== 1) throw new Error(`${found.length} series of bank.loans`);
  return only;
}

async function lineage(project: TestProject, target: string, flags: Partial<LineageFlags> = {}): Promise<string> {
  const terminal = recordingTerminal();
  expect(await runLineage(target, { projectDir: project.root, logFormat: 'text', ...flags }, terminal)).toBe(0);
  return terminal.said.out.join('\n');
}

async function verified(
  project: TestProject,
  target: string | undefined,
): Promise<{ readonly code: number; readonly chain: VerifiedChain }> {
  const terminal = recordingTerminal();
  const code = await runLineageVerify(target, { projectDir: project.root, logFormat: 'text', json: true }, terminal);
  return { code, chain: JSON.parse(terminal.said.out.join('\n')) as VerifiedChain };
}

function observationsIn({ links }: VerifiedChain): VerifiedChain['links'] {
  return links.filter(({ kind, name }) => kind === 'observations' && name === 'bank.loans');
}

function idsOfLoans({ links }: VerifiedChain): readonly string[] {
  return links.filter(({ name }) => name === 'bank.loans').map(({ id }) => id);
}

async function digestIn(project: TestProject): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path.join(project.root, FILE)))
    .digest('hex');
}

/**
 * Makes the observations of bank.loans what an earlier version of ews stored: without a word of where rows are from.
 */
async function withoutRaws(project: TestProject): Promise<ObjectMeta> {
  const store = openLocalStore(project.lake);
  const ref = await readRef(store, 'sources/bank.loans');
  const meta = await findObject(store, {
    kind: 'observations',
    name: 'bank.loans',
    fingerprint: String(ref?.value['fingerprint']),
  });
  if (ref === undefined || meta === undefined) throw new Error('bank.loans is not stored');
  const { relations, history } = observationsOf(meta);
  const old = path.join(project.root, 'old.parquet');
  const warehouse = await openWarehouse();
  try {
    const file = quoteText(await objectPath(store, meta, OBSERVATIONS_FILE));
    await warehouse.run(
      `COPY (SELECT * EXCLUDE (raw_sha256) FROM read_parquet(${file})) TO ${quoteText(old)} (FORMAT parquet)`,
    );
  } finally {
    warehouse.close();
  }
  const before = Object.entries(relations).map(([id, { raws: _, ...summary }]) => [id, summary] as const);
  const extra = { declaration: 'of revision 2', relations: Object.fromEntries(before), history };
  const stored = await commitObject(store, {
    ...{ kind: 'observations' as const, name: meta.name, fingerprint: '0'.repeat(64), inputs: meta.inputs },
    files: new Map([[OBSERVATIONS_FILE, { file: old }]]),
    extra: extra as unknown as ObjectMeta['extra'],
  });
  const { previous: _, ...value } = ref.value;
  const moved = await advanceRef(store, ref.name, ref.n, { ...value, fingerprint: stored.fingerprint });
  expect(moved.kind).toBe('advanced');
  return stored;
}
