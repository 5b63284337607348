import type { TextFile } from '../diagnostics/index.ts';
import type { Definitions, ProjectConfig } from './definitions.ts';
import type { WrittenRelations } from './rules/rule.ts';

/**
 * What of a project with errors its SQL can be judged by: the definitions whose files are sound, and the SQL of the
 * others. What hangs on a file that is not sound is not told as a second problem.
 */
export interface SoundParts extends Pick<Definitions, 'sources' | 'functions' | 'groups' | 'labels' | 'models'> {
  /** Absent where ews.config.yaml is not sound: then nobody knows the variables. */
  readonly config?: ProjectConfig;
  /** Whether the calendar is sound as well. */
  readonly hasCalendar: boolean;
  /** Names of functions that a file defines which is not sound. */
  readonly unsoundFunctions: ReadonlySet<string>;
  /** Whether such a file may define functions of any name. */
  readonly hasOpenLibrary: boolean;
  /** SQL of groups and labels whose YAML is missing or not sound. */
  readonly loose: readonly LooseSql[];
  /** Tests of such groups. */
  readonly looseTests: readonly TextFile[];
  /** Sources that are not sound, by the names that they may have; without their relations, they may have any. */
  readonly unsoundSources: ReadonlyMap<string, WrittenRelations | undefined>;
  /** Ids of groups, labels and models that other files may define, whose columns nobody knows. */
  readonly unsoundNodes: ReadonlySet<string>;
}

export interface LooseSql {
  readonly kind: 'feature' | 'label';
  readonly name: string;
  readonly sql: TextFile;
  /** The columns that its YAML declares, where they can be read. */
  readonly columns?: readonly string[] | undefined;
}

/** A sound project as its own parts. */
export function wholeParts(definitions: Definitions): SoundParts {
  const { config, sources, functions, groups, labels, models } = definitions;
  const names = { unsoundSources: new Map<string, undefined>(), unsoundNodes: new Set<string>() };
  const nothing = { loose: [], looseTests: [], unsoundFunctions: new Set<string>(), hasOpenLibrary: false, ...names };
  return { config, hasCalendar: true, sources, functions, groups, labels, models, ...nothing };
}
