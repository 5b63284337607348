import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { exitCodeOf, reportFailure } from '../../engine/cli/failure.ts';
import { findModel } from '../../engine/cli/named-model.ts';
import { compile } from '../../engine/compile/index.ts';
import { ProblemError } from '../../engine/diagnostics/index.ts';
import { idOf, nodeId } from '../../engine/ids/index.ts';
import {
  explainModel,
  explainPrediction,
  fitModel,
  openWhole,
  showNode,
  sourceFreshness,
  verifyLineage,
} from '../../engine/inspect/index.ts';
import { JobEnded } from '../../engine/jobs/index.ts';
import { entry, present } from '../../engine/presence/index.ts';
import { recompute } from '../../engine/run/index.ts';
import { IN_PROCESS, type Warehouse, type WarehouseOptions, type Warehouses } from '../../engine/warehouse/index.ts';
import { builtProject } from '../build/built-project.ts';
import { definitionsOf, edit, effectsOf, manifestOf, optionsOf, type TestProject } from '../build/small-project.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';

const built = builtProject();

/** How a worker may end, in the words of the room that runs it. */
const ENDINGS: Readonly<Record<string, JobEnded>> = {
  'at its limit of time': new JobEnded('time', 'it ran longer than 300 s'),
  'at its limit of memory': new JobEnded('memory', 'it used 900 MB of memory and may use 384 MB'),
  'at its limit of scratch': new JobEnded('scratch', 'it wrote 900 MB of scratch and may write 100 MB'),
  'by the kernel': new JobEnded('died', 'its process ended by SIGKILL'),
  'of itself, without memory': new JobEnded(
    'died',
    'its process ended by SIGABRT',
    'FATAL: JavaScript heap out of memory',
  ),
  'of itself': new JobEnded('died', 'its process ended by SIGSEGV'),
  'with an answer that is none': new JobEnded('protocol', 'what it answered is no answer: no frame'),
  'before it began': new JobEnded('never_started', 'no worker starts: it ended with exit code 1'),
};

/** When a worker is ended: while it opens, or at one of its statements. */
type Moment = 'opening' | number;

/** Warehouses whose workers for data are ended at a moment; definitions are bound as ever. */
function endedAt(moment: Moment, ended: Error): Warehouses {
  return {
    open: async (options) => {
      if (options.work === 'compile') return IN_PROCESS.open(options);
      if (moment === 'opening') throw ended;
      return endingAfter(await IN_PROCESS.open(options), moment, ended);
    },
  };
}

function endingAfter(warehouse: Warehouse, statements: number, ended: Error): Warehouse {
  let left = statements;
  const unlessEnded = <T>(work: () => Promise<T>): Promise<T> => (left-- > 0 ? work() : Promise.reject(ended));
  return {
    run: (sql, parameters) => unlessEnded(() => warehouse.run(sql, parameters)),
    rows: (sql, parameters) => unlessEnded(() => warehouse.rows(sql, parameters)),
    columns: (sql, parameters) => unlessEnded(() => warehouse.columns(sql, parameters)),
    append: (table, columns) => unlessEnded(() => warehouse.append(table, columns)),
    call: (procedure, input) => unlessEnded(() => warehouse.call(procedure, input)),
    sandbox: (directories) => unlessEnded(() => warehouse.sandbox(directories)),
    close: () => warehouse.close(),
  };
}

const MODEL = nodeId(idOf.model('crisis_probit'));
const SHOWN = {
  asOf: undefined,
  from: undefined,
  to: undefined,
  last: 5,
  columns: undefined,
  stored: false,
  vsLatest: false,
} as const;

/** What commands do with stored data, and the place that a problem of theirs names. */
const READERS: Readonly<Record<string, { readonly file: RegExp; readonly read: (place: Place) => Promise<unknown> }>> =
  {
    'source freshness': {
      file: /^sources\/rates\.yaml$/,
      read: ({ definitions, effects }) => sourceFreshness(definitions, definitions.sources, effects),
    },
    'lineage verify': {
      file: /^sources\/\w+\.yaml$/,
      read: async ({ definitions, effects, manifest }) =>
        verifyLineage({
          objects: Object.values(manifest.nodes).flatMap(({ objects }) => objects),
          manifest,
          store: effects.store,
          definitions,
          reading: { definitions, scratch: effects.scratch, warehouses: effects.warehouses },
        }),
    },
    'show a source': { file: /^sources\/rates\.yaml$/, read: (place) => shown(place, 'rates.long', false) },
    'show a group': { file: /^features\/slope\.sql$/, read: (place) => shown(place, 'features.slope', false) },
    'show stored rows': { file: /^features\/slope\.sql$/, read: (place) => shown(place, 'features.slope', true) },
    'show a model': { file: /^models\/crisis_probit\.yaml$/, read: (place) => shown(place, MODEL, false) },
    'model explain': {
      file: /^models\/crisis_probit\.yaml$/,
      read: ({ project }) => explainModel({ project, node: modelOf(project), at: undefined, key: undefined }),
    },
    'lineage of a number': {
      file: /^models\/crisis_probit\.yaml$/,
      read: ({ project }) => explainPrediction(project, modelOf(project), { asOf: '2005-06-30', key: undefined }),
    },
    'model fit': {
      file: /^models\/crisis_probit\.yaml$/,
      read: ({ project }) => fitModel(project, modelOf(project), { outcomes: null, data: 'known' }),
    },
  };

interface Place {
  readonly definitions: Awaited<ReturnType<typeof definitionsOf>>;
  readonly project: Awaited<ReturnType<typeof openWhole>>;
  readonly effects: ReturnType<typeof effectsOf>;
  readonly manifest: Awaited<ReturnType<typeof manifestOf>>;
}

function modelOf({ graph }: Place['project']) {
  return present(findModel(graph, 'crisis_probit'));
}

async function shown({ project }: Place, id: string, stored: boolean): Promise<unknown> {
  const node = entry(project.graph.nodes, nodeId(id));
  if (node.kind === 'test' || node.kind === 'comparison') throw new Error(`${id} has no rows`);
  return showNode(project, node, { ...SHOWN, stored });
}

async function placeOf(at: TestProject, warehouses: Warehouses): Promise<Place> {
  const definitions = await definitionsOf(at);
  const { target, environment } = optionsOf(definitions, {});
  const effects = effectsOf(at, 'reading', { warehouses });
  const project = await openWhole({ definitions, target, environment, effects });
  return { definitions, project, effects, manifest: await manifestOf(at) };
}

async function problemsOf(work: Promise<unknown>): Promise<ProblemError['problems']> {
  const error = await work.then(
    () => new Error('nothing was ended'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof ProblemError) return error.problems;
  throw error;
}

describe.each(Object.entries(ENDINGS))('a worker that ends %s', (_how, ended) => {
  it('is a problem with a code, a place and a way out for whatever reads data', async () => {
    const project = await built();
    for (const moment of ['opening', 0] as const) {
      const place = await placeOf(project, endedAt(moment, ended));
      for (const [command, { file, read }] of Object.entries(READERS)) {
        const [problem] = await problemsOf(read(place));
        expect([command, moment, problem?.code, problem?.span?.file]).toEqual([
          command,
          moment,
          expect.stringMatching(/^EWS(3003|3041)$/),
          expect.stringMatching(file),
        ]);
        expect(problem?.hint).toMatch(/resources\.|scratch|ews debug|threads|report it/);
      }
    }
  });

  it('leaves what is computed again as what cannot be compared', async () => {
    const project = await built();
    const place = await placeOf(project, endedAt(0, ended));
    const { target } = optionsOf(place.definitions, {});
    const again = await recompute({
      ...place,
      target,
      nodes: ['rates.long', 'bank.loans', 'features.slope'],
      threads: 1,
      signal: new AbortController().signal,
    });
    expect(again.map(({ verdict, reason }) => [verdict, reason?.slice(0, 7)])).toEqual([
      ['cannot', 'EWS3041'],
      ['cannot', 'EWS3041'],
      ['cannot', 'EWS3003'],
    ]);
  });

  it('is told of the definition where something was bound', async () => {
    const project = await built();
    const warehouses: Warehouses = {
      open: async (options) => endingAfter(await IN_PROCESS.open(options), 2, ended),
    };
    const problems = await problemsOf(compile(await definitionsOf(project), { warehouses }));
    expect(problems.map(({ code, span }) => [code, span?.file])).toContainEqual(['EWS2121', 'features/slope.sql']);
    for (const { code, hint } of problems) expect([code, hint]).toEqual(['EWS2121', expect.anything()]);
  });

  it('is never told as a bug of ews, wherever nobody knew what it worked for', () => {
    const terminal = recordingTerminal();
    reportFailure(ended, { logFormat: 'text' }, terminal);
    expect(terminal.said.err.join('\n')).toMatch(/EWS4019 .*\n +→ \S/);
    expect(exitCodeOf(ended)).toBe(1);
  });
});

it('what reads for a node has the time of a node, training included', async () => {
  const at = await built();
  await edit(at, 'targets/local.yaml', 'node_timeout_seconds: 60', 'node_timeout_seconds: 1');
  const waits: Warehouses = {
    open: async (options) => {
      const warehouse = await IN_PROCESS.open(options);
      if (options.work === 'compile') return warehouse;
      const wait = (): Promise<never> => cancelled(options);
      return { ...endingAfter(warehouse, Number.POSITIVE_INFINITY, new Error()), columns: wait, rows: wait, run: wait };
    },
  };
  const place = await placeOf(at, waits);
  for (const read of [READERS['model fit'], READERS['show stored rows']]) {
    const [problem] = await problemsOf(present(read).read(place));
    expect(problem).toMatchObject({ code: 'EWS3003', hint: expect.stringContaining('node_timeout_seconds') });
    expect(problem?.message).toMatch(/(models\.crisis_probit|features\.slope) ran longer than 1 s and was stopped/);
  }
});

/** A statement that nobody answers before it is cancelled. */
async function cancelled({ signal }: WarehouseOptions): Promise<never> {
  if (signal === undefined) throw new Error('nobody can cancel it');
  await once(signal, 'abort');
  throw signal.reason;
}
