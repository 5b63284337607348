import { usageError } from '../diagnostics/index.ts';
import type { OutputFlags } from './deliver.ts';
import { FAIL_ON, type FailOn } from './fail-on.ts';
import type { SessionFlags } from './session.ts';

export interface DiffFlags extends SessionFlags, OutputFlags {
  readonly format?: string;
  readonly failOn?: readonly string[];
  readonly tolerance?: string;
  readonly build?: boolean;
}

/** What `--fail-on` names, by words apart or with commas between them. ProblemError EWS6001 for anything else. */
export function failOnOf({ failOn = [] }: DiffFlags): readonly FailOn[] {
  const words = failOn.flatMap((word) => word.split(',')).filter((word) => word !== '');
  const wrong = words.find((word) => !FAIL_ON.some((what) => what === word));
  if (wrong !== undefined) throw usageError(`--fail-on ${wrong} is nothing that differs`, `name ${FAIL_ON.join(', ')}`);
  return FAIL_ON.filter((what) => words.includes(what));
}

const TOLERANCE = 1e-9;

/** The share of a value that a difference may have; 0: none. ProblemError EWS6001 for what is no share. */
export function toleranceOf({ tolerance }: DiffFlags): number {
  if (tolerance === undefined) return TOLERANCE;
  const share = /^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(tolerance) ? Number(tolerance) : Number.NaN;
  if (share >= 0 && share < 1) return share;
  throw usageError(`--tolerance ${tolerance} is no share of a value`, 'write a number from 0 to 1, for example: 1e-9');
}
