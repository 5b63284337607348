import type { FeatureNode, GraphNode, SourceNode } from '../../compile/index.ts';

/** What of a definition decides besides its columns, as a person would say it: `ttl` -> `95`. */
export type Settings = Readonly<Record<string, string>>;

/** The settings of a node: all that enters its fingerprint but its query, its columns and what it reads. */
export function settingsOf(node: GraphNode): Settings {
  switch (node.kind) {
    case 'source':
      return { ...flattened(node.recipe, ['lagDays']), ...flattened(readingOf(node)) };
    case 'feature':
      return groupSettings(node);
    case 'label':
    case 'model':
    case 'comparison':
    case 'test':
      return flattened(node.recipe, ['ast', 'features', 'column']);
    default:
      throw new Error(`unknown node ${(node satisfies never as GraphNode).kind}`);
  }
}

function groupSettings({ definition }: FeatureNode): Settings {
  const { keys, ttlDays: ttl, columns } = definition;
  const ofColumns = columns.map(({ name, asKnown, validFrom }) =>
    flattened({ [`as_known of ${name}`]: asKnown, [`valid_from of ${name}`]: validFrom }),
  );
  return Object.assign({}, flattened({ keys, ttl }), ...ofColumns) as Settings;
}

/**
 * How a relation is read from its source. What is read enters fingerprints by its digest; this says where it comes
 * from.
 */
function readingOf({ source, name }: SourceNode): unknown {
  if (source.connector === 'fred') {
    const series = source.series.find((each) => each.name === name);
    return { series_id: series?.seriesId, publication_lag: series?.publicationLagDays };
  }
  const table = source.tables.find((each) => each.name === name);
  if (table === undefined) return undefined;
  const { dateColumn, keys, knowledge, dateFormat, periodsInColumns } = table;
  return { date_column: dateColumn, keys, knowledge, dateFormat, periodsInColumns };
}

/** `{ estimator: { ridge: 0.1 } }` -> `estimator.ridge` = `0.1`; what is not set is left out. */
function flattened(value: unknown, without: readonly string[] = [], prefix = ''): Settings {
  if (typeof value !== 'object' || value === null) return {};
  const settings: Record<string, string> = {};
  for (const [key, field] of Object.entries(value)) {
    const name = `${prefix}${worded(key)}`;
    if (without.includes(key) || field === undefined || field === null) continue;
    if (Array.isArray(field)) {
      if (field.length > 0) settings[name] = field.map(said).join(', ');
    } else if (typeof field === 'object') Object.assign(settings, flattened(field, [], `${name}.`));
    else settings[name] = said(field);
  }
  return settings;
}

/** `fromMonth` as the YAML has it: `from_month`. */
function worded(key: string): string {
  return key.includes(' ') ? key : key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function said(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
