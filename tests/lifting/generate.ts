import type { QueryUnderTest } from '../../engine/feature-store/definition.fixture.ts';
import type { Style } from './data-set.ts';
import { type Form, type Hand, KINDS, LEAVES, noisy, WINDOWS } from './forms/index.ts';
import { type Roll, rollOf } from './roll.ts';

/** A query as the forms that it was made by. */
export interface FormTree {
  readonly form: Form;
  /** What the form's own choices follow from. */
  readonly seed: number;
  readonly inputs: readonly FormTree[];
}

/**
 * A query, and the queries of the groups that it may read: `features.g1`, and `features.g2` that may read the first.
 */
export interface Generated {
  readonly query: FormTree;
  readonly groups: readonly FormTree[];
  readonly style: Style;
}

/** So many rows, at most about, of what goes into a form: a loop over many dates must stay cheap. */
const MOST_ROWS = 100;
const DEEPEST = 3;

/**
 * A query for data of a style. Of shared windows only one is computed: what compares its last bits has no right
 * answer.
 */
export function generate(roll: Roll, style: Style): Generated {
  if (style.windows === 'shared') return { query: grow(roll, 1, [WINDOWS], []), groups: [], style };
  const kinds = KINDS.map((forms) => forms.filter((form) => style.values === 'eighths' || form.sums !== true));
  const groups: FormTree[] = [];
  if (roll.chance(0.25)) groups.push(grow(roll, 1 + roll.below(2), kinds, []));
  if (groups.length > 0 && roll.chance(0.4)) groups.push(grow(roll, 1, kinds, groupLeaves(1)));
  const depth = 1 + Math.min(roll.below(DEEPEST), roll.below(DEEPEST));
  return { query: grow(roll, depth, kinds, groupLeaves(groups.length)), groups, style };
}

/** The text of a generated query, with the groups that it reads. */
export function queryUnderTest({ query, groups, style }: Generated): QueryUnderTest {
  const texts = groups.map((group, index) => [`features.g${index + 1}`, textOf(group, style)] as const);
  return { name: 'generated', sql: textOf(query, style), groups: Object.fromEntries(texts) };
}

/** Simpler queries of the same kind, the simplest first: a part of the whole, or the whole with a part made simpler. */
export function* simpler(generated: Generated): Iterable<Generated> {
  const { query, groups } = generated;
  for (const tree of simplerTrees(query)) yield { ...generated, query: tree };
  for (const [index, group] of groups.entries()) {
    for (const tree of simplerTrees(group)) yield { ...generated, groups: groups.with(index, tree) };
  }
}

function* simplerTrees(tree: FormTree): Iterable<FormTree> {
  if (tree.inputs.length === 0) {
    const first = LEAVES[0];
    if (first !== undefined && tree.form !== first) yield { form: first, seed: 0, inputs: [] };
    return;
  }
  yield* tree.inputs;
  for (const [index, input] of tree.inputs.entries()) {
    for (const simple of simplerTrees(input)) yield { ...tree, inputs: tree.inputs.with(index, simple) };
  }
}

function groupLeaves(count: number): readonly Form[] {
  return Array.from({ length: count }, (_, index) => ({
    name: 'a group',
    inputs: 0,
    most: MOST_ROWS,
    write: () => `SELECT date, k, v FROM features.g${index + 1}`,
  }));
}

function grow(roll: Roll, depth: number, kinds: readonly (readonly Form[])[], groups: readonly Form[]): FormTree {
  if (depth === 0) {
    const form = groups.length > 0 && roll.chance(0.4) ? roll.pick(groups) : roll.pick(LEAVES);
    return { form, seed: roll.below(2 ** 31), inputs: [] };
  }
  const form = roll.pick(roll.pick(kinds.filter((forms) => forms.length > 0)));
  const inputs = Array.from({ length: form.inputs }, () =>
    thinned(grow(roll, roll.chance(0.7) ? depth - 1 : 0, kinds, groups), roll),
  );
  return { form, seed: roll.below(2 ** 31), inputs };
}

function thinned(tree: FormTree, roll: Roll): FormTree {
  if (rowsOf(tree) <= MOST_ROWS) return tree;
  const thin = roll.pick(KINDS.flat().filter(({ inputs, most = 999, sums }) => inputs === 1 && most <= 12 && !sums));
  return { form: thin, seed: roll.below(2 ** 31), inputs: [tree] };
}

function rowsOf({ form, inputs }: FormTree): number {
  const rows = inputs.map(rowsOf);
  const sum = rows.reduce((total, each) => total + each, 0);
  // Joins are on the date of a period, of which there are about twenty, or on one of a few keys.
  const product = rows.reduce((total, each) => (total * Math.max(each, 1)) / 8, 8);
  return Math.min(form.most ?? Number.POSITIVE_INFINITY, form.multiplies === true ? Math.max(sum, product) : sum * 1.5);
}

function textOf({ form, seed, inputs }: FormTree, style: Style): string {
  const [x = '', y = '', z = ''] = inputs.map((input) => textOf(input, style));
  const exact = style.values === 'eighths';
  const hand: Hand = {
    roll: rollOf(seed),
    eighths: (sql) => (exact ? `round(8 * (${sql})) / 8` : sql),
    rounded: (sql) => (exact ? noisy(sql) : sql),
  };
  return form.write([x, y, z], hand);
}
