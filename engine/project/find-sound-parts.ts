import type { Problem, TextFile } from '../diagnostics/index.ts';
import { idOf } from '../ids/index.ts';
import { CONFIG_FILE, type Layout, type Placed } from './layout.ts';
import { defaultResources } from './normalise/target.ts';
import { hasItsType } from './rules/config.ts';
import { isSourceName } from './rules/names.ts';
import type { Sketch } from './rules/rule.ts';
import type { LooseSql, SoundParts } from './sound-parts.ts';
import type { TargetDefinition } from './target-definition.ts';
import type { ProjectTexts } from './texts.ts';

/**
 * Problems after which a file's names, columns, types or numbers may be other than they are written. A key that nobody
 * knows is none of them where the file could be read on without it.
 */
const UNSOUND = new Set([
  'EWS1002',
  'EWS1003',
  'EWS1004',
  'EWS1006',
  'EWS1007',
  'EWS1013',
  'EWS1025',
  'EWS1026',
  'EWS1027',
]);

/** The sound parts of a project with problems. */
export function soundParts(
  layout: Layout,
  texts: ProjectTexts,
  sketch: Sketch,
  problems: readonly Problem[],
): SoundParts {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const broken = new Set(errors.filter(({ code }) => UNSOUND.has(code)).map(({ span }) => span?.file));
  const sound = <D>(entries: readonly { readonly definition: D; readonly yaml: { readonly file: TextFile } }[]) =>
    entries.filter(({ yaml }) => !broken.has(yaml.file.path)).map(({ definition }) => definition);
  const isWritten = ({ sql }: { readonly sql: TextFile }): boolean => texts.has(sql.path);
  const groups = sound(sketch.groups).filter(isWritten);
  const labels = sound(sketch.labels).filter(isWritten);
  const sources = sound(sketch.sources);
  const models = sound(sketch.models);
  const isConfigSound = !broken.has(CONFIG_FILE) && sketch.config?.definition.vars.every(hasItsType) === true;
  const judged = new Set([...groups, ...labels].map(({ sql }) => sql.path));
  const tested = new Set(groups.flatMap(({ customTests }) => customTests.map(({ sql }) => sql.path)));
  const others = layout.sqls.filter(({ path }) => texts.has(path) && !judged.has(path) && !tested.has(path));
  const isTest = ({ room, stem }: Placed): boolean => room === 'feature' && stem.includes('.');
  const loose = others.filter((sql) => !isTest(sql)).flatMap((sql) => looseSql(sql, texts, sketch));
  const provided = new Set<string>([
    ...[...groups.map(({ name }) => idOf.group(name)), ...labels.map(({ name }) => idOf.label(name))],
    ...models.map(({ name }) => idOf.model(name)),
    ...loose.map(({ kind, name }) => (kind === 'feature' ? idOf.group(name) : idOf.label(name))),
  ]);
  const { declared } = sketch;
  const named = [
    ...[...declared.feature.keys()].map(idOf.group),
    ...[...declared.label.keys()].map(idOf.label),
    ...[...declared.model.keys()].map(idOf.model),
  ];
  const soundSources = new Set(sources.map(({ name }) => name));
  return {
    ...(isConfigSound && sketch.config !== undefined ? { config: sketch.config.definition } : {}),
    hasCalendar: isConfigSound && !errors.some(({ code, span }) => span?.file === CONFIG_FILE && code !== 'EWS1005'),
    functions: sketch.functions.functions,
    unsoundFunctions: sketch.functions.unsound,
    hasOpenLibrary: sketch.functions.isOpen,
    ...{ sources, groups, labels, models, loose },
    looseTests: others.filter(isTest).map(({ path }) => texts.of(path)),
    unsoundSources: new Map(
      [...declared.source].flatMap(([name, { relations }]) =>
        soundSources.has(name) ? [] : [[name, isSourceName(name) ? relations : undefined] as const],
      ),
    ),
    unsoundNodes: new Set(named.filter((id) => !provided.has(id))),
  };
}

/** SQL that stands alone, or beside a YAML that is not sound; of what is neither a group's nor a label's, nothing. */
function looseSql(
  { path, room, folder, stem }: Placed,
  texts: ProjectTexts,
  { declared }: Sketch,
): readonly LooseSql[] {
  const yaml = `${folder}/${stem}.yaml`;
  const found = (['feature', 'label'] as const).flatMap((kind) =>
    [...declared[kind]].flatMap(([name, { file, columns }]) => (file === yaml ? [{ kind, name, columns }] : [])),
  );
  // The word of the file comes after its name.
  const beside = found.at(-1);
  const sql = texts.of(path);
  if (beside !== undefined) {
    const columns = beside.columns && [...beside.columns];
    return [{ kind: beside.kind, name: beside.name, sql, ...(columns === undefined ? {} : { columns }) }];
  }
  return room === 'feature' || room === 'label' ? [{ kind: room, name: stem, sql }] : [];
}

/** What a target of the project allows, the default one where none is named; what any does where it is not sound. */
export function soundResources({ config, targets }: Sketch, wanted: string | undefined): TargetDefinition['resources'] {
  const name = wanted ?? config?.definition.defaultTarget;
  const found = targets.find(({ definition }) => definition.name === name);
  return found === undefined ? defaultResources() : found.definition.resources;
}
