import { type Problem, problem } from '../../diagnostics/index.ts';
import { at, entry, last } from '../../presence/index.ts';
import { EpisodeBlocks } from '../episode-blocks.ts';
import { episodesOf } from '../episodes.ts';
import { finallyExcluded } from '../exclusion.ts';
import { keyAt } from '../frame.ts';
import { labelDay, labelsAsKnown, matureLabels, notExcluded } from '../labels.ts';
import { randomStream } from '../random.ts';
import type { BacktestInput } from '../types.ts';
import type { ValidationRule } from './rule.ts';

/** The rows that a validation goes over, and who holds which of them out. */
export interface DealtGroups {
  /** The last day of the labels. */
  readonly labelsThrough: string;
  /** One a row of the frame: as known today; null where it is not known, or the protocol leaves the row out. */
  readonly y: readonly (0 | 1 | null)[];
  /** Rows of the frame whose label is known, in its order. */
  readonly rows: readonly DealtRow[];
  /** Fold by fold, the names of its groups in the order in which they were dealt. */
  readonly folds: readonly (readonly string[])[];
}

export interface DealtRow {
  /** Position in the frame. */
  readonly row: number;
  readonly y: 0 | 1;
  /** Number of its group. */
  readonly group: number;
  /** Position of the fold that holds it out. */
  readonly fold: number;
}

/** A group of rows: sorted by `order`, called by `name`. */
interface Group {
  readonly order: string | number;
  readonly name: string;
}

/** Deals the groups of the rows with a known label to the folds: sorted, shuffled by the seed, one to each in turn. */
export function dealtGroups(input: BacktestInput, rule: ValidationRule): DealtGroups {
  const { y, labelsThrough } = labelsOfToday(input);
  const groupOf = grouping(input, rule.by);
  const known = y.flatMap((label, row) => (label === null ? [] : [{ row, y: label, of: groupOf(row) }]));
  const byName = new Map(known.map(({ of }) => [of.name, of]));
  const sorted = [...byName.values()].toSorted((one, other) => (one.order < other.order ? -1 : 1));
  const dealt = shuffled(
    sorted.map(({ name }) => name),
    rule.seed,
  );
  const numberOf = new Map(dealt.map((name, i) => [name, i]));
  return {
    labelsThrough,
    y,
    rows: known.map(({ row, y: label, of }) => {
      const group = entry(numberOf, of.name);
      return { row, y: label, group, fold: group % rule.folds };
    }),
    folds: Array.from({ length: rule.folds }, (_, fold) => dealt.filter((__, i) => i % rule.folds === fold)),
  };
}

/** The labels that are known on the last date, mature, of rows that the protocol does not leave out. */
function labelsOfToday(input: BacktestInput) {
  const { frame, labels, spec } = input;
  const lastDate = last(frame.asOf);
  const labelled = labelDay({ ...input, labelKnowledge: 'final' }, lastDate, lastDate);
  const known = labelsAsKnown(labels, frame.asOf, labelled, frame.keys);
  const mature = matureLabels(known, frame.asOf, { cutoff: lastDate, labelled }, spec);
  return { y: notExcluded(mature, finallyExcluded(input)), labelsThrough: labelled };
}

function grouping({ frame, events, spec }: BacktestInput, by: ValidationRule['by']): (row: number) => Group {
  const dated = frame.asOf.map((asOf, i) => ({ asOf, ...keyAt(frame, i) }));
  switch (by) {
    case 'key':
      return (row) => named(at(keysOf(frame), row));
    case 'year':
      return (row) => named(at(frame.asOf, row).slice(0, 4));
    case 'episode': {
      const blocks = new EpisodeBlocks(episodesOf(events), dated);
      return (row) => {
        const block = blocks.of(at(dated, row), spec.window.fromMonth);
        return { order: block, name: blocks.nameOf(block, dated[row]?.key) };
      };
    }
    default:
      return by satisfies never;
  }
}

function named(name: string): Group {
  return { order: name, name };
}

function keysOf({ keys }: BacktestInput['frame']): readonly string[] {
  if (keys === undefined) throw new Error('a validation by key needs a frame with keys');
  return keys;
}

/** In another order, each as likely (Fisher and Yates). */
function shuffled(names: readonly string[], seed: number): readonly string[] {
  const random = randomStream(seed);
  const mixed = [...names];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [mixed[i], mixed[j]] = [at(mixed, j), at(mixed, i)];
  }
  return mixed;
}

const GROUP_WORDS = { key: 'keys', episode: 'episodes', year: 'years' } as const;

/** Why rows cannot be validated as declared; empty where they can. Nothing is fitted to find out. */
export function validationProblems(input: BacktestInput): readonly Problem[] {
  const { spec, frame } = input;
  if (spec.validate === undefined || frame.asOf.length === 0) return [];
  const { rows, folds } = dealtGroups(input, spec.validate);
  const { by, folds: wanted } = spec.validate;
  const groups = folds.flat().length;
  const what = GROUP_WORDS[by];
  if (groups < 2) {
    const have = `${groups} ${groups === 1 ? by : what}`;
    const message = `the rows with a known label have ${have}: nothing is left to train on`;
    const others = Object.keys(GROUP_WORDS).filter((other) => other !== by);
    return [problem('EWS3054', message, { hint: `validate by ${others.join(' or ')}, or remove validate` })];
  }
  if (groups < wanted) {
    const message = `${wanted} folds are to hold out whole ${what}, and the rows with a known label have ${groups}`;
    return [problem('EWS3054', message, { hint: `write folds: ${groups} or fewer` })];
  }
  const positives = rows.filter(({ y }) => y === 1).length;
  if (positives > 0 && positives < rows.length) return [];
  const message = `all ${rows.length} rows with a known label are ${positives === 0 ? 0 : 1}: there is nothing to rank`;
  return [problem('EWS3054', message, { hint: 'start the data earlier, or remove validate' })];
}
