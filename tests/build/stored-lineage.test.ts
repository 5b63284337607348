import path from 'node:path';
import { expect, it } from 'vitest';
import { nodeId } from '../../engine/ids/index.ts';
import { digestOfFile, findObject, openLocalStore } from '../../engine/lake/index.ts';
import { type Manifest, readEnvironment, readFileOfRun } from '../../engine/plan/index.ts';
import { first, present } from '../../engine/presence/index.ts';
import { coefficientShares, importanceShares } from '../../engine/run/model-weights.ts';
import type { FittedGlm } from '../../engine/training/index.ts';
import { buildLineage, type Stage, trace, traceToJson } from '../../lineage/index.ts';
import { builtProject, sharedProject } from './built-project.ts';
import { buildProject, edit, type TestProject } from './small-project.ts';

const fresh = builtProject();
const shared = sharedProject();

it('says of every stage what defines it and which bytes it is', async () => {
  const project = await shared();
  const { manifest, stages } = await stored(project);
  const without = stages.filter(({ evidence }) => evidence?.digest === undefined).map(({ id }) => id);
  // The decision dates come from the configuration: nothing of them is stored.
  expect(without).toEqual(['calendar.dates']);
  for (const kind of ['feature', 'label', 'test', 'frame', 'model', 'prediction', 'alarms', 'card'] as const) {
    for (const { id, evidence } of stages.filter((stage) => stage.kind === kind)) {
      const name = id.slice(id.indexOf('.') + 1);
      const { fingerprint, digest } = present(evidence);
      const made = { kind, name, fingerprint: present(fingerprint) };
      const meta = present(await findObject(openLocalStore(project.lake), made));
      expect([id, `sha256:${first(Object.values(meta.files)).sha256}`]).toEqual([id, digest]);
    }
  }
  const evidenceOf = (wanted: string) => present(stages.find(({ id }) => id === wanted)?.evidence, wanted);
  expect(evidenceOf('raw.rates').digest).toBe(`sha256:${await sha256Of(project, 'sources/data/rates.parquet')}`);
  expect(evidenceOf('rates.long').fingerprint).toBe(present(manifest.nodes[nodeId('rates.long')]).fingerprint);
});

it('leads downstream to the tests of a column, and to no others', async () => {
  const { stages } = await stored(await shared());
  const tests = (column: string): readonly string[] => {
    const tree = trace(buildLineage(stages), { node: 'features.slope', column }, { direction: 'downstream' });
    if (tree === undefined) throw new Error(`no column ${column}`);
    const places = traceToJson(tree).places.filter(({ kind }) => kind === 'test');
    return [...new Set(places.map(({ node }) => node))].filter((id) => id.startsWith('tests.slope.')).toSorted();
  };
  expect(tests('slope')).toEqual(['tests.slope.slope.not_null', 'tests.slope.slope.range']);
  expect(tests('inverted')).toEqual(['tests.slope.inverted.accepted_values']);
});

it('knows what a test in SQL consults, and that a count shows no value', async () => {
  const { stages } = await stored(await shared());
  const { columns } = present(stages.find(({ id }) => id === 'tests.credit.growth_is_fresh'));
  const read = first(columns).edges.map(({ from, masking }) => [from.column, masking]);
  expect(read).toContainEqual(['growth__date', true]);
});

it('weighs the features of a model, together 1', async () => {
  const { stages } = await stored(await shared());
  const { edges } = first(present(stages.find(({ id }) => id === 'models.crisis_probit')).columns);
  const weights = edges.flatMap(({ weight }) => weight ?? []);
  expect(weights.length).toBeGreaterThan(1);
  expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  expect(present(edges.find(({ from }) => from.column === 'y')).weight).toBeUndefined();
});

it('has the same after a build that computes nothing', async () => {
  const project = await fresh();
  const { stages } = await stored(project);
  await buildProject(project);
  expect((await stored(project)).stages).toEqual(stages);
});

it('has no digest of an object that an older definition made', async () => {
  const project = await fresh();
  await edit(project, 'features/slope.yaml', 'ttl: 95', 'ttl: 96');
  await buildProject(project, { select: ['credit'] });
  const { stages } = await stored(project);
  const digest = (wanted: string): string | undefined =>
    present(stages.find(({ id }) => id === wanted)).evidence?.digest;
  expect(digest('features.slope')).toBeUndefined();
  expect(digest('frames.crisis_probit')).toBeUndefined();
  expect(digest('features.crisis')).toMatch(/^sha256:/);
});

it.each([
  ['standardised features', [3, -1], [2, 0.5], [0.75, 0.25]],
  ['several features as they are', [3, -1], [1, 1], undefined],
  ['a constant that was left out', [3, 0], [2, 0], [1, 0]],
] as const)('shares out %s', (_what, weights, scales, shares) => {
  const features = weights.map((_, index) => `f${index}`);
  const preparation = scales.map((scale, index) => ({
    feature: `f${index}`,
    clipLow: null,
    clipHigh: null,
    low: 0,
    high: 1,
    mean: 0,
    scale,
  }));
  const fitted = { kind: 'logit', features, weights, preparation } as unknown as FittedGlm;
  const expected = shares === undefined ? undefined : Object.fromEntries(shares.map((share, i) => [`f${i}`, share]));
  expect(coefficientShares(fitted)).toEqual(expected);
});

it('shares out importances, of which a gain without the feature is none', () => {
  const importance = [
    { feature: 'a', brierIncrease: 0.03, aurocDrop: 0.1 },
    { feature: 'b', brierIncrease: -0.01, aurocDrop: null },
    { feature: 'c', brierIncrease: 0.01, aurocDrop: 0 },
  ];
  expect(importanceShares(importance)).toEqual({ a: 0.75, b: 0, c: 0.25 });
  expect(importanceShares(importance.slice(1, 2))).toBeUndefined();
});

async function stored(
  project: TestProject,
): Promise<{ readonly manifest: Manifest; readonly stages: readonly Stage[] }> {
  const store = openLocalStore(project.lake);
  const { manifest } = await readEnvironment(store, 'main');
  if (manifest === undefined) throw new Error('nothing was built');
  const bytes = present(await readFileOfRun(store, manifest, 'lineage.json'));
  return { manifest, stages: JSON.parse(Buffer.from(bytes).toString('utf8')).stages };
}

async function sha256Of(project: TestProject, file: string): Promise<string> {
  return (await digestOfFile(path.join(project.root, file))).sha256;
}
