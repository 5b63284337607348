import { monthIndex } from '../../calendar/index.ts';
import type { LabelDefinition } from '../../project/index.ts';
import type { Row } from '../../warehouse/index.ts';
import type { PositivePeriod } from './made-up-relation.ts';

/** What a label said of one decision date of a world with one positive period. */
export interface LabelAnswer {
  /** Months from the decision's month to the first and to the last one of the positive period. */
  readonly from: number;
  readonly to: number;
  /** Whether the positive period decided: y is 1, of a continuous label another value than everywhere else. */
  readonly moved: boolean;
}

/** Reads answers off rows by date; null where the label does not answer to the positive period, or to nothing else. */
export function answersOf(
  rows: readonly Row[],
  period: PositivePeriod,
  { kind }: Pick<LabelDefinition, 'kind'>,
): readonly LabelAnswer[] | null {
  const said = rows.map((row) => ({ month: monthIndex(String(row['date'])), y: Number(row['y'] ?? Number.NaN) }));
  const [earliest] = said;
  if (earliest === undefined) return null;
  // The first decision date lies farther before the positive period than any window reaches.
  const usual = kind === 'binary' ? 0 : earliest.y;
  const answers = said.map(({ month, y }): LabelAnswer => {
    const from = period.from - month;
    const moved = kind === 'binary' ? y === 1 : Math.abs(y - usual) > 1e-9 * Math.max(1, Math.abs(usual));
    return { from, to: from + period.length - 1, moved };
  });
  return answers.some(({ moved }) => moved) && answers.some(({ moved }) => !moved) ? answers : null;
}

export type WindowMatch =
  | { readonly kind: 'as_declared' }
  /** `looksAt`: the months ahead that moved the label. */
  | { readonly kind: 'differs'; readonly looksAt: readonly number[] };

/**
 * Holds answers against the window. A period within the window must move the label and one outside must not; one that
 * lies in it in part may. `past`: what has happened by the decision may move the label too, since an outcome may be a
 * change from where things stand.
 */
export function compareAnswers(
  answers: readonly LabelAnswer[],
  { fromMonth, toMonth }: LabelDefinition['window'],
  past: 'counts' | 'may_move',
): WindowMatch {
  const looked = answers.filter(({ from }) => past === 'counts' || from > Math.min(fromMonth - 1, 0));
  const wrong = looked.some(({ from, to, moved }) => {
    if (from >= fromMonth && to <= toMonth) return !moved;
    return moved && (to < fromMonth || from > toMonth);
  });
  if (!wrong) return { kind: 'as_declared' };
  return {
    kind: 'differs',
    looksAt: [...new Set(looked.filter(({ moved }) => moved).map(({ from }) => from))].toSorted((a, b) => a - b),
  };
}

/** `1 to 12`, `12`, `3, 6 and 9`; null for no month. */
export function monthsText(months: readonly number[]): string | null {
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined) return null;
  if (first === last) return String(first);
  if (last - first === months.length - 1) return `${first} to ${last}`;
  return `${months.slice(0, -1).join(', ')} and ${last}`;
}
