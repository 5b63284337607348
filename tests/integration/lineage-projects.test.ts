import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { STAGE_RULES } from '../../engine/run/lineage-stages/stage-rules.ts';
import { rollOf } from '../lifting/roll.ts';
import { writeCrises } from '../lineage-projects/crises.ts';
import { CRISES_PERTURBATIONS } from '../lineage-projects/crises-perturbations.ts';
import { observeAll } from '../lineage-projects/observe-all.ts';
import type { Perturbation } from '../lineage-projects/perturbation.ts';
import { type Observation, ProjectOracle, type WriteProject } from '../lineage-projects/project-oracle.ts';
import { writeReference, writeSmallReference } from '../lineage-projects/reference.ts';
import { REFERENCE_PERTURBATIONS } from '../lineage-projects/reference-perturbations.ts';

const LARGE = process.env['EWS_LARGE'] === '1';
/** Which perturbations besides the first ones are tried where not all are; `EWS_SEED=` repeats those of a run. */
const SEED = Number(process.env['EWS_SEED'] ?? randomInt(2 ** 31));
const HOUR = 3_600_000;

interface Suite {
  readonly project: string;
  readonly write: WriteProject;
  readonly perturbations: readonly Perturbation[];
  /** The first of them are tried always: without them a rule could be lost unseen. */
  readonly always: number;
  /** So many more each time. */
  readonly more: number;
}

const SUITES: readonly Suite[] = [
  {
    project: 'the reference project made small',
    write: writeSmallReference,
    perturbations: REFERENCE_PERTURBATIONS,
    always: 4,
    more: 2,
  },
  { project: 'crises', write: writeCrises, perturbations: CRISES_PERTURBATIONS, always: 7, more: 3 },
];

const WHOLE: Suite = {
  project: 'the whole reference project',
  write: writeReference,
  perturbations: REFERENCE_PERTURBATIONS.slice(0, 10),
  always: 10,
  more: 0,
};

interface Observed {
  readonly oracle: ProjectOracle;
  readonly observations: readonly Observation[];
}

const observed: Observed[] = [];

beforeAll(async () => {
  for (const suite of LARGE ? [...SUITES, WHOLE] : SUITES) observed.push(await observe(suite));
}, HOUR);

afterAll(async () => {
  for (const { oracle } of observed) await oracle.close();
});

it('nothing outside of what lineage says changes anything that is stored', () => {
  const missing = observed.flatMap(({ observations }) => observations.flatMap((each) => each.missing));
  expect(missing).toEqual([]);
});

it('no perturbation is without effect', () => {
  const without = observed.flatMap(({ observations }) => observations.filter(({ changed }) => changed.length === 0));
  expect(without.map(({ perturbation }) => perturbation.name)).toEqual([]);
});

it.each(STAGE_RULES)('a lineage without the edges of %s is caught', (rule) => {
  const missed = observed.flatMap(({ oracle, observations }) =>
    observations.flatMap((each) => oracle.missedBy(oracle.stagesWithout(rule), each)),
  );
  expect(missed).not.toEqual([]);
});

async function observe({ project, write, perturbations, always, more }: Suite): Promise<Observed> {
  const chosen = LARGE
    ? perturbations
    : [...perturbations.slice(0, always), ...rollOf(SEED).shuffled(perturbations.slice(always)).slice(0, more)];
  const oracle = await ProjectOracle.open(write);
  const observations = await observeAll(oracle, chosen);
  const changed = observations.reduce((sum, each) => sum + each.changed.length, 0);
  const allowed = observations.reduce((sum, each) => sum + each.allowed, 0);
  const missing = observations.reduce((sum, each) => sum + each.missing.length, 0);
  const seconds = observations.reduce((sum, each) => sum + each.seconds, 0) / observations.length;
  console.log(
    `figures: ${project}: ${observations.length} perturbations of seed ${SEED}, ${missing} missing edges; of ${allowed} columns and figures that lineage says they may reach ${changed} changed (${Math.round((100 * changed) / allowed)}%); ${seconds.toFixed(1)} s each`,
  );
  return { oracle, observations };
}
