import { describe, expect, test } from 'vitest';
import { at, entry, first, last, present } from '../../presence/index.ts';
import { ESTIMATORS, predict } from '../estimators/registry.ts';
import { backtest } from '../events/walk-forward.ts';
import { holedInput, inputsSpec } from '../inputs/inputs.fixture.ts';
import { COUNTRIES, panelOf, panelSpec } from '../panels/panel.fixture.ts';
import { randomStream } from '../random.ts';
import type { BacktestInput, ModelSpec } from '../types.ts';
import { validationProblems } from './dealt-groups.ts';
import type { ValidationRule } from './rule.ts';
import type { Validation } from './types.ts';
import { validate } from './validate.ts';

/** Months since year 0, of a day as text. */
const monthOf = (day: string): number => 12 * Number(day.slice(0, 4)) + Number(day.slice(5, 7)) - 1;

/** The group of a row, by the words of the definition: a block runs from the month after a trough to the next one. */
function groupOf({ frame, events, spec }: BacktestInput, by: ValidationRule['by'], row: number): string {
  const asOf = at(frame.asOf, row);
  const key = frame.keys?.[row];
  if (by === 'key') return present(key);
  if (by === 'year') return asOf.slice(0, 4);
  const own = events.filter((event) => event.key === key && event.state === 1).map(({ month }) => monthOf(month));
  const troughs = own.filter((month) => !own.includes(month + 1)).toSorted((a, b) => a - b);
  const begins = monthOf(asOf) + spec.window.fromMonth;
  return JSON.stringify([key ?? null, troughs.filter((trough) => trough < begins).length]);
}

/** The share of pairs of a positive and a negative in which the positive is above, a tie for half. */
function slowAuroc(rows: readonly { readonly p: number; readonly y: number }[]): number | null {
  const [ones, zeros] = [rows.filter(({ y }) => y === 1), rows.filter(({ y }) => y === 0)];
  if (ones.length === 0 || zeros.length === 0) return null;
  let above = 0;
  for (const one of ones) for (const zero of zeros) above += one.p > zero.p ? 1 : Number(one.p === zero.p) / 2;
  return above / (ones.length * zeros.length);
}

/** The whole of a validation from its definition, row by row, of a model that reads complete rows. */
function slowly(input: BacktestInput, rule: ValidationRule, estimator: ModelSpec['estimator']) {
  const { frame, labels, spec } = input;
  const today = last(frame.asOf);
  const rows = frame.asOf.flatMap((asOf, i) => {
    const key = frame.keys?.[i];
    const version = labels.find((l) => l.date === asOf && l.key === key && l.knownFrom <= today && today < l.knownTo);
    const values = spec.features.map((name) => at(at(frame.values, frame.features.indexOf(name)), i));
    if (version?.y !== 0 && version?.y !== 1) return [];
    const y: 0 | 1 = version.y;
    return [{ i, asOf, key, y, values, group: groupOf(input, rule.by, i) }];
  });
  const order = (name: string): string =>
    rule.by === 'episode' ? name.replace(/(\d+)\]$/, (_, n: string) => n.padStart(6, '0')) : name;
  const dealt = [...new Set(rows.map(({ group }) => group))].toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
  const random = randomStream(rule.seed);
  for (let i = dealt.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const held = at(dealt, i);
    dealt[i] = at(dealt, j);
    dealt[j] = held;
  }
  const foldOf = new Map(dealt.map((name, i) => [name, i % rule.folds]));
  const reach = spec.window.toMonth - spec.window.fromMonth;
  const folds = Array.from({ length: rule.folds }, (_, fold) => {
    const held = rows.filter(({ group }) => entry(foldOf, group) === fold);
    const others = rows.filter(({ group }) => entry(foldOf, group) !== fold);
    const overlaps = (month: number): boolean => held.some((h) => Math.abs(monthOf(h.asOf) - month) <= reach);
    const rest = rule.by === 'key' ? others : others.filter(({ asOf }) => !overlaps(monthOf(asOf)));
    const learnt = rest.filter(({ values }) => values.every((value) => value !== null));
    const classes = new Set(learnt.map(({ y }) => y)).size;
    const column = (of: typeof rows, j: number) => of.map(({ values }) => at(values, j));
    const asRows = (of: typeof rows) => ({
      features: spec.features,
      values: spec.features.map((__, j) => column(of, j)),
      rows: of.length,
    });
    const options = { parameters: estimator, seed: spec.seed, neweyWestLag: 1 };
    const { model } =
      classes < 2
        ? { model: null }
        : ESTIMATORS[estimator.kind].fit({ ...asRows(learnt), y: learnt.map(({ y }) => y) }, options);
    const whole = held.map(({ values }) => !values.includes(null));
    const all = model === null ? held.map(() => null) : predict(model, asRows(held));
    const said = all.map((p, i) => (at(whole, i) ? p : null));
    const scored = held.flatMap(({ y }, i) => {
      const p = at(said, i);
      return p === null ? [] : [{ p, y }];
    });
    const overlapping = others.length - rest.length;
    return { held, learnt, overlapping, said, scored, auroc: slowAuroc(scored) };
  });
  return { rows, groups: dealt.length, folds };
}

const FOREST = {
  kind: 'extra_trees',
  trees: 5,
  maxDepth: 3,
  minRowsLeaf: 5,
  featuresPerSplit: 'all',
  classWeight: 'none',
} as const;

/** Refits are not what is looked at here. */
const seldom: ModelSpec = {
  ...panelSpec,
  protocol: { ...panelSpec.protocol, firstCutoff: '1995-01-31', refitMonths: 240 },
};

const CASES: readonly (readonly [string, ValidationRule, BacktestInput])[] = [
  ['a panel by key', { by: 'key', folds: 3, seed: 8 }, panel({ by: 'key', folds: 3, seed: 8 })],
  ['a panel by key, each held out', { by: 'key', folds: 6, seed: 0 }, panel({ by: 'key', folds: 6, seed: 0 })],
  ['a panel by year', { by: 'year', folds: 5, seed: 1 }, panel({ by: 'year', folds: 5, seed: 1 })],
  ['a panel by episode', { by: 'episode', folds: 20, seed: 2 }, panel({ by: 'episode', folds: 20, seed: 2 })],
  ['one series by episode', { by: 'episode', folds: 3, seed: 4 }, series({ by: 'episode', folds: 3, seed: 4 })],
  ['one series by year', { by: 'year', folds: 7, seed: 11 }, series({ by: 'year', folds: 7, seed: 11 })],
];

function panel(rule: ValidationRule): BacktestInput {
  return panelOf(COUNTRIES, { ...seldom, features: ['credit.gap', 'credit.noise'], validate: rule });
}

function series(rule: ValidationRule): BacktestInput {
  const features = ['g.told', 'h.noise'];
  const window = { fromMonth: 1, toMonth: 6 };
  return holedInput(9, { ...inputsSpec, features, window, estimator: FOREST, missing: 'drop', validate: rule });
}

describe.each(CASES)('%s', (_, rule, input) => {
  const { spec, frame } = input;
  const found = present(validate(input, backtest(input)));
  const slow = slowly(input, rule, spec.estimator);

  test('deals whole groups, and each row is held out once', () => {
    expect(found).toMatchObject({ ...rule, groups: slow.groups, rows: slow.rows.length });
    expect(validationProblems(input)).toEqual([]);
    expect(found.parts.map(({ rows }) => rows)).toEqual(slow.folds.map(({ held }) => held.length));
    const sizes = found.parts.map(({ groups }) => groups.length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    expect(new Set(found.parts.flatMap(({ groups }) => groups)).size).toBe(slow.groups);
    const foldOf = new Map(slow.folds.flatMap(({ held }, k) => held.map(({ i }) => [i, k + 1] as const)));
    const rows = slow.rows.map(({ i, asOf, key, y }) => ({ asOf, ...(key && { key }), fold: entry(foldOf, i), y }));
    expect(found.predictions.map(({ probability: __, ...row }) => row)).toEqual(rows);
  });

  test('trains on no row of the fold, and on none whose outcome window overlaps one that is held out', () => {
    expect(found.parts.map(({ trained }) => trained)).toEqual(slow.folds.map(({ learnt }) => learnt.length));
    expect(found.parts.map(({ overlapping }) => overlapping)).toEqual(slow.folds.map((fold) => fold.overlapping));
    if (rule.by === 'key') for (const { overlapping } of found.parts) expect(overlapping).toBe(0);
    else expect(found.parts.some(({ overlapping }) => overlapping > 0)).toBe(true);
  });

  test('says of held-out rows what a fit on the rest says, pooled and fold by fold', () => {
    const said = new Map(slow.folds.flatMap((fold) => fold.held.map(({ i }, k) => [i, at(fold.said, k)] as const)));
    expect(found.predictions.map(({ probability }) => probability)).toEqual(slow.rows.map(({ i }) => entry(said, i)));
    const pooled = slowAuroc(slow.folds.flatMap(({ scored }) => scored));
    expect(found.auroc.value).toBeCloseTo(present(pooled), 9);
    expect(present(found.auroc.interval).episodes).toBe(new Set(scoredGroups(slow, frame)).size);
    for (const [k, { auroc }] of found.parts.entries()) {
      const own = at(slow.folds, k).auroc;
      if (own === null) expect(auroc).toBeNull();
      else expect(auroc).toBeCloseTo(own, 9);
    }
    const own = slow.folds.flatMap(({ auroc }) => auroc ?? []);
    expect(found.meanAuroc).toBeCloseTo(own.reduce((sum, area) => sum + area, 0) / own.length, 9);
  });

  test('another seed deals otherwise, and the same one the same', () => {
    const again = present(validate(input, backtest(input)));
    expect(JSON.stringify(again)).toBe(JSON.stringify(found));
    const other = { ...input, spec: { ...spec, validate: { ...rule, seed: rule.seed + 1 } } };
    expect(present(validate(other, backtest(other))).parts.map(({ groups }) => groups)).not.toEqual(
      found.parts.map(({ groups }) => groups),
    );
  });

  test('what held-out rows have moves no fit: only what is said of them', () => {
    const held = new Set(slow.folds[0]?.held.map(({ i }) => i));
    const values = frame.values.map((column) => column.map((value, i) => (held.has(i) && value !== null ? 9 : value)));
    const changed = present(validate({ ...input, frame: { ...frame, values } }, backtest(input)));
    expect(at(changed.parts, 0).trained).toBe(at(found.parts, 0).trained);
    const ofFirst = (validation: Validation) => validation.predictions.filter(({ fold }) => fold === 1);
    const distinct = new Set(ofFirst(changed).map(({ probability }) => probability));
    distinct.delete(null);
    // Every row has the same features now, and one fit says one thing of them.
    expect(distinct.size).toBeLessThanOrEqual(1);
  });
});

function scoredGroups({ folds }: ReturnType<typeof slowly>, _frame: BacktestInput['frame']): readonly string[] {
  return folds.flatMap(({ held, said }) => held.filter((__, k) => at(said, k) !== null).map(({ group }) => group));
}

test('folds with one class are told from those that could not be trained', () => {
  const rule = { by: 'key', folds: 6, seed: 0 } as const;
  const { parts } = present(validate(panel(rule), backtest(panel(rule))));
  const without = parts.filter(({ without: why }) => why !== null);
  // LV never has a crisis.
  expect(without).toMatchObject([{ groups: ['LV'], positives: 0, auroc: null, without: 'one_class_held_out' }]);
});

test('medians are those of the rows that a fold is trained on, and of no others', () => {
  const rule = { by: 'year', folds: 4, seed: 3 } as const;
  const features = ['g.told', 'g.holed', 'h.noise'];
  const spec: ModelSpec = { ...inputsSpec, features, missing: 'impute_median', validate: rule };
  const input = holedInput(9, spec);
  const found = present(validate(input, backtest(input)));
  const foldOf = new Map(found.predictions.map(({ asOf, fold }) => [asOf, fold]));
  const columns = features.map((name) => at(input.frame.values, input.frame.features.indexOf(name)));
  const positions = input.frame.asOf.flatMap((asOf, i) => (foldOf.has(asOf) ? [i] : []));
  const foldAt = (i: number): number => entry(foldOf, at(input.frame.asOf, i));
  const isRead = (i: number): boolean => columns.some((column) => at(column, i) !== null);
  for (const { number } of found.parts) {
    const rest = positions.filter((i) => foldAt(i) !== number && isRead(i));
    const medians = columns.map((column) => {
      const values = rest.flatMap((i) => at(column, i) ?? []).toSorted((a, b) => a - b);
      const middle = (values.length - 1) / 2;
      return (at(values, Math.floor(middle)) + at(values, Math.ceil(middle))) / 2;
    });
    const filled = (of: readonly number[]) => ({
      features,
      values: columns.map((column, j) => of.map((i) => at(column, i) ?? at(medians, j))),
      rows: of.length,
    });
    const known = new Map(found.predictions.map(({ asOf, y }) => [asOf, y]));
    const y = rest.map((i) => entry(known, at(input.frame.asOf, i)));
    const options = { parameters: spec.estimator, seed: spec.seed, neweyWestLag: 1 };
    const model = present(ESTIMATORS.logit.fit({ ...filled(rest), y }, options).model);
    const held = positions.filter((i) => foldAt(i) === number);
    const said = predict(model, filled(held)).map((p, k) => (isRead(at(held, k)) ? p : null));
    const ofFold = found.predictions.filter(({ fold }) => fold === number);
    expect(ofFold.map(({ probability }) => probability)).toEqual(said);
  }
});

test('a tuned model is validated with what its newest refit was fitted with, and nothing is searched inside', () => {
  const rule = { by: 'year', folds: 3, seed: 3 } as const;
  const tuning = {
    candidates: [0, 40].map((ridge) => ({ set: { ridge }, parameters: { kind: 'logit', ridge } as const })),
    folds: 2,
    split: 'forward',
    everyMonths: 24,
    score: 'brier',
  } as const;
  const spec: ModelSpec = { ...seldom, tuning, validate: rule };
  const input = panelOf(COUNTRIES, spec);
  const result = backtest(input);
  const found = present(validate(input, result));
  const { parameters, cutoff } = last(result.refits);
  expect(found).toMatchObject({ parameters, cutoff });
  const slow = slowly(input, rule, parameters);
  expect(found.meanAuroc).toBeCloseTo(
    slow.folds.reduce((sum, { auroc }) => sum + present(auroc), 0) / slow.folds.length,
    9,
  );
});

test('labels are those of today, and rows that the protocol leaves out are neither trained on nor held out', () => {
  const rule = { by: 'key', folds: 3, seed: 1 } as const;
  const spec = { ...seldom, protocol: { ...seldom.protocol, excludeInEvent: true }, validate: rule };
  const input = panelOf(COUNTRIES, spec);
  const found = present(validate(input, backtest(input)));
  const inside = new Set(input.events.filter(({ state }) => state === 1).map(({ month, key }) => `${key} ${month}`));
  expect(found.predictions.some(({ asOf, key }) => inside.has(`${key} ${asOf.slice(0, 7)}-01`))).toBe(false);
  expect(found.labelsThrough).toBe(last(input.frame.asOf));
  const earlier = { ...input, outcomesThrough: '1995-06-30' };
  const less = present(validate(earlier, backtest(earlier)));
  expect(less.labelsThrough).toBe('1995-06-30');
  expect(less.rows).toBeLessThan(found.rows);
});

describe('rows that cannot be parted', () => {
  const message = (input: BacktestInput): string => first(validationProblems(input)).message;

  test('more folds than groups', () => {
    expect(message(panel({ by: 'key', folds: 7, seed: 0 }))).toBe(
      '7 folds are to hold out whole keys, and the rows with a known label have 6',
    );
  });

  test('one group', () => {
    const rule = { by: 'key', folds: 2, seed: 0 } as const;
    const [problem] = validationProblems(panelOf(['AT'], { ...panelSpec, validate: rule }));
    expect(problem).toMatchObject({
      code: 'EWS3054',
      message: 'the rows with a known label have 1 key: nothing is left to train on',
      hint: 'validate by episode or year, or remove validate',
    });
  });

  test('one class, and no label at all', () => {
    const input = panel({ by: 'year', folds: 3, seed: 0 });
    const labels = input.labels.map((label) => (label.y === null ? label : { ...label, y: 0 as const }));
    expect(message({ ...input, labels })).toMatch(/^all \d+ rows with a known label are 0: there is nothing to rank$/);
    expect(message({ ...input, labels: [] })).toContain('have 0 years');
  });
});
