import { at } from '../../presence/index.ts';
import { blockIntervals } from '../bootstrap.ts';
import { episodesOf } from '../episodes.ts';
import { rowName } from '../frame.ts';
import { frozen } from '../frozen.ts';
import { type Headline, headline } from '../measures/measures.ts';
import { ranking } from '../measures/roc.ts';
import { type ScoredRows, scoredRows, without } from '../measures/scored.ts';
import type { BacktestResult, Measured, RivalScores } from '../results.ts';
import type { BacktestInput, ModelSpec, Rival } from '../types.ts';
import { walkForward } from './walk-forward.ts';

const LEADS = ['auroc', 'relativeUsefulness'] as const;

/**
 * The model beside the simple rivals that it declares: each walks forward under the model's own protocol, label and
 * loss, and both are scored on the decision dates that both predict. Leads resample whole episodes, the same for both.
 */
export function compareRivals(
  input: Omit<BacktestInput, 'labelKnowledge'>,
  rivals: readonly Rival[],
  result: Pick<BacktestResult, 'predictions'>,
): readonly RivalScores[] {
  const { spec } = input;
  // Candidates of the model's own search are not the rivals'.
  const { tuning: _, ...untuned } = spec;
  const episodes = episodesOf(input.events);
  const own = scoredRows(result.predictions, episodes, spec.window);
  return frozen(
    rivals.map((rival) => {
      const theirs: ModelSpec = { ...untuned, ...modelOf(rival) };
      const others = walkForward({ ...input, spec: theirs, labelKnowledge: 'as_known' });
      const [mine, rows] = paired(own, scoredRows(others, episodes, spec.window));
      return { ...rival, ...leads(mine, rows, spec, theirs) };
    }),
  );
}

function modelOf(rival: Rival): Pick<ModelSpec, 'estimator' | 'features'> {
  const features = [rival.feature];
  return rival.kind === 'threshold'
    ? { features, estimator: { kind: 'threshold', at: rival.at, above: rival.above } }
    : { features, estimator: { kind: 'probit', standardize: false } };
}

function paired(one: ScoredRows, other: ScoredRows): readonly [ScoredRows, ScoredRows] {
  return [without(one, unknownTo(other, one)), without(other, unknownTo(one, other))];
}

/** Whether a row of `rows` is none of `others`, by position. */
function unknownTo(others: ScoredRows, rows: ScoredRows): (i: number) => boolean {
  const names = new Set(others.asOf.map((date, i) => rowName(date, others.keys?.[i])));
  return (i) => !names.has(rowName(at(rows.asOf, i), rows.keys?.[i]));
}

function leads(
  mine: ScoredRows,
  theirs: ScoredRows,
  spec: ModelSpec,
  rival: ModelSpec,
): Omit<RivalScores, keyof Rival> {
  // The rival in climatology's place: the skill is against it.
  const against: ScoredRows = { ...mine, baselines: theirs.probabilities };
  const ranked = [ranking(mine.probabilities, mine.labels), ranking(theirs.probabilities, theirs.labels)] as const;
  const statesProbability = rival.estimator.kind !== 'threshold' && spec.estimator.kind !== 'threshold';
  const both = (weights?: readonly number[]): { readonly ours: Headline; readonly theirs: Headline } => ({
    ours: headline(against, spec, ranked[0], weights),
    theirs: headline(theirs, rival, ranked[1], weights),
  });
  const values = (weights?: readonly number[]): readonly (number | null)[] => {
    const { ours, theirs: other } = both(weights);
    return [...LEADS.map((name) => minus(ours[name], other[name])), statesProbability ? ours.brierSkill : null];
  };
  const intervals = blockIntervals(mine.blocks, { ...spec.bootstrap, seed: spec.seed }, values);
  const point = values();
  const measured = (i: number): Measured => {
    const value = point[i] ?? null;
    return { value, interval: value === null ? null : (intervals[i] ?? null) };
  };
  const other = both().theirs;
  return {
    scored: mine.labels.length,
    auroc: other.auroc,
    relativeUsefulness: other.relativeUsefulness,
    aurocLead: measured(0),
    usefulnessLead: measured(1),
    brierSkill: measured(2),
  };
}

function minus(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : one - other;
}
