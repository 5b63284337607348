import { getFips } from 'node:crypto';
import { availableParallelism, totalmem } from 'node:os';
import { barrierName, isolationName } from '../cards/index.ts';
import type { Problem } from '../diagnostics/index.ts';
import { userKeyState } from '../folders/index.ts';
import type { JobLimits } from '../jobs/index.ts';
import { byteSize, counted } from '../report/index.ts';
import { isolationHere, machineNumerics } from '../run/index.ts';
import {
  ENGINE_SETTINGS,
  overLimit,
  quoteText,
  type Warehouse,
  withWarehouse,
  workerWarehouses,
} from '../warehouse/index.ts';
import type { Check } from './check.ts';
import { commandWorkers } from './command-workers.ts';
import { UNUSABLE_KEY } from './key-warnings.ts';
import type { TargetedProject } from './session.ts';
import { namedFolders } from './state-folder.ts';
import { EWS_VERSION } from './version.ts';

/** Whether `ews debug` ends with 1 because of it. */
export function isUnmet({ state, required }: Check): boolean {
  return required === undefined ? state === 'failed' : required && state !== 'ok';
}

/** What runs here, whatever the project. */
export async function engineChecks(): Promise<readonly Check[]> {
  const { engine, threads, timeZone } = ENGINE_SETTINGS;
  return [
    { name: 'ews', state: 'ok', detail: EWS_VERSION },
    nodeCheck(process.versions.node),
    { name: 'openssl', state: 'ok', detail: `${process.versions.openssl}, crypto.getFips() is ${getFips()}` },
    { name: 'engine', state: 'ok', detail: `${engine}, ${counted(threads, 'thread')} a node, ${timeZone}` },
    await numericsCheck(),
    await sandboxCheck(),
    await trainingCheck(),
  ];
}

/** What the project declares of this place. */
export function projectChecks(place: TargetedProject): readonly Check[] {
  const { definitions, target, environment, commit } = place;
  const { threads, memory, nodeTimeoutSeconds } = target.resources;
  const { groups, models, config, root } = definitions;
  const holds = `${counted(groups.length, 'group')}, ${counted(models.length, 'model')}`;
  const width = threads === 'auto' ? availableParallelism() : threads;
  const implied = target.implied === true ? ' (none is declared)' : '';
  const fred = target.fred.kind === 'live' ? `live from ${target.fred.url}` : 'from the snapshot';
  return [
    { name: 'project', state: 'ok', detail: `${config.name} in ${root}, ${holds}` },
    {
      name: 'target',
      state: 'ok',
      detail: `${target.name}${implied}, environment ${environment}, FRED ${fred}`,
    },
    {
      name: 'resources',
      state: 'ok',
      detail:
        `${counted(width, 'node')} at a time on ${counted(availableParallelism(), 'core')}; ` +
        `a node has ${memory} of ${byteSize(totalmem())}, and ${nodeTimeoutSeconds} s`,
    },
    gitCheck(commit),
    keyCheck(root),
  ];
}

/** The project as it was found: not at all, or with errors. */
export function brokenProject(problems: readonly Problem[]): Check {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const [first, ...others] = errors;
  const isOne = first !== undefined && others.length === 0;
  const detail = isOne ? first.message : `${counted(errors.length, 'problem')}, see below`;
  return { name: 'project', state: 'failed', detail };
}

function nodeCheck(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const ok = major > 20 || (major === 20 && minor >= 19);
  return { name: 'node', state: ok ? 'ok' : 'failed', detail: ok ? version : `${version}, 20.19 or newer is needed` };
}

function gitCheck(commit: string | null): Check {
  if (commit === null) return { name: 'git', state: 'not verified', detail: 'no git checkout: runs carry no commit' };
  const dirty = commit.endsWith('+') ? ', with uncommitted changes' : '';
  return { name: 'git', state: 'ok', detail: `${commit.slice(0, 12)}${dirty}` };
}

/** What caches are sealed with. */
function keyCheck(root: string): Check {
  const name = 'key of the caches';
  const state = userKeyState(root);
  switch (state.kind) {
    case 'kept':
      return { name, state: 'ok', detail: state.file };
    case 'none yet':
      return { name, state: 'ok', detail: `${state.file} is made when something is kept` };
    case 'unusable':
      return {
        name,
        state: 'not verified',
        detail: `${state.file}: ${state.reason}; ${UNUSABLE_KEY.follows}`,
        remedy: UNUSABLE_KEY.hint,
      };
    case 'nowhere':
      return {
        name,
        state: 'not verified',
        detail: `there is no folder for it: ${UNUSABLE_KEY.follows}`,
        remedy: 'set HOME, XDG_CACHE_HOME or EWS_STATE_DIR to a folder outside the project',
      };
    default:
      return state satisfies never;
  }
}

/** Two machines, or two days, with the same digest compute the same bytes. */
async function numericsCheck(): Promise<Check> {
  const name = 'numerics';
  try {
    const { digest, functions } = await machineNumerics()();
    const count = counted(Object.keys(functions).length, 'function');
    return { name, state: 'ok', detail: `probe ${digest.slice(0, 12)} of ${count}, part of every fingerprint` };
  } catch (error) {
    return { name, state: 'failed', detail: error instanceof Error ? error.message : String(error) };
  }
}

/** What trying the isolation of SQL may use; it takes a few milliseconds. */
const TRIAL: JobLimits = { answerSeconds: 30, memory: 384e6, scratch: 100e6 };

/** Asks a closed instance in a worker, as user SQL gets it, for what it must refuse: proof, not a claim. */
async function sandboxCheck(): Promise<Check> {
  const name = 'isolation of SQL';
  const warehouses = workerWarehouses(commandWorkers(1, namedFolders()), { data: TRIAL, compile: TRIAL });
  try {
    const done = await withWarehouse(warehouses, {}, doneInspite);
    if (done.length > 0) return { name, state: 'failed', detail: `user SQL can ${done.join(', ')}` };
    return { name, state: 'ok', detail: 'reads no file, changes no setting, installs no extension: tried just now' };
  } catch (error) {
    const over = overLimit(error, 'data');
    if (over === undefined) throw error;
    return { name, state: 'failed', detail: `trying it ${over.words}`, remedy: over.hint };
  }
}

/** What user SQL can do of what it must not. */
async function doneInspite(warehouse: Warehouse): Promise<readonly string[]> {
  const forbidden = [
    ['read a file', `SELECT size FROM read_blob(${quoteText(process.execPath)})`],
    ['change a setting', 'SET threads = 2'],
    ['install an extension', 'INSTALL httpfs'],
  ] as const;
  await warehouse.sandbox([]);
  const done: string[] = [];
  for (const [what, sql] of forbidden) if (!(await isRefused(warehouse, sql))) done.push(what);
  return done;
}

async function isRefused(warehouse: Warehouse, sql: string): Promise<boolean> {
  try {
    await warehouse.run(sql);
    return false;
  } catch (error) {
    if (error instanceof Error && overLimit(error, 'data') !== undefined) throw error;
    return error instanceof Error && /disabled by configuration|configuration has been locked/.test(error.message);
  }
}

/** Starts a probe where training is started, and judges by what it reaches. */
async function trainingCheck(): Promise<Check> {
  const name = 'isolation of training';
  const { barriers, checks } = await isolationHere();
  const open = checks.filter(({ held }) => !held).map(({ check }) => isolationName(check));
  const behind = barriers.filter(({ present }) => present).map(({ barrier }) => barrierName(barrier));
  if (open.length === 0) {
    const detail = `${behind.join(', ')}: ${counted(checks.length, 'check')}, tried just now`;
    return { name, state: 'ok', detail };
  }
  const missing = barriers.filter(({ present }) => !present).map(({ barrier }) => barrierName(barrier));
  const remedy = `missing here: ${missing.join(', ')}; a target that says isolation: required does not train here`;
  return { name, state: 'not verified', detail: `does not hold: ${open.join(', ')}`, remedy };
}
