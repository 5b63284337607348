import { at } from '../../presence/index.ts';
import { episodesOf } from '../episodes.ts';
import { predicts } from '../estimators/kinds.ts';
import { rowName } from '../frame.ts';
import { frozen } from '../frozen.ts';
import { difference, measuredFigures } from '../measures/measured.ts';
import { headline } from '../measures/measures.ts';
import { ranking } from '../measures/roc.ts';
import { rowsWithout, type ScoredRows, scoredRows } from '../measures/scored.ts';
import type { BacktestResult, RivalScores } from '../results.ts';
import type { BacktestInput, ModelSpec, Rival } from '../types.ts';
import { walkForward } from './walk-forward.ts';

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
  // Neither the candidates of the model's own search nor its choice of columns are the rivals', who read one feature.
  const { tuning: _tuning, missing: _missing, chooseColumns: _choice, ...untuned } = spec;
  const episodes = episodesOf(input.events);
  const model = scoredRows(result.predictions, episodes, spec.window);
  return frozen(
    rivals.map((rival) => {
      const theirs: ModelSpec = { ...untuned, ...modelOf(rival) };
      const others = walkForward({ ...input, spec: theirs, labelKnowledge: 'as_known' });
      const [mine, rows] = paired(model, scoredRows(others, episodes, spec.window));
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
  return [rowsWithout(one, unknownTo(other, one)), rowsWithout(other, unknownTo(one, other))];
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
  const myRanking = ranking(mine.probabilities, mine.labels);
  const theirRanking = ranking(theirs.probabilities, theirs.labels);
  const statesProbability = [spec, rival].every(({ estimator }) => predicts(estimator) === 'probability');
  const { aurocLead, usefulnessLead, brierSkill } = measuredFigures(
    ['aurocLead', 'usefulnessLead', 'brierSkill'],
    { ...spec, blocks: mine.blocks },
    (weights) => {
      const [model, other] = [
        headline(against, spec, myRanking, weights),
        headline(theirs, rival, theirRanking, weights),
      ];
      return {
        aurocLead: difference(model.auroc, other.auroc),
        usefulnessLead: difference(model.relativeUsefulness, other.relativeUsefulness),
        brierSkill: statesProbability ? model.brierSkill : null,
      };
    },
  );
  const { auroc, relativeUsefulness } = headline(theirs, rival, theirRanking);
  return { scored: mine.labels.length, auroc, relativeUsefulness, aurocLead, usefulnessLead, brierSkill };
}
