import type { Problem, TextFile } from '../diagnostics/index.ts';
import { withLater } from '../presence/index.ts';
import type { Definitions } from './definitions.ts';
import { deepFreeze } from './freeze.ts';
import { exactJson, type KeptState } from './kept-states.ts';
import type { Located } from './located.ts';
import { locatedLater } from './yaml-file.ts';

/** What was read of a project without an error. */
export interface SoundProject {
  readonly definitions: Definitions;
  /** Warnings. */
  readonly problems: readonly Problem[];
}

/** A definition as JSON: its YAML file in place of where things stand in it. */
interface Plain {
  readonly yaml: TextFile;
}

/** One of a project's has a file; those that come along have none. */
type PlainFunction = Omit<Definitions['functions'][number], 'yaml'> & Partial<Plain>;

type Kind = 'groups' | 'labels' | 'models';

/** Of these there are many, and many commands ask for none. */
const LATER: readonly Kind[] = ['groups', 'labels', 'models'];

/** The places of the records of each kind: from, and how many. */
type Places = Readonly<Record<Kind, readonly [from: number, count: number]>>;

interface Head {
  readonly root: string;
  readonly outside?: readonly string[];
  readonly config: Plain;
  readonly functions: readonly PlainFunction[];
  readonly sources: readonly Plain[];
  readonly targets: readonly Plain[];
  readonly problems: readonly Problem[];
  readonly places: Places;
}

/** A project as JSON: a head, and a record for each group, label and model; undefined where JSON cannot hold it. */
export function definitionsAsJson({
  definitions,
  problems,
}: SoundProject): { readonly head: string; readonly records: readonly string[] } | undefined {
  const { root, outside, config, functions, sources, targets } = definitions;
  const records: string[] = [];
  const places: Partial<Record<Kind, readonly [number, number]>> = {};
  for (const kind of LATER) {
    places[kind] = [records.length, definitions[kind].length];
    for (const definition of definitions[kind]) {
      const record = exactJson(plain(definition));
      if (record === undefined) return undefined;
      records.push(record);
    }
  }
  const head = exactJson({
    root,
    ...(outside === undefined ? {} : { outside }),
    config: plain(config),
    functions: functions.map(({ yaml, ...rest }): PlainFunction => ({ ...rest, ...(yaml && { yaml: yaml.file }) })),
    sources: sources.map(plain),
    targets: targets.map(plain),
    problems,
    places,
  });
  return head === undefined ? undefined : { head, records };
}

/** The project that `definitionsAsJson` wrote. */
export function definitionsFromJson({ head, record }: KeptState): SoundProject {
  const { problems, places, config, functions, sources, targets, ...rest } = head as Head;
  const known = {
    ...rest,
    config: located<Definitions['config']>(config),
    functions: functions.map(({ yaml, ...fn }) => ({ ...fn, ...(yaml && { yaml: locatedLater(yaml) }) })),
    sources: sources.map((source) => located<Definitions['sources'][number]>(source)),
    targets: targets.map((target) => located<Definitions['targets'][number]>(target)),
  };
  deepFreeze([known.config, known.functions, known.sources, known.targets, problems]);
  const listed = <Definition>(kind: Kind): readonly Definition[] => {
    const [from, count] = places[kind];
    const plains = Array.from({ length: count }, (_, index) => record(from + index) as Plain);
    return deepFreeze(plains.map((each) => located<Definition>(each)));
  };
  const withGroups = withLater(known, ['groups'], () => ({
    groups: listed<Definitions['groups'][number]>('groups'),
  }));
  const withLabels = withLater(withGroups, ['labels'], () => ({
    labels: listed<Definitions['labels'][number]>('labels'),
  }));
  const definitions = withLater(withLabels, ['models'], () => ({
    models: listed<Definitions['models'][number]>('models'),
  }));
  return { definitions, problems };
}

function plain<Definition extends { readonly yaml: Located }>({ yaml, ...rest }: Definition): object {
  return { ...rest, yaml: yaml.file };
}

/** What `plain` made of a definition. */
function located<Definition>({ yaml, ...rest }: Plain): Definition {
  return { ...rest, yaml: locatedLater(yaml) } as Definition;
}
