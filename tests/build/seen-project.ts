import path from 'node:path';
import { compileCacheFile } from '../../engine/cli/compile-cache-file.ts';
import { type KeptStateFiles, keptStateFiles } from '../../engine/cli/kept-state-files.ts';
import {
  compile,
  compileSummary,
  type Graph,
  type GraphSummary,
  histories,
  summaryOf,
} from '../../engine/compile/index.ts';
import { ProblemError } from '../../engine/diagnostics/index.ts';
import { openSeal } from '../../engine/folders/seal.fixture.ts';
import { lineageStages } from '../../engine/inspect/index.ts';
import { digestOf } from '../../engine/lake/index.ts';
import { DamagedState, diskFiles, type KeptStates, overrideVars, readProject } from '../../engine/project/index.ts';
import { IN_PROCESS, type Warehouses } from '../../engine/warehouse/index.ts';
import type { TestProject } from './small-project.ts';

/** All that can be seen of a compiled project; of one that has errors, those. */
interface Seen {
  readonly definitions?: unknown;
  readonly graph?: unknown;
  readonly stages?: unknown;
  readonly recipes?: unknown;
  readonly histories?: unknown;
  readonly summary?: unknown;
  readonly problems: unknown;
}

interface Counted extends KeptStateFiles {
  readonly found: string[];
}

function counted(kept: KeptStateFiles): Counted {
  const found: string[] = [];
  const find: KeptStates['find'] = (kind, key) => {
    const state = kept.find(kind, key);
    if (state !== undefined) found.push(kind);
    return state;
  };
  return { ...kept, found, find };
}

export function keptOf({ root }: TestProject): Counted {
  const kept = keptStateFiles(path.join(root, '.ews', 'cache'), openSeal, 'this engine');
  kept.open();
  return counted(kept);
}

interface Means {
  readonly vars?: Readonly<Record<string, string>>;
  readonly warehouses?: Warehouses;
}

export async function seen(
  project: TestProject,
  kept?: KeptStates,
  { vars, warehouses = IN_PROCESS }: Means = {},
): Promise<Seen> {
  const { root } = project;
  const read = await readProject(root, diskFiles(root), { kept });
  if (read.definitions === undefined) return { problems: read.problems };
  const definitions = vars === undefined ? read.definitions : overrideVars(read.definitions, vars).definitions;
  if (definitions === undefined) return { problems: read.problems };
  const compileCache = kept && compileCacheFile(path.join(root, '.ews', 'cache', 'compile'), openSeal);
  try {
    const graph = await compile(definitions, { warehouses, kept, compileCache });
    const queries = [...graph.nodes.values()].filter((node) => node.kind === 'feature' || node.kind === 'label');
    const forms = [...(await histories(graph, queries))];
    return {
      ...seenOf(graph),
      summary: listedOf(summaryOf(graph)),
      histories: forms,
      problems: [...read.problems, ...graph.problems],
    };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { problems: error.problems };
  }
}

/** What `ews compile` lists, where no record is read before it is needed; undefined where one is damaged. */
export async function listed(
  { root }: TestProject,
  { later }: KeptStateFiles,
  warehouses: Warehouses,
): Promise<unknown> {
  try {
    const { definitions } = await readProject(root, diskFiles(root), { kept: later });
    return definitions && listedOf(await compileSummary(definitions, { warehouses, kept: later }));
  } catch (error) {
    if (!(error instanceof DamagedState || error instanceof ProblemError)) throw error;
    return undefined;
  }
}

function listedOf({ tests, counts, shorter, ...rest }: GraphSummary): unknown {
  const entries = tests.entries().filter(([, count]) => count > 0);
  return { ...rest, shorter: [...shorter], tests: new Map(entries), counts: new Map(counts.entries()) };
}

function seenOf(graph: Graph): Omit<Seen, 'problems' | 'histories'> {
  const nodes = [...graph.nodes.values()];
  return {
    definitions: plain(graph.definitions),
    graph: plain({ nodes, calendar: graph.calendar, shorter: [...graph.shorter] }),
    stages: plain(lineageStages(graph)),
    recipes: nodes.map(({ id, recipe }) => [id, digestOf(recipe)]),
  };
}

/** As JSON, with places in YAML as they are found. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, member: unknown) => (key === 'yaml' ? placesIn(member as Located) : member)),
  );
}

interface Located {
  readonly file: { readonly path: string; readonly text: string };
  readonly spanOf: (path: readonly (string | number)[]) => unknown;
}

function placesIn(yaml: Located): unknown {
  const paths = [
    [],
    ['columns'],
    ['series'],
    ['calendar', 'end'],
    ['window'],
    ['event'],
    ['store', 'path'],
    ['nothing'],
  ];
  return [yaml.file, paths.map((each) => yaml.spanOf(each))];
}
