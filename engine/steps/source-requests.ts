import path from 'node:path';
import type { Day } from '../calendar/index.ts';
import { type Reach, reachOf } from '../folders/index.ts';
import type { FileKnowledge, IngestRequest } from '../ingest/index.ts';
import type { Dated, Definitions, FileTable, SourceDefinition } from '../project/index.ts';

/** What to ingest for one source: its definition as plain requests, paths made absolute. */
export function ingestRequests(definitions: Definitions, source: SourceDefinition): readonly IngestRequest[] {
  const reach = reachOf(definitions.root, definitions.outside);
  const located = (file: string): ShownFile => ({ file: path.join(definitions.root, file), shownAs: file, reach });
  const complete = source.completeThrough === undefined ? {} : { completeThrough: source.completeThrough };
  if (source.connector === 'file') {
    return source.tables.map((table) => tableRequest(source.name, table, { ...located(table.file), ...complete }));
  }
  const { data } = source;
  const common = {
    source: source.name,
    prehistory: source.prehistory,
    series: source.series.map(({ name, seriesId, units, frequency, dated, publicationLagDays, projections }) => ({
      name,
      seriesId,
      ...(units === undefined ? {} : { units }),
      frequency,
      ...byItsEnd(dated),
      publicationLagDays,
      ...(projections === true ? { projections } : {}),
    })),
  };
  if (data.kind === 'live') return [{ ...common, ...data }];
  const place = { ...common, ...located(data.file), ...complete };
  if (data.kind === 'snapshot') return [{ ...place, kind: 'snapshot' }];
  const snapshot = data.snapshot === undefined ? {} : { snapshot: located(data.snapshot.file) };
  return [{ ...place, kind: 'vintages', ...snapshot }];
}

interface ShownFile {
  readonly file: string;
  readonly shownAs: string;
  readonly reach: Reach;
  readonly completeThrough?: Day;
}

function tableRequest(source: string, table: FileTable, place: ShownFile): IngestRequest {
  const { format, dialect, columns, dateColumn, keys, frequency, dated, knowledge, projections } = table;
  const { dateFormat, periodsInColumns } = table;
  return {
    kind: 'file',
    source,
    table: table.name,
    ...place,
    format,
    ...(dialect === undefined ? {} : { dialect }),
    columns: columns.map(({ name, type, header }) => ({ name, type, ...(header === undefined ? {} : { header }) })),
    dateColumn,
    keys,
    frequency,
    ...byItsEnd(dated),
    knowledge: fileKnowledge(knowledge),
    ...(dateFormat === undefined ? {} : { dateFormat }),
    ...(periodsInColumns === undefined ? {} : { periodsInColumns }),
    ...(projections === true ? { projections } : {}),
  };
}

/** Said only where it is not the rule, so that what is stored of other declarations stays theirs. */
function byItsEnd(dated: Dated): { readonly dated?: Dated } {
  return dated === 'end' ? { dated } : {};
}

function fileKnowledge(knowledge: FileTable['knowledge']): FileKnowledge {
  if (knowledge.kind === 'lag') return knowledge;
  const { until, ...column } = knowledge;
  return until === undefined ? column : { ...column, endColumn: until };
}
