import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { at, first, present } from '../engine/presence/index.ts';
import { ESTIMATORS, predict } from '../engine/training/estimators/registry.ts';
import { binned, learnBins } from '../engine/training/estimators/trees/binning.ts';
import { auroc, ranking, rocCurve } from '../engine/training/measures/roc.ts';
import type { EstimatorParameters } from '../engine/training/types.ts';
import { exampleRows } from '../tests/oracles/example-rows.ts';
import { median } from './asof.ts';

export interface ForestCost {
  readonly name: string;
  /** Median of the runs. */
  readonly seconds: number;
  readonly runs: number;
  readonly trees: number;
  readonly auroc: number;
}

export interface ForestFigures {
  readonly forests: readonly ForestCost[];
  /** Standard error of an AUROC of that size on the test rows (Hanley & McNeil 1982). */
  readonly standardError: number;
  readonly skipped: readonly string[];
}

const TREES = 200;
const LEAF = 5;
const RUNS = 5;
/** The library is tens of times slower: one run, of fewer trees. */
const LIBRARY_TREES = 20;

const TRAIN = exampleRows(101, 700, 60);
const TEST = exampleRows(202, 700, 60);

/**
 * 200 trees on 700 rows of 60 features, one thread each: ours, scikit-learn's on the same bins and on the values
 * themselves, and npm's ml-random-forest.
 */
export function benchForests(): ForestFigures {
  const common = {
    trees: TREES,
    maxDepth: null,
    minRowsLeaf: LEAF,
    featuresPerSplit: 'sqrt',
    classWeight: 'none',
  } as const;
  const forests = [
    ours('random_forest', { kind: 'random_forest', ...common }, TREES, RUNS),
    ours('extra_trees', { kind: 'extra_trees', ...common }, TREES, RUNS),
  ];
  const others = [scikitLearn('64 bins', inBins), scikitLearn('sorted', rowsOf)];
  forests.push(...others.filter((other) => 'seconds' in other));
  forests.push(
    ours(
      'ml-random-forest (npm)',
      {
        kind: 'ml_random_forest',
        trees: LIBRARY_TREES,
        maxDepth: null,
        minRowsSplit: 2 * LEAF,
        featuresPerTree: 'all',
      },
      LIBRARY_TREES,
      1,
    ),
  );
  const positives = TEST.y.filter((label) => label === 1).length;
  return {
    forests,
    standardError: hanleyMcNeil(first(forests).auroc, positives, TEST.y.length - positives),
    skipped: [...new Set(others.flatMap((other) => ('seconds' in other ? [] : [other.why])))],
  };
}

function ours(name: string, parameters: EstimatorParameters, trees: number, runs: number): ForestCost {
  const seconds: number[] = [];
  let area = 0;
  for (let seed = 0; seed < runs; seed++) {
    const started = performance.now();
    const { model } = ESTIMATORS[parameters.kind].fit(TRAIN, { parameters, seed, neweyWestLag: 0 });
    seconds.push((performance.now() - started) / 1000);
    area = model === null ? 0 : areaOf(predict(model, TEST).map((probability) => present(probability)));
  }
  return { name, seconds: median(seconds), runs, trees, auroc: area };
}

function rowsOf({ values, rows }: typeof TRAIN): readonly (readonly (number | null)[])[] {
  return Array.from({ length: rows }, (_, i) => values.map((column) => column[i] ?? null));
}

/** The rows as our forest sees them: numbers of the bins that it cuts the training columns into. */
function inBins(rows: typeof TRAIN): readonly (readonly (number | null)[])[] {
  const cuts = TRAIN.values.map((column, j) => learnBins(at(TRAIN.features, j), column));
  return rowsOf({ ...rows, values: rows.values.map((column, j) => [...binned(column, at(cuts, j))]) });
}

/** EWS_PYTHON names a Python that has scikit-learn; default: python3. `given` makes the rows that it is given. */
function scikitLearn(what: string, given: typeof rowsOf): ForestCost | { readonly why: string } {
  const python = process.env['EWS_PYTHON'] ?? 'python3';
  const input = { x: given(TRAIN), y: TRAIN.y, other: given(TEST), trees: TREES, minRowsLeaf: LEAF, runs: RUNS };
  const script = path.join(import.meta.dirname, 'sklearn_forest.py');
  const { status, stdout, stderr, error } = spawnSync(python, [script], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) {
    const said = stderr?.trim().split('\n').at(-1) || (error?.message ?? `status ${status}`);
    return { why: `scikit-learn is not measured: ${python}: ${said} (EWS_PYTHON names a Python that has it)` };
  }
  const found = JSON.parse(stdout) as { seconds: number[]; probabilities: number[]; version: string };
  const name = `scikit-learn ${found.version}, n_jobs=1, ${what}`;
  return { name, seconds: median(found.seconds), runs: RUNS, trees: TREES, auroc: areaOf(found.probabilities) };
}

function areaOf(probabilities: readonly number[]): number {
  const curve = rocCurve(ranking(probabilities, TEST.y));
  return curve === null ? Number.NaN : auroc(curve);
}

/** "The meaning and use of the area under a receiver operating characteristic (ROC) curve", 1982. */
function hanleyMcNeil(area: number, positives: number, negatives: number): number {
  const q1 = area / (2 - area);
  const q2 = (2 * area * area) / (1 + area);
  const square = area * (1 - area) + (positives - 1) * (q1 - area ** 2) + (negatives - 1) * (q2 - area ** 2);
  return Math.sqrt(square / (positives * negatives));
}
