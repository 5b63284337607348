import { posix } from 'node:path';
import { FORMATS } from '../../ingest/formats/index.ts';
import { defined } from '../defined.ts';
import type { FileShape, FredShape, SourceShape } from '../schemas/source.ts';
import type {
  BundledFile,
  Dated,
  FileSource,
  FileTable,
  FredData,
  FredSource,
  Frequency,
  FreshnessLimits,
  SeriesDefinition,
  SourceDefinition,
} from '../source-definitions.ts';
import type { YamlFile } from '../yaml-file.ts';
import { describedBy, type PathDefaults } from './described.ts';

export function normaliseSource(yaml: YamlFile, shape: SourceShape, defaults: PathDefaults): SourceDefinition {
  switch (shape.connector) {
    case 'fred':
      return fredSource(yaml, shape, defaults);
    case 'file':
      return fileSource(yaml, shape, defaults);
    default:
      throw new Error(`unknown connector ${shape satisfies never}`);
  }
}

function fredSource(yaml: YamlFile, shape: FredShape, defaults: PathDefaults): FredSource {
  return defined({
    ...describedBy(yaml, shape.source, shape, defaults),
    connector: 'fred' as const,
    data: fredData(yaml, shape),
    completeThrough: shape.complete_through,
    ...prehistoryOf(shape.prehistory),
    freshness: freshnessOf(shape.freshness),
    licence: shape.licence,
    attribution: shape.attribution,
    series: Object.entries(shape.series).map(([name, series]) => seriesOf(name, series)),
  });
}

function prehistoryOf(shape: FredShape['prehistory']): Pick<FredSource, 'prehistory' | 'prehistoryLagMonths'> {
  if (typeof shape === 'string') return { prehistory: shape };
  return { prehistory: 'assume', prehistoryLagMonths: shape.assume.lag_months };
}

function fredData(yaml: YamlFile, shape: FredShape): FredData {
  const vintages = shape.vintages && bundledFile(yaml, shape.vintages);
  const snapshot = shape.snapshot && bundledFile(yaml, shape.snapshot);
  if (vintages !== undefined) return defined({ kind: 'vintages' as const, ...vintages, snapshot });
  if (snapshot !== undefined) return { kind: 'snapshot', ...snapshot };
  throw new Error('the schema takes no fred source without data');
}

function bundledFile(yaml: YamlFile, { file, provenance }: NonNullable<FredShape['snapshot']>): BundledFile {
  return defined({
    file: besideYaml(yaml, file),
    provenance: provenance === undefined ? undefined : besideYaml(yaml, provenance),
  });
}

function seriesOf(name: string, series: FredShape['series'][string]): SeriesDefinition {
  const { id, title, units, frequency, dated, publication_lag, breaks, freshness, projections, state } = series;
  const { licence, attribution } = series;
  return defined({
    name,
    seriesId: id,
    title,
    units,
    frequency,
    dated: dated ?? datedByFred(frequency),
    publicationLagDays: publication_lag,
    breaks,
    freshness: freshnessOf(freshness),
    settlesAfterMonths: state?.settles_after_months,
    projections: projections ? (true as const) : undefined,
    licence,
    attribution,
  });
}

/** FRED dates a week and a fortnight by their last day, everything else by its first. */
function datedByFred(frequency: Frequency): Dated {
  return frequency === 'weekly' || frequency === 'biweekly' ? 'end' : 'start';
}

function freshnessOf(limits: FredShape['freshness']): FreshnessLimits | undefined {
  return limits && defined({ warnAfterDays: limits.warn_after, errorAfterDays: limits.error_after });
}

function fileSource(yaml: YamlFile, shape: FileShape, defaults: PathDefaults): FileSource {
  return defined({
    ...describedBy(yaml, shape.source, shape, defaults),
    connector: 'file' as const,
    completeThrough: shape.complete_through,
    licence: shape.licence,
    attribution: shape.attribution,
    tables: Object.entries(shape.tables).map(([name, table]) => tableOf(yaml, name, table)),
  });
}

function tableOf(yaml: YamlFile, name: string, table: FileShape['tables'][string]): FileTable {
  return defined({
    name,
    description: table.description.trim(),
    file: besideYaml(yaml, table.file),
    format: table.format,
    dialect: FORMATS[table.format].hasDialect ? dialectOf(table) : undefined,
    columns: Object.entries(table.columns).map(([column, { type, description, unit, header }]) => {
      const written = header === column ? undefined : header;
      return defined({ name: column, type: type.toUpperCase(), description, unit, header: written });
    }),
    dateColumn: table.date,
    dateFormat: table.date_format,
    periodsInColumns: table.periods_in_columns,
    keys: table.keys,
    frequency: table.frequency,
    dated: table.dated ?? ('start' as const),
    knowledge: knowledgeOf(table.knowledge),
    breaks: table.breaks,
    projections: table.projections ? (true as const) : undefined,
    licence: table.licence,
    attribution: table.attribution,
  });
}

function dialectOf(table: FileShape['tables'][string]): FileTable['dialect'] {
  const { delimiter = ',', decimal = '.', nulls = [], encoding = 'utf-8' } = table;
  return { delimiter, decimal, nulls, encoding };
}

function knowledgeOf(knowledge: FileShape['tables'][string]['knowledge']): FileTable['knowledge'] {
  // A table with neither a column nor a lag is refused by a rule.
  const { column, until, otherwise, lag: lagDays = 0 } = knowledge;
  if (column === undefined) return { kind: 'lag', lagDays };
  const lags = otherwise && { lagDays: otherwise.lag_days, lagMonths: otherwise.lag_months };
  return defined({ kind: 'column' as const, column, until, otherwise: lags });
}

/** Paths in a source are relative to its YAML; the definition holds them relative to the project. */
function besideYaml(yaml: YamlFile, file: string): string {
  return file.startsWith('/') ? file : posix.join(posix.dirname(yaml.file.path), file);
}
