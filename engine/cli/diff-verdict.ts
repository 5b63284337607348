import { type Problem, problem } from '../diagnostics/index.ts';
import type { ProjectDiff, ResultsDiff } from '../inspect/index.ts';
import { hasOtherValues, whyNot } from '../report/index.ts';
import type { FailOn } from './fail-on.ts';

/** What of what was asked for differs, and problems of what nobody can tell. */
export interface DiffVerdict {
  readonly failed: readonly FailOn[];
  readonly problems: readonly Problem[];
}

/**
 * Whether columns, values or models differ. Values beyond the tolerance do, and rows that one side alone has; where
 * values could not be compared though they are made otherwise, that is a problem EWS4027, for nobody knows.
 */
export function diffVerdict(diff: ProjectDiff, asked: readonly FailOn[]): DiffVerdict {
  const failed = asked.filter((what) => DIFFERS[what](diff));
  const unknown = asked.includes('values') ? diff.results.filter(isUnknown) : [];
  return { failed, problems: unknown.length === 0 ? [] : [notCompared(diff, unknown)] };
}

const DIFFERS: Readonly<Record<FailOn, (diff: ProjectDiff) => boolean>> = {
  columns: ({ columns }) => columns.stages.length > 0,
  values: ({ results }) => results.some(hasOtherValues),
  models: ({ models }) => models.length > 0,
};

type UnknownResult = Exclude<ResultsDiff, { readonly state: 'compared' }>;

function isUnknown(result: ResultsDiff): result is UnknownResult {
  return result.state !== 'compared';
}

function notCompared(diff: ProjectDiff, unknown: readonly UnknownResult[]): Problem {
  const nodes = unknown.length === 1 ? '1 node' : `${unknown.length} nodes`;
  const isBuildable = unknown.some(({ state }) => state === 'not built');
  return problem('EWS4027', `--fail-on values: the values of ${nodes} could not be compared`, {
    notes: unknown.map((result) => `${result.node}: ${whyNot(result, diff)}`),
    hint: isBuildable ? 'build what is missing first: add --build' : 'build both sides, and compare the environments',
  });
}
