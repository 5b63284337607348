import { monthIndex } from '../../calendar/index.ts';
import type { FeatureNode, LabelNode } from '../graph.ts';
import { type Answer, answersOf, judge, type Verdict } from './answers.ts';
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
import type { OutcomeCalendar } from './outcome-calendar.ts';
import { turningPoints } from './turning-points.ts';

/** What comparing a window with its SQL came to. */
export type WindowFinding =
  | { readonly kind: 'as_declared' }
  | { readonly kind: 'differs'; readonly looksAt: readonly number[]; readonly tried: string }
  | { readonly kind: 'not_comparable' };

type Differing = Extract<WindowFinding, { kind: 'differs' }>;

export interface ComparedLabel {
  readonly label: LabelNode;
  /** What its SQL reads, in order, without the calendar. */
  readonly reads: readonly ReadRelation[];
  /** The group that tells its event, and the sources behind that and behind the label. */
  readonly event: FeatureNode | undefined;
  readonly sources: readonly ReadRelation[];
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
 * Compares a label's window with its SQL: evaluates it on made-up outcomes with a single positive month. The column of
 * its event, where the SQL reads it, decides alone. Otherwise every column that it reads is tried as a state and as an
 * amount, and one that answers as declared is enough: a rise answers to what goes up, a fall to what comes down. Turning
 * points are tried last, as the label's event reads them.
 */
export async function compareWindow(compared: ComparedLabel, calendar: OutcomeCalendar): Promise<WindowFinding> {
  const world = await MadeUpWorld.open(calendar);
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

/** As declared where one trial says so, else what looks farthest ahead; undefined where the label answers to none. */
async function firstFinding(
  world: MadeUpWorld,
  compared: ComparedLabel,
  trials: Iterable<Trial>,
  calendar: OutcomeCalendar,
): Promise<WindowFinding | undefined> {
  let differing: Differing | undefined;
  for (const trial of trials) {
    const found = await tryOut(world, compared, trial, calendar);
    if (found === null) continue;
    if (found.kind === 'as_declared') return found;
    if (found.looksAt.length === 0) continue;
    // What looks ahead tells more than what looks at the present alone.
    if (differing === undefined || (farthest(differing) <= 0 && farthest(found) > 0)) {
      differing = { ...found, tried: triedText(trial) };
    }
  }
  return differing;
}

function farthest({ looksAt }: Pick<Differing, 'looksAt'>): number {
  return looksAt.at(-1) ?? Number.NEGATIVE_INFINITY;
}

/** The state of the event that the SQL reads, in a single month, and its contrary. */
function eventTrials({ label, reads, event }: ComparedLabel): readonly Trial[] {
  const column = label.definition.event?.column;
  const relation = reads.find(({ name }) => name === event?.id);
  if (relation === undefined || column === undefined) return [];
  return [STATE, CONTRARY].map((impulse) => ({ relation, carriers: [column], impulse, past: 'counts' }));
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
): Promise<Verdict | null> {
  for (const relation of dated(trial.relation)) {
    const verdict = await tryDated(world, compared, { ...trial, relation }, calendar);
    if (verdict !== null) return verdict;
  }
  return null;
}

async function tryDated(
  world: MadeUpWorld,
  { label, reads }: ComparedLabel,
  trial: Trial & { readonly relation: DatedRelation },
  calendar: OutcomeCalendar,
): Promise<Verdict | null> {
  const all: Answer[] = [];
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
  return judge(all, label.definition.window, trial.past);
}

/** Turning points of a source behind the event, said in every way that its group may read as a single positive month. */
async function compareByTurningPoints(compared: ComparedLabel, calendar: OutcomeCalendar): Promise<WindowFinding> {
  const { label, event, sources } = compared;
  if (event === undefined) return { kind: 'not_comparable' };
  const words = wordsOf([label, event]);
  for (const relation of sources) {
    const ways = calendar.positives.map((positive) => turningPoints(relation, calendar, positive, words));
    for (let way = 0; way < (ways[0]?.length ?? 0); way++) {
      const tables = ways.map((each) => each[way] ?? '');
      const verdict = await tryTurningPoints(compared, { relation, tables, event }, calendar);
      if (verdict !== null) return verdict.kind === 'differs' ? { ...verdict, tried: relation.name } : verdict;
    }
  }
  return { kind: 'not_comparable' };
}

/** null where the event has another number of positive months than one, or the label does not answer. */
async function tryTurningPoints(
  { label, sources }: ComparedLabel,
  said: { readonly relation: ReadRelation; readonly tables: readonly string[]; readonly event: FeatureNode },
  calendar: OutcomeCalendar,
): Promise<Verdict | null> {
  const all: Answer[] = [];
  const column = label.definition.event?.column ?? '';
  const world = await MadeUpWorld.open(calendar);
  try {
    for (const [i, table] of said.tables.entries()) {
      const period = { from: calendar.positives[i] ?? 0, length: 1 };
      for (const relation of sources) {
        const calm = madeUpRelation(datedLike(relation), calendar, period, {
          carriers: [],
          impulse: STATE,
          texts: wordsOf([label]),
        });
        if (!(await world.table(relation.name, relation === said.relation ? table : calm))) return null;
      }
      const groups = new Map([...said.event.query.groups, ...label.query.groups].map(({ name, sql }) => [name, sql]));
      for (const [name, sql] of groups) await world.view(name, sql);
      const states = await world.ask(said.event.query.sql, ['date', column]);
      const positive = states.filter(({ y }) => y === 1).map(({ date }) => monthIndex(String(date)));
      if (positive.length !== 1 || positive[0] === undefined) return null;
      const answers = answersOf(
        await world.ask(label.query.sql, ['date', 'y']),
        { from: positive[0], length: 1 },
        label.definition,
      );
      if (answers === null) return null;
      all.push(...answers);
    }
  } finally {
    world.close();
  }
  return judge(all, label.definition.window, 'counts');
}

/** The texts that queries ask for, and one more. */
function wordsOf(nodes: readonly (LabelNode | FeatureNode)[]): readonly string[] {
  const texts = nodes.flatMap(({ query }) => [query.sql, ...query.groups.map(({ sql }) => sql)]);
  const found = texts.flatMap((text) =>
    [...withoutComments(text).matchAll(/'((?:[^']|'')*)'/g)].map(([, word = '']) => word),
  );
  return [...new Set([...found.map((word) => word.replaceAll("''", "'")), 'A'])].slice(0, MOST_WORDS);
}

/** As many as may be tried in pairs without anybody waiting. */
const MOST_WORDS = 12;

function withoutComments(sql: string): string {
  return sql.replaceAll(/--[^\n]*/g, '');
}

function triedText({ relation, carriers, impulse }: Trial): string {
  const columns = carriers.map((column) => `${relation.name}.${column}`).join(', ');
  return `${columns} at ${impulse.positive} in a single month, and at ${impulse.base} in all others`;
}
