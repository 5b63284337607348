import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { STAGE_RULES, type StageRule } from '../../engine/steps/index.ts';
import { rollOf } from '../lifting/roll.ts';
import { writeCrises } from '../lineage-projects/crises.ts';
import { CRISES_PERTURBATIONS } from '../lineage-projects/crises-perturbations.ts';
import { observeAll, observeSound } from '../lineage-projects/observe-all.ts';
import type { Perturbation } from '../lineage-projects/perturbation.ts';
import { type PerturbationOutcome, ProjectOracle, type WriteProject } from '../lineage-projects/project-oracle.ts';
import { randomPerturbations } from '../lineage-projects/random-perturbations.ts';
import { writeReference, writeSmallReference } from '../lineage-projects/reference.ts';
import { REFERENCE_PERTURBATIONS } from '../lineage-projects/reference-perturbations.ts';

const LARGE = process.env['EWS_LARGE'] === '1';
/** Which perturbations besides the first ones are tried where not all are; `EWS_SEED=` repeats those of a run. */
const SEED = Number(process.env['EWS_SEED'] ?? randomInt(2 ** 31));
/** Drawn for each small project where all are tried. */
const RANDOM = 12;
const HOUR = 3_600_000;

/**
 * Rules whose edges say how something comes about that lies within reach by other edges too: leaving one out changes
 * what is said, and not what is reached, so that no perturbation can show it. That each rule gives edges is tested in
 * tests/build/lineage-edges.test.ts; that these are the right ones this oracle does not see.
 */
const COVERED: readonly StageRule[] = ['prehistory', 'training', 'explanation', 'test_scope'];

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
  { project: 'crises', write: writeCrises, perturbations: CRISES_PERTURBATIONS, always: 10, more: 3 },
];

const WHOLE: Suite = {
  project: 'the whole reference project',
  write: writeReference,
  // With another lag of it, tests of the project fail on dates that the small one does not have.
  perturbations: REFERENCE_PERTURBATIONS.filter(({ name }) => !name.startsWith('fred.pcepi lag')).slice(0, 10),
  always: 10,
  more: 0,
};

interface Observed {
  readonly oracle: ProjectOracle;
  readonly observations: readonly PerturbationOutcome[];
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

it('no perturbation that was chosen is without effect', () => {
  const names = SUITES.flatMap(({ perturbations }) => perturbations.map(({ name }) => name));
  const without = observed.flatMap(({ observations }) => observations.filter(({ changed }) => changed.length === 0));
  expect(without.map(({ perturbation }) => perturbation.name).filter((name) => names.includes(name))).toEqual([]);
});

it.each(STAGE_RULES.filter((rule) => !COVERED.includes(rule)))(
  'a lineage without the edges of %s is caught',
  (rule) => {
    expect(missedWithout(rule)).not.toEqual([]);
  },
);

it.each(COVERED)('whatever the edges of %s reach, others reach too', (rule) => {
  expect(missedWithout(rule)).toEqual([]);
});

function missedWithout(rule: StageRule): readonly string[] {
  return observed.flatMap(({ oracle, observations }) =>
    observations.flatMap((each) => oracle.missedWithout(rule, each)),
  );
}

async function observe({ project, write, perturbations, always, more }: Suite): Promise<Observed> {
  const rest = rollOf(SEED).shuffled(perturbations.slice(always));
  const chosen = LARGE ? perturbations : [...perturbations.slice(0, always), ...rest.slice(0, more)];
  const oracle = await ProjectOracle.open(write);
  const drawn = LARGE && write !== writeReference ? await randomPerturbations(oracle.root, SEED, RANDOM) : [];
  const observations = [...(await observeAll(oracle, chosen)), ...(await observeSound(oracle, drawn))];
  const sum = (of: (each: PerturbationOutcome) => number): number =>
    observations.reduce((total, each) => total + of(each), 0);
  const missing = sum((each) => each.missing.length);
  const [changed, allowed] = [sum((each) => each.changed.length), sum((each) => each.allowed)];
  const seconds = sum((each) => each.seconds) / observations.length;
  const random = drawn.length === 0 ? '' : `, ${observations.length - chosen.length} of them drawn at random,`;
  console.log(
    `figures: ${project}: ${observations.length} perturbations${random} of seed ${SEED}: ${missing} missing edges; ` +
      `of ${allowed} columns and figures within their reach ${changed} changed ` +
      `(${Math.round((100 * changed) / allowed)}%); ${seconds.toFixed(1)} s each`,
  );
  return { oracle, observations };
}
