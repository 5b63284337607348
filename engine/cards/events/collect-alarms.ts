import { at } from '../../presence/index.ts';
import type { AlarmDate } from '../../training/index.ts';
import type {
  AlarmRecord,
  ContributionDate,
  ContributionRecord,
  ContributionSummary,
  SpellFigures,
} from './alarm-record.ts';

/** Features that have their contributions shown date by date; a fifth shade of a chart is for the rest. */
const LARGEST = 4;
/** Contributions named for each spell: those that lowered the margin were not behind the alarm. */
const BEHIND = 3;

type Explained = AlarmDate & { readonly explanation: NonNullable<AlarmDate['explanation']> };

/** What the card shows of an alarm history. */
export function alarmRecord(history: readonly AlarmDate[]): AlarmRecord {
  return { spells: spellFigures(history), contributions: contributionRecord(history.filter(isExplained)) };
}

function spellFigures(history: readonly AlarmDate[]): readonly SpellFigures[] {
  const spells = new Map<string, AlarmDate[]>();
  for (const date of history) {
    if (date.spell === null) continue;
    const { key } = date.prediction;
    const name = key === undefined ? String(date.spell.number) : `${date.spell.number} ${key}`;
    spells.set(name, [...(spells.get(name) ?? []), date]);
  }
  return [...spells.values()].flatMap((dates) => {
    const [first, last] = [dates[0], dates.at(-1)];
    if (first === undefined || last === undefined || first.spell === null) return [];
    return {
      ...keyOf(first),
      from: first.prediction.asOf,
      to: last.prediction.asOf,
      dates: dates.length,
      followed: dates.filter(({ prediction: { y, excluded } }) => y === 1 && !excluded).length,
      outcome: first.spell.outcome,
      together: first.explanation?.contributions.reduce((sum, { contribution }) => sum + contribution, 0) ?? null,
      behind: bySize(raising(first), ({ contribution }) => contribution).slice(0, BEHIND),
    };
  });
}

function raising({ explanation }: AlarmDate): SpellFigures['behind'] {
  const raised = explanation?.contributions.filter(({ contribution }) => contribution > 0) ?? [];
  return raised.map(({ feature, contribution }) => ({ feature, contribution }));
}

function contributionRecord(history: readonly Explained[]): ContributionRecord | null {
  const [first] = history;
  if (first === undefined || first.explanation.contributions.length === 0) return null;
  const columns = first.explanation.contributions.map(({ feature }, position) => ({
    position,
    summary: summaryOf(feature, position, history),
  }));
  const ordered = bySize(columns, ({ summary }) => summary.meanSize);
  const [largest, others] = [ordered.slice(0, LARGEST), ordered.slice(LARGEST)];
  const keys = new Set(history.map(({ prediction }) => prediction.key));
  const figuresOf = (date: Explained): ContributionDate => ({
    asOf: date.prediction.asOf,
    largest: largest.map(({ position }) => contributionOf(date, position)),
    rest: others.reduce((sum, { position }) => sum + contributionOf(date, position), 0),
  });
  return {
    scale: first.explanation.scale,
    features: ordered.map(({ summary }) => summary),
    dates: keys.size > 1 ? [] : history.map(figuresOf),
  };
}

function summaryOf(feature: string, position: number, history: readonly Explained[]): ContributionSummary {
  const dated = history.map((date) => ({
    asOf: date.prediction.asOf,
    ...keyOf(date),
    contribution: contributionOf(date, position),
  }));
  const ascending = dated.toSorted((one, other) => one.contribution - other.contribution);
  const [lowest, highest] = [ascending[0], ascending.at(-1)];
  if (lowest === undefined || highest === undefined) throw new Error('no date is explained');
  const total = (size: (value: number) => number) => dated.reduce((sum, each) => sum + size(each.contribution), 0);
  return {
    feature,
    meanSize: total(Math.abs) / dated.length,
    mean: total((value) => value) / dated.length,
    lowest,
    highest,
  };
}

/** Whose date it is, to be spread into what is said of it. */
function keyOf({ prediction: { key } }: AlarmDate): { readonly key?: string } {
  return key === undefined ? {} : { key };
}

function contributionOf({ explanation }: Explained, position: number): number {
  return at(explanation.contributions, position).contribution;
}

/** Largest in size first; of equal ones the earlier. */
function bySize<T>(members: readonly T[], value: (member: T) => number): readonly T[] {
  return members.toSorted((one, other) => Math.abs(value(other)) - Math.abs(value(one)));
}

function isExplained(date: AlarmDate): date is Explained {
  return date.explanation !== null;
}
