import type { Shape } from '../asof/definition.ts';
import type { DataSet } from './data-set.ts';
import { type Form, type Hand, KINDS, LEAVES } from './forms/index.ts';
import { type Roll, rollOf } from './roll.ts';

/** A query as the forms that it was made by. */
export interface Tree {
  readonly form: Form;
  /** What the form's own choices follow from. */
  readonly seed: number;
  readonly inputs: readonly Tree[];
}

/** A query, and the queries of the groups that it may read: `features.g1`, and `features.g2` that may read the first. */
export interface Generated {
  readonly query: Tree;
  readonly groups: readonly Tree[];
  readonly values: DataSet['values'];
}

/** So many rows, at most about, of what goes into a form: a loop over many dates must stay cheap. */
const MOST_ROWS = 100;
const DEEPEST = 3;

export function generate(roll: Roll, values: DataSet['values']): Generated {
  const groups: Tree[] = [];
  if (roll.chance(0.25)) groups.push(grow(roll, 1 + roll.below(2), values, []));
  if (groups.length > 0 && roll.chance(0.4)) groups.push(grow(roll, 1, values, groupLeaves(1)));
  const depth = 1 + Math.min(roll.below(DEEPEST), roll.below(DEEPEST));
  return { query: grow(roll, depth, values, groupLeaves(groups.length)), groups, values };
}

/** The text of a generated query, with the groups that it reads. */
export function shapeOf({ query, groups, values }: Generated): Shape {
  const texts = groups.map((group, index) => [`features.g${index + 1}`, textOf(group, values)] as const);
  return { name: 'generated', sql: textOf(query, values), groups: Object.fromEntries(texts) };
}

/** Simpler queries of the same kind, the simplest first: a part of the whole, or the whole with a part made simpler. */
export function* simpler(generated: Generated): Iterable<Generated> {
  const { query, groups } = generated;
  for (const tree of simplerTrees(query, generated.values)) yield { ...generated, query: tree };
  for (const [index, group] of groups.entries()) {
    for (const tree of simplerTrees(group, generated.values)) yield { ...generated, groups: groups.with(index, tree) };
  }
}

function* simplerTrees(tree: Tree, values: DataSet['values']): Iterable<Tree> {
  if (tree.inputs.length === 0) {
    const first = LEAVES[0];
    if (first !== undefined && tree.form !== first) yield { form: first, seed: 0, inputs: [] };
    return;
  }
  yield* tree.inputs;
  for (const [index, input] of tree.inputs.entries()) {
    for (const simple of simplerTrees(input, values)) yield { ...tree, inputs: tree.inputs.with(index, simple) };
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

function grow(roll: Roll, depth: number, values: DataSet['values'], groups: readonly Form[]): Tree {
  if (depth === 0) {
    const form = groups.length > 0 && roll.chance(0.4) ? roll.pick(groups) : roll.pick(LEAVES);
    return { form, seed: roll.below(2 ** 31), inputs: [] };
  }
  const form = pickForm(roll, values);
  const inputs = Array.from({ length: form.inputs }, () =>
    thinned(grow(roll, roll.chance(0.7) ? depth - 1 : 0, values, groups), roll),
  );
  return { form, seed: roll.below(2 ** 31), inputs };
}

function pickForm(roll: Roll, values: DataSet['values']): Form {
  const fit = roll.pick(KINDS).filter((form) => values === 'eighths' || form.sums !== true);
  return fit.length === 0 ? pickForm(roll, values) : roll.pick(fit);
}

function thinned(tree: Tree, roll: Roll): Tree {
  if (rowsOf(tree) <= MOST_ROWS) return tree;
  const thin = roll.pick(KINDS.flat().filter(({ inputs, most = 999, sums }) => inputs === 1 && most <= 12 && !sums));
  return { form: thin, seed: roll.below(2 ** 31), inputs: [tree] };
}

function rowsOf({ form, inputs }: Tree): number {
  const rows = inputs.map(rowsOf);
  const sum = rows.reduce((total, each) => total + each, 0);
  // Joins are on the date of a period, of which there are about twenty, or on one of a few keys.
  const product = rows.reduce((total, each) => (total * Math.max(each, 1)) / 8, 8);
  return Math.min(form.most ?? Number.POSITIVE_INFINITY, form.multiplies === true ? Math.max(sum, product) : sum * 1.5);
}

function textOf({ form, seed, inputs }: Tree, values: DataSet['values']): string {
  const [x = '', y = '', z = ''] = inputs.map((input) => textOf(input, values));
  const hand: Hand = {
    roll: rollOf(seed),
    eighths: (sql) => (values === 'eighths' ? `round(8 * (${sql})) / 8` : sql),
  };
  return form.write([x, y, z], hand);
}
