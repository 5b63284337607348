import { digestOf, type PlainJson } from '../../engine/lake/index.ts';
import { parquetRows, quoteName, quoteText, type Warehouse } from '../../engine/warehouse/index.ts';
import type { Stage } from '../../lineage/index.ts';
import { type Spot, spotName } from './places.ts';
import { readStoredFile, type StoredFile } from './stored-lake.ts';

/** What lineage has to speak of: a stored column, or, of an object in JSON, one figure or group of figures. */
export interface StoredPart {
  /** `features.labor.unrate`, or `card of recession_logit: performance.auroc`. */
  readonly name: string;
  /** The places of the lineage that stand for it: one of them must be within reach of whatever changes it. */
  readonly places: readonly Spot[];
  /** Digest of all its values in the order in which they are stored. */
  readonly digest: string;
}

/** The parts of a stored file, by name. */
export async function partsOf(
  warehouse: Warehouse,
  file: StoredFile,
  stages: readonly Stage[],
): Promise<ReadonlyMap<string, StoredPart>> {
  const parts = file.path.endsWith('.parquet')
    ? await columnParts(warehouse, file)
    : figureParts(file, await readStoredFile(file), stages);
  return new Map(parts.map((part) => [part.name, part]));
}

/** The stage of a parquet file that is not one of observations. */
function stageOf({ kind, name }: Pick<StoredFile, 'kind' | 'name'>): string {
  return kind === 'alarms' ? `alarms.${name}` : `${kind}s.${name}`;
}

async function columnParts(warehouse: Warehouse, file: StoredFile): Promise<readonly StoredPart[]> {
  const source = parquetRows(file.path).replace(/\)$/, ', file_row_number = true)');
  const described = await warehouse.columns(`SELECT * FROM ${parquetRows(file.path)} LIMIT 0`);
  const names = described.map(({ name }) => name);
  const digest = (column: string, order: string): string => {
    const text = `coalesce(${quoteName(column)}::VARCHAR, chr(0))`;
    return `md5(string_agg(${text}, chr(1) ORDER BY ${order || text})) AS ${quoteName(column)}`;
  };
  const parts: StoredPart[] = [];
  const ask = async (stage: string, columns: readonly string[], order: string, where: string): Promise<void> => {
    const select = columns.map((column) => digest(column, order)).join(', ');
    const [row] = await warehouse.rows(`SELECT ${select} FROM ${source} WHERE ${where}`);
    for (const column of columns) {
      const name = spotName({ stage, column });
      parts.push({ name, places: [{ stage, column }], digest: String(row?.[column]) });
    }
  };
  if (file.kind !== 'observations') await ask(stageOf(file), names, 'file_row_number', 'true');
  // Which rows there are of observations is told by their values: their order follows from them.
  for (const { id, seriesId } of file.relations) {
    await ask(id, names, '', seriesId === undefined ? 'true' : `series_id = ${quoteText(seriesId)}`);
  }
  return parts;
}

/** Digests of what went in, which change with every byte of it. */
const NOT_FIGURES: readonly string[] = ['version', 'digest', 'fingerprint', 'reproduction'];

/** Takes an object in JSON apart by its fields, and groups of figures by theirs. */
function figureParts(file: StoredFile, value: unknown, stages: readonly Stage[]): readonly StoredPart[] {
  const part = (path: string, figures: unknown): StoredPart => ({
    name: `${file.kind} of ${file.name}: ${path}`,
    places: placesOf(file, path, stages),
    digest: digestOf((figures ?? null) as PlainJson),
  });
  return fieldsOf(value).flatMap(([field, figures]) => {
    const inner = isRecord(figures) ? fieldsOf(figures) : [];
    return inner.length === 0
      ? [part(field, plain(figures))]
      : inner.map(([key, of]) => part(`${field}.${key}`, plain(of)));
  });
}

function fieldsOf(value: unknown): readonly (readonly [string, unknown])[] {
  if (!isRecord(value)) return [['all', value]];
  return Object.entries(value).filter(([key]) => !NOT_FIGURES.includes(key));
}

/** A value without digests of what went in, however deep. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isRecord(value)) return value;
  return Object.fromEntries(fieldsOf(value).map(([key, inner]) => [key, plain(inner)]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The columns that stand for figures: a card's sections, or a model's fits, their scores and its searches. */
function placesOf({ kind, name }: StoredFile, path: string, stages: readonly Stage[]): readonly Spot[] {
  const stage = kind === 'tuning' || kind === 'validation' ? `models.${name}` : stageOf({ kind, name });
  if (!stages.some(({ id }) => id === stage)) throw new Error(`the lineage has no ${stage}`);
  const [field = '', key = ''] = path.split('.');
  return figureColumns(kind, field, key).map((column) => ({ stage, column }));
}

/** The columns that stand for the parts of a model's fits; for all others its fit and its scores do. */
const MODEL_COLUMNS: ReadonlyMap<string, readonly string[]> = new Map([
  ['refits', ['fit']],
  ['tuning', ['tuning']],
]);

function figureColumns(kind: string, field: string, key: string): readonly string[] {
  switch (kind) {
    case 'test':
      return ['failures'];
    case 'tuning':
    case 'validation':
      return [kind];
    case 'model':
      return MODEL_COLUMNS.get(key) ?? ['fit', 'scores'];
    default:
      return [field];
  }
}
