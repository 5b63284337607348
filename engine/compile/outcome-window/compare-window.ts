import { monthIndex } from '../../calendar/index.ts';
import type { Warehouses } from '../../warehouse/index.ts';
import type { FeatureNode, LabelNode } from '../graph.ts';
import {
  type DatedRelation,
  dated,
  datedLike,
  type Impulse,
  madeUpRelation,
  numberColumns,
  periodOf,
  type ReadRelation,
} from './made-up-relation.ts';
import { MadeUpWorld } from './made-up-world.ts';
import { answersOf, compareAnswers, type LabelAnswer, type WindowMatch } from './moved-months.ts';
import type { OutcomeCalendar } from './outcome-calendar.ts';
import { type TurningPoints, turningPoints } from './turning-points.ts';

/** What comparing a window with its SQL came to. */
export type WindowComparison =
  | { readonly kind: 'as_declared' }
  | { readonly kind: 'differs'; readonly looksAt: readonly number[]; readonly tried: string }
  | { readonly kind: 'not_comparable' };

type Differing = Extract<WindowComparison, { kind: 'differs' }>;

export interface ComparedLabel {
  readonly label: LabelNode;
  /** The relations that its SQL reads, in order, without the calendar. */
  readonly reads: readonly ReadRelation[];
  /** Undefined where the label names no event. */
  readonly event: EventColumn | undefined;
  /** The sources behind the label and behind its event. */
  readonly sources: readonly ReadRelation[];
  /** Where they are evaluated. */
  readonly warehouses: Warehouses;
}

/** The column that tells a label's event, and the group that it is of. */
export interface EventColumn {
  readonly group: FeatureNode;
  readonly column: string;
}

const STATE: Impulse = { base: 0, positive: 1 };
const CONTRARY: Impulse = { base: 1, positive: 0 };
/** States, and amounts that pass what the SQL asks of them. */
const FROM_ZERO: readonly Impulse[] = [STATE, CONTRARY, { base: 0, positive: 1000 }, { base: 0, positive: -1000 }];
/** A tenfold and a tenth move growth rates and ratios, which nothing does that begins at zero. */
const AMOUNTS: readonly Impulse[] = [
  { base: 100, positive: 1000 },
  { base: 100, positive: 10 },
];

/** A way to make one month positive, and how the label's answers to it are judged. */
interface Trial {
  readonly relation: ReadRelation;
  readonly carriers: readonly string[];
  readonly impulse: Impulse;
  readonly past: 'counts' | 'may_move';
}

/**
 * Compares a label's window with its SQL: evaluates it on made-up outcomes with a single positive month. The column
 * of its event, where the SQL reads it, decides alone. Otherwise every column that it reads is tried as a state and
 * as an amount, and one that answers as declared is enough: a rise answers to what goes up, a fall to what comes
 * down. Turning points are tried last, as the label's event reads them.
 */
export async function compareWindow(compared: ComparedLabel, calendar: OutcomeCalendar): Promise<WindowComparison> {
  const world = await MadeUpWorld.open(calendar, compared.warehouses);
  try {
    const found =
      (await firstFinding(world, compared, eventTrials(compared), calendar)) ??
      (await firstFinding(world, compared, trialsOf(compared), calendar));
    if (found !== undefined) return found;
  } finally {
    world.close();
  }
  return compareByTurningPoints(compared, calendar);
}

/**
 * Finds the window as declared where one trial does, else as what looks ahead tells it; undefined: no answer at all.
 */
async function firstFinding(
  world: MadeUpWorld,
  compared: ComparedLabel,
  trials: Iterable<Trial>,
  calendar: OutcomeCalendar,
): Promise<WindowComparison | undefined> {
  let differing: Differing | undefined;
  for (const trial of trials) {
    const found = await tryOut(world, compared, trial, calendar);
    if (found === null) continue;
    if (found.kind === 'as_declared') return found;
    if (found.looksAt.length === 0) continue;
    // A trial in which the label looks ahead tells more than one in which it looks at the present alone.
    if (differing === undefined || (farthest(differing) <= 0 && farthest(found) > 0)) {
      differing = { ...found, tried: triedText(trial) };
    }
  }
  return differing;
}

function farthest({ looksAt }: Pick<Differing, 'looksAt'>): number {
  return Math.max(...looksAt);
}

/** The state of the event that the SQL reads, in a single month, and its contrary. */
function eventTrials({ reads, event }: ComparedLabel): readonly Trial[] {
  if (event === undefined) return [];
  const relation = reads.find(({ name }) => name === event.group.id);
  if (relation === undefined) return [];
  return [STATE, CONTRARY].map((impulse) => ({ relation, carriers: [event.column], impulse, past: 'counts' }));
}

function* trialsOf({ label, reads }: ComparedLabel): Iterable<Trial> {
  const past = label.definition.kind === 'binary' ? 'counts' : 'may_move';
  for (const relation of reads) {
    const columns = namedColumns(relation, label);
    const choices = [...columns.map((column) => [column]), ...(columns.length > 1 ? [columns] : [])];
    for (const impulse of FROM_ZERO) {
      for (const carriers of choices) yield { relation, carriers, impulse, past };
    }
    for (const impulse of AMOUNTS) {
      for (const carriers of choices) yield { relation, carriers, impulse, past: 'may_move' };
    }
  }
}

/** The numbers of a relation that the label's SQL names; all of them where it names none. */
function namedColumns(relation: ReadRelation, { query }: LabelNode): readonly string[] {
  const all = numberColumns(relation);
  const text = withoutComments(query.sql).toLowerCase();
  const named = all.filter((name) => text.includes(name.toLowerCase()));
  return named.length === 0 ? all : named;
}

/** null where the label does not answer, whatever the periods of the rows. */
async function tryOut(
  world: MadeUpWorld,
  compared: ComparedLabel,
  trial: Trial,
  calendar: OutcomeCalendar,
): Promise<WindowMatch | null> {
  for (const relation of dated(trial.relation)) {
    const match = await tryDated(world, compared, { ...trial, relation }, calendar);
    if (match !== null) return match;
  }
  return null;
}

async function tryDated(
  world: MadeUpWorld,
  { label, reads }: ComparedLabel,
  trial: Trial & { readonly relation: DatedRelation },
  calendar: OutcomeCalendar,
): Promise<WindowMatch | null> {
  const all: LabelAnswer[] = [];
  for (const positive of calendar.positives) {
    const period = periodOf(trial.relation, positive);
    for (const relation of reads) {
      const carriers = relation.name === trial.relation.name ? trial.carriers : [];
      const rows = datedLike(relation, trial.relation);
      const sql = madeUpRelation(rows, calendar, period, { ...trial, carriers, texts: wordsOf([label]) });
      if (!(await world.table(relation.name, sql))) return null;
    }
    const answers = answersOf(await world.ask(label.query.sql, ['date', 'y']), period, label.definition);
    if (answers === null) return null;
    all.push(...answers);
  }
  return compareAnswers(all, label.definition.window, trial.past);
}

/**
 * Tries turning points of a source behind the event, said in every way that its group may read as one positive month.
 */
async function compareByTurningPoints(compared: ComparedLabel, calendar: OutcomeCalendar): Promise<WindowComparison> {
  const { label, event, sources } = compared;
  if (event === undefined) return { kind: 'not_comparable' };
  const words = wordsOf([label, event.group]);
  for (const relation of sources) {
    for (const rowsFor of turningPoints(relation, calendar, words)) {
      const match = await tryTurningPoints(compared, { relation, rowsFor, event }, calendar);
      if (match !== null) return match.kind === 'differs' ? { ...match, tried: relation.name } : match;
    }
  }
  return { kind: 'not_comparable' };
}

/** A source that has the turning points of one positive month, and the event that they are to make. */
interface TurningTrial {
  readonly relation: ReadRelation;
  readonly rowsFor: TurningPoints;
  readonly event: EventColumn;
}

/** null where the event has another number of positive months than one, or the label does not answer. */
async function tryTurningPoints(
  compared: ComparedLabel,
  { relation: turning, rowsFor, event: { group, column } }: TurningTrial,
  calendar: OutcomeCalendar,
): Promise<WindowMatch | null> {
  const { label, sources } = compared;
  const all: LabelAnswer[] = [];
  const world = await MadeUpWorld.open(calendar, compared.warehouses);
  try {
    for (const month of calendar.positives) {
      const period = { from: month, length: 1 };
      for (const relation of sources) {
        const calm = madeUpRelation(datedLike(relation), calendar, period, {
          carriers: [],
          impulse: STATE,
          texts: wordsOf([label]),
        });
        if (!(await world.table(relation.name, relation === turning ? rowsFor(month) : calm))) return null;
      }
      const groups = new Map([...group.query.groups, ...label.query.groups].map(({ name, sql }) => [name, sql]));
      for (const [name, sql] of groups) await world.view(name, sql);
      const states = await world.ask(group.query.sql, ['date', column]);
      const [positive, second] = states.filter(({ y }) => y === 1).map(({ date }) => monthIndex(String(date)));
      if (positive === undefined || second !== undefined) return null;
      const answers = answersOf(
        await world.ask(label.query.sql, ['date', 'y']),
        { from: positive, length: 1 },
        label.definition,
      );
      if (answers === null) return null;
      all.push(...answers);
    }
  } finally {
    world.close();
  }
  return compareAnswers(all, label.definition.window, 'counts');
}

/** The texts that queries ask for, and one more. */
function wordsOf(nodes: readonly (LabelNode | FeatureNode)[]): readonly string[] {
  const texts = nodes.flatMap(({ query }) => [query.sql, ...query.groups.map(({ sql }) => sql)]);
  const found = texts.flatMap((text) =>
    [...withoutComments(text).matchAll(/'((?:[^']|'')*)'/g)].map(([, word = '']) => word),
  );
  return [...new Set([...found.map((word) => word.replaceAll("''", "'")), 'A'])].slice(0, MOST_WORDS);
}

/** So many words may be tried in pairs without anybody waiting. */
const MOST_WORDS = 12;

function withoutComments(sql: string): string {
  return sql.replaceAll(/--[^\n]*/g, '');
}

function triedText({ relation, carriers, impulse }: Trial): string {
  const columns = carriers.map((column) => `${relation.name}.${column}`).join(', ');
  return `${columns} at ${impulse.positive} in a single month, and at ${impulse.base} in all others`;
}
