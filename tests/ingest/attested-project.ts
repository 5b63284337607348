import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Day } from '../../engine/calendar/index.ts';
import { sourceStates } from '../../engine/inspect/index.ts';
import { openLocalStore, type Store } from '../../engine/lake/index.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { type Definitions, diskFiles, readProject } from '../../engine/project/index.ts';
import { type AttestOptions, type AttestReport, attestSource, ingestSources } from '../../engine/run/index.ts';
import { IN_PROCESS } from '../../engine/warehouse/index.ts';

/** The table of decisions as it is first. */
export const DECIDED = 'month,state,told_on\n2019-12-01,1,2020-01-15\n2020-02-01,0,2020-04-03\n';

const FILES: Readonly<Record<string, string>> = {
  'ews.config.yaml':
    'name: attested\ncalendar: { frequency: monthly, start: 2020-01-31, end: data }\ndefault_target: local\n',
  'targets/local.yaml': 'target: local\ndescription: here\n',
  'sources/decided.csv': DECIDED,
  'sources/held.csv': 'month,seats\n2019-12-01,7\n2020-02-01,8\n',
  'features/state.yaml': 'feature: state\ndescription: the last decision\ncolumns:\n  state: { description: 1 or 0 }\n',
  'features/state.sql': 'SELECT month AS date, state FROM committee.decided\n',
};

function committee(declared: string): string {
  return `source: committee
connector: file
description: what a committee decided, and how many seats it had
complete_through: ${declared}
tables:
  decided:
    description: one row a decision
    file: decided.csv
    format: csv
    columns:
      month: { type: DATE, description: first day of the month }
      state: { type: DOUBLE, description: 1 or 0 }
      told_on: { type: DATE, description: day of the announcement }
    date: month
    frequency: monthly
    knowledge: { column: told_on }
  held:
    description: one row a change
    file: held.csv
    format: csv
    columns:
      month: { type: DATE, description: first day of the month }
      seats: { type: DOUBLE, description: number of seats }
    date: month
    frequency: monthly
    knowledge: { lag: 5 }
`;
}

/** A project of one source with two tables, declared complete through 2020-05-31, and its lake. */
export interface AttestedProject {
  readonly root: string;
  readonly store: Store;
  readonly write: (file: string, text: string) => Promise<void>;
  /** Edits `complete_through`. */
  readonly declare: (day: Day) => Promise<void>;
  readonly ingest: (today: Day, store?: Store) => Promise<readonly string[]>;
  readonly attest: (today: Day, options: Partial<AttestOptions>, from?: AttestFrom) => Promise<AttestReport>;
  /** The day through which the source is complete by the lake and the project as they are now. */
  readonly through: () => Promise<string | undefined>;
  readonly definitions: () => Promise<Definitions>;
}

export interface AttestFrom {
  readonly store?: Store;
  readonly actor?: string;
}

export async function attestedProject(onFinished: Parameters<typeof temporaryFolder>[0]): Promise<AttestedProject> {
  const root = await temporaryFolder(onFinished);
  const store = openLocalStore(path.join(root, '.ews/lake'));
  const write = async (file: string, text: string): Promise<void> => {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  };
  const declare = (day: Day): Promise<void> => write('sources/committee.yaml', committee(day));
  for (const [file, text] of Object.entries(FILES)) await write(file, text);
  await declare('2020-05-31');
  const definitions = async (): Promise<Definitions> => {
    const read = await readProject(root, diskFiles(root));
    if (read.definitions === undefined) throw new Error(JSON.stringify(read.problems));
    return read.definitions;
  };
  const effects = (today: Day, from: AttestFrom = {}) => ({
    store: from.store ?? store,
    now: () => new Date(`${today}T12:00:00Z`),
    elapsed: () => 0,
    origin: { actor: from.actor ?? 'ann', actorFrom: 'declared', host: 'here', commit: null, version: '0' } as const,
    network: { fetch: nobody, sleep: async () => undefined, random: () => 0.5, fredKey: undefined },
    warehouses: IN_PROCESS,
    numerics: () => Promise.reject(new Error('nothing is computed')),
    scratch: path.join(root, '.ews/scratch', `${today}-${Math.random()}`),
  });
  return {
    root,
    store,
    write,
    declare,
    definitions,
    ingest: async (today, from) => {
      const project = await definitions();
      const results = await ingestSources(
        { sources: project.sources, everything: false },
        {
          definitions: project,
          effects: effects(today, from === undefined ? {} : { store: from }),
          emit: () => undefined,
          signal: new AbortController().signal,
        },
      );
      return results.flatMap(({ problems }) => problems.map(({ code, message }) => `${code} ${message}`));
    },
    attest: async (today, options, from) =>
      attestSource(
        await definitions(),
        { source: 'committee', through: undefined, withdraw: false, note: 'its page of decisions', ...options },
        effects(today, from),
      ),
    through: async () => {
      const { complete } = await sourceStates(await definitions(), { store, now: () => new Date('2030-01-01') });
      return complete.sources[0]?.completeThrough;
    },
  };
}

function nobody(): Promise<never> {
  return Promise.reject(new Error('this test has no network'));
}
