import type { Problem, TextFile } from '../diagnostics/index.ts';
import { at, present, withLater } from '../presence/index.ts';
import { type ComparableDefinitions, type DefinitionDigest, digestOfQuery } from './definition-digests.ts';
import type { Definitions } from './definitions.ts';
import { deepFreeze } from './freeze.ts';
import { exactJson, type KeptState, type StateToKeep } from './kept-states.ts';
import type { Located } from './located.ts';
import { originFrom } from './origin.ts';
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

export interface DefinitionsHead {
  readonly root: string;
  readonly outside?: readonly string[];
  readonly config: Plain;
  readonly functions: readonly PlainFunction[];
  readonly sources: readonly Plain[];
  readonly targets: readonly Plain[];
  readonly problems: readonly Problem[];
  readonly places: Places;
  readonly comparable: PlainComparable;
}

type PlainDigest = readonly [name: string, digest: DefinitionDigest];

interface PlainComparable {
  readonly context: string;
  readonly groups: readonly PlainDigest[];
  readonly labels: readonly PlainDigest[];
  readonly rest: string;
}

export interface DefinitionsJson extends StateToKeep {
  readonly comparable: ComparableDefinitions;
}

/**
 * A project as JSON: a head, and a record for each group, label and model; undefined where JSON cannot hold it.
 * @param engine who read it.
 */
export function definitionsAsJson(
  { definitions, problems }: SoundProject,
  engine: string,
): DefinitionsJson | undefined {
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
  const context = exactJson({
    root,
    ...(outside === undefined ? {} : { outside }),
    config: plain(config),
    functions: functions.map(({ yaml, ...rest }): PlainFunction => ({ ...rest, ...(yaml && { yaml: yaml.file }) })),
    sources: sources.map(plain),
    targets: targets.map(plain),
  });
  if (context === undefined) return undefined;
  const digests = (kind: 'groups' | 'labels'): readonly PlainDigest[] => {
    const [from] = present(places[kind]);
    return definitions[kind].map((each, index) => [each.name, digestOfQuery(each, at(records, from + index))]);
  };
  const modelRecords = records.slice(present(places.models)[0]);
  const comparable: PlainComparable = {
    context: originFrom([engine, context]),
    groups: digests('groups'),
    labels: digests('labels'),
    rest: originFrom([namesOf(definitions.groups), namesOf(definitions.labels), modelRecords]),
  };
  const rest = exactJson({ problems, places, comparable });
  if (rest === undefined) return undefined;
  const group = (name: string): Definitions['groups'][number] | undefined =>
    definitions.groups.find((each) => each.name === name);
  const head = `${context.slice(0, -1)},${rest.slice(1)}`;
  return { head, records, comparable: { ...comparableFrom(comparable), group } };
}

function namesOf(named: readonly { readonly name: string }[]): readonly string[] {
  return named.map(({ name }) => name);
}

function comparableFrom(plain: PlainComparable): Omit<ComparableDefinitions, 'group'> {
  const { context, groups, labels, rest } = plain;
  return { context, groups: new Map(groups), labels: new Map(labels), rest };
}

/** The project that `definitionsAsJson` wrote. */
export function definitionsFromJson({
  head,
  record,
}: Pick<KeptState, 'head' | 'record'>): SoundProject & { readonly comparable: ComparableDefinitions } {
  const { problems, places, comparable, config, functions, sources, targets, ...rest } = head as DefinitionsHead;
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
  const group = (name: string): Definitions['groups'][number] | undefined => {
    const index = comparable.groups.findIndex(([each]) => each === name);
    if (index < 0) return undefined;
    return deepFreeze(located<Definitions['groups'][number]>(record(places.groups[0] + index) as Plain));
  };
  return { definitions, problems, comparable: { ...comparableFrom(comparable), group } };
}

/** A definition as it is kept. */
export function plain<Definition extends { readonly yaml: Located }>({ yaml, ...rest }: Definition): Kept<Definition> {
  return { ...rest, yaml: yaml.file };
}

type Kept<Definition> = Omit<Definition, 'yaml'> & Plain;

type Query = Definitions['groups'][number] | Definitions['labels'][number];

/** A group or a label as it is kept; labels have neither columns nor tests of their own. */
export type PlainQuery = Pick<Query, 'name' | 'sql' | 'keys' | 'unitTests'> &
  Partial<Pick<Definitions['groups'][number], 'columns' | 'customTests'>> &
  Plain;

/** What `plain` made of a definition. */
function located<Definition>({ yaml, ...rest }: Plain): Definition {
  return { ...rest, yaml: locatedLater(yaml) } as Definition;
}
