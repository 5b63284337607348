import { type Problem, warning } from '../../diagnostics/index.ts';
import type { Store } from '../../lake/index.ts';
import { differingFunctions, type NumericsProbe } from '../../numerics/index.ts';
import type { Environment } from '../../plan/index.ts';
import { recordedNumerics } from './recorded-numerics.ts';

/** How this machine stands to those that computed what a lake holds. */
export interface OtherMachines {
  /** Digest of another machine's numerics -> the functions in which this one differs. */
  readonly differences: ReadonlyMap<string, readonly string[]>;
  /** EWS5040, where this machine is about to compute what another one computed, or is new to the lake. */
  readonly problems: readonly Problem[];
}

const NONE: OtherMachines = { differences: new Map(), problems: [] };

/** Asks the lake only where the environment was not computed on this machine alone. */
export async function otherMachines(
  store: Store,
  environment: Environment,
  here: NumericsProbe,
): Promise<OtherMachines> {
  const made = Object.values(environment.manifest?.nodes ?? {}).map(({ components }) => components.numerics);
  if (made.length > 0 && made.every((digest) => digest === here.digest)) return NONE;
  const recorded = await recordedNumerics(store);
  const others = [...recorded.values()].filter(({ digest }) => digest !== here.digest);
  const differences = new Map(others.map((other) => [other.digest, differingFunctions(other, here)]));
  const ofEnvironment = made.find((digest) => digest !== undefined && digest !== here.digest);
  const ofLake = recorded.has(here.digest) ? undefined : others[0]?.digest;
  const other = ofEnvironment ?? ofLake;
  if (other === undefined) return { differences, problems: [] };
  const what = other === ofEnvironment ? `environment ${environment.name}` : 'this lake';
  return { differences, problems: [differs(what, differences.get(other) ?? [])] };
}

/** Another kind of processor differs in a few functions; of one that differs in most, these tell enough. */
const MOST_NAMED = 12;

function differs(what: string, functions: readonly string[]): Problem {
  const more = functions.length > MOST_NAMED ? ` and ${functions.length - MOST_NAMED} more` : '';
  const shown = functions.length === 0 ? '' : `: ${functions.slice(0, MOST_NAMED).join(', ')}${more}`;
  return warning(
    'EWS5040',
    `numerics probe of this machine differs from that of the machine that computed ${what}${shown}`,
    { hint: 'what is built here is computed anew and differs in its last digits; build a lake on one kind of machine' },
  );
}
