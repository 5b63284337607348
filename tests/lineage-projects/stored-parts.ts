import { digestOf, type PlainJson } from '../../engine/lake/index.ts';
import { parquetRows, quoteName, quoteText, type Warehouse } from '../../engine/warehouse/index.ts';
import type { Stage } from '../../lineage/index.ts';
import { type Spot, spotName, wholeStages } from './places.ts';
import { readJsonFile, type StoredFile } from './stored-lake.ts';

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
    : figureParts(file, await readJsonFile(file), stages);
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

/** An object in JSON by its fields, of groups of figures by theirs. */
function figureParts(file: StoredFile, value: unknown, stages: readonly Stage[]): readonly StoredPart[] {
  const places = placesOf(file, value, stages);
  const part = (path: string, figures: unknown): StoredPart => ({
    name: `${file.kind} of ${file.name}: ${path}`,
    places,
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

/** Without digests of what went in, however deep. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isRecord(value)) return value;
  return Object.fromEntries(fieldsOf(value).map(([key, inner]) => [key, plain(inner)]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The places that stand for an object in JSON: its own stage, if there is one. Without one a card speaks of all that its
 * model made and of what it was made from, a comparison of the cards that it quotes, the trace of a search of the fit.
 */
function placesOf({ kind, name }: StoredFile, value: unknown, stages: readonly Stage[]): readonly Spot[] {
  const whole = (...ids: readonly string[]): readonly Spot[] =>
    wholeStages(stages.filter(({ id }) => ids.includes(id)));
  const own = whole(stageOf({ kind, name }));
  if (own.length > 0) return own;
  const made = (model: string): readonly Spot[] =>
    whole(...['frames', 'models', 'predictions', 'alarms', 'cards'].map((room) => `${room}.${model}`));
  switch (kind) {
    case 'card':
      return made(name);
    case 'tuning':
      return whole(`models.${name}`);
    case 'comparison':
      return modelsIn(value).flatMap(made);
    default:
      throw new Error(`the lineage has no stage for ${kind} ${name}`);
  }
}

function modelsIn(value: unknown): readonly string[] {
  const models = isRecord(value) ? value['models'] : undefined;
  if (!Array.isArray(models)) throw new Error('a comparison without models');
  return models.map((each: unknown) => String(isRecord(each) ? each['model'] : undefined));
}
