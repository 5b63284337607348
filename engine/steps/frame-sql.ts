import { END_OF_TIME_SQL } from '../bitemporal/index.ts';
import { datesOf, type Graph, groupNode, type ModelNode } from '../compile/index.ts';
import { idOf } from '../ids/index.ts';
import { frameFeatures } from '../project/index.ts';
import { qualifiedNames, quoteName, quoteText } from '../warehouse/index.ts';
import { missing } from './missing-sql.ts';

/** A group that a model reads, and its keys: some of the model's, in any order, or none. */
interface ReadGroup {
  readonly name: string;
  readonly keys: readonly string[];
}

/** A feature, and the column of its group that has the date of its value. */
export interface DatedFeature {
  readonly group: string;
  readonly column: string;
  readonly dateColumn: string;
}

/**
 * The rows of a model's frame as SQL over stored groups and label. Its keys are the label's: a panel has a row for
 * every decision date and every key that a group with all of them has seen by then. Groups with fewer keys broadcast.
 */
export class FrameSql {
  readonly #node: ModelNode;
  readonly #groups: readonly ReadGroup[];
  readonly #keys: readonly string[];
  readonly #dates: readonly string[];

  constructor(graph: Graph, node: ModelNode) {
    this.#node = node;
    this.#dates = datesOf(graph, node.id);
    this.#keys = node.label.keys;
    const names = [...new Set(frameFeatures(node.definition).map(({ group }) => group))];
    this.#groups = names.map((name) => ({ name, keys: groupNode(graph, name)?.definition.keys ?? [] }));
  }

  /** `(as_of, keys..., <group>.<column>..., y)`, sorted; y as known on the last decision date. */
  get frame(): string {
    const columns = this.#features.map(({ value, name }) => `${finite(value)} AS ${quoteName(name)}`);
    const keys = this.#keys.map(quoteName);
    const label = `SELECT ${['date', ...keys, 'y'].join(', ')} FROM ${this.labels} WHERE known_to = ${END_OF_TIME_SQL}`;
    const same = ['__l.date = __s.as_of', ...this.#keys.map((key) => sameKey('__l', key))].join(' AND ');
    const y = 'CASE WHEN isfinite(__l.y::DOUBLE) THEN __l.y END AS y';
    return `SELECT ${['__s.as_of', ...keys.map((key) => `__s.${key}`), ...columns, y].join(', ')}
      FROM ${this.#joined} LEFT JOIN (${label}) __l ON ${same} ${this.#order}`;
  }

  /** The dates of features' values in every row of the frame, a column each, NULL where there is no value. */
  dates(features: readonly DatedFeature[]): string {
    const columns = features.map(({ group, column, dateColumn }, i) => {
      const value = `${quoteName(group)}.${quoteName(column)}`;
      const date = `${quoteName(group)}.${quoteName(dateColumn)}`;
      return `CASE WHEN ${finite(value)} IS NULL THEN NULL ELSE ${date} END AS date_${i}`;
    });
    return `SELECT ${columns.join(', ')} FROM ${this.#joined} ${this.#order}`;
  }

  /**
   * One row a feature, in the frame's order: how many of its values are not finite and the first date of one, then the
   * largest finite one with its size, its date and whether it is stored as a whole number. Null without features.
   */
  get oddities(): string | null {
    if (this.#features.length === 0) return null;
    const rows = this.#features.map(({ value, name }, i) => {
      const number = `${value}::DOUBLE`;
      const odd = `FILTER (${value} IS NOT NULL AND NOT isfinite(${number}))`;
      const size = `FILTER (isfinite(${number}))`;
      return `SELECT ${i} AS i, ${quoteText(name)} AS feature, count(*) ${odd} AS count, min(__s.as_of) ${odd} AS first,
        max(abs(${number})) ${size} AS size, max_by(${value}::VARCHAR, abs(${number})) ${size} AS largest,
        max_by(__s.as_of, abs(${number})) ${size} AS largest_on, any_value(typeof(${value})) LIKE '%INT%' AS whole
        FROM ${this.#joined}`;
    });
    return `${rows.join(' UNION ALL ')} ORDER BY i`;
  }

  /** `(date, keys..., y, known_from, known_to)`, sorted. */
  get versions(): string {
    const by = ['date', ...this.#keys.map(quoteName)].join(', ');
    return `SELECT ${by}, y::DOUBLE AS y, known_from, known_to FROM ${this.labels} ORDER BY ${by}, known_from`;
  }

  /** Rows of groups or label that do not say whose they are, for a key is missing or no number: `(relation)`. */
  get withoutKey(): string | null {
    if (this.#keys.length === 0) return null;
    const relations = [
      ...this.#groups.map(({ name, keys }) => ({
        table: `features.${quoteName(name)}`,
        name: idOf.group(name),
        keys,
      })),
      { table: this.labels, name: idOf.label(this.#node.label.name), keys: this.#keys },
    ].filter(({ keys }) => keys.length > 0);
    return relations
      .map(
        ({ table, name, keys }) =>
          `SELECT '${name}' AS relation FROM ${table} WHERE ${keys.map((key) => missing(quoteName(key))).join(' OR ')}`,
      )
      .join(' UNION ');
  }

  get #features(): readonly { readonly name: string; readonly value: string }[] {
    return frameFeatures(this.#node.definition).map(({ group, column }) => ({
      name: `${group}.${column}`,
      value: `${quoteName(group)}.${quoteName(column)}`,
    }));
  }

  get labels(): string {
    return `labels.${quoteName(this.#node.label.name)}`;
  }

  /** The spine `__s` with every group beside it under its own name, which cannot begin with an underscore. */
  get #joined(): string {
    const joins = this.#groups.map(({ name, keys }) => {
      const group = quoteName(name);
      const same = [`${group}.as_of = __s.as_of`, ...keys.map((key) => sameKey(group, key))].join(' AND ');
      return `LEFT JOIN features.${group} AS ${group} ON ${same}`;
    });
    return [`(${this.#spine}) __s`, ...joins].join(' ');
  }

  get #spine(): string {
    const columns = ['as_of', ...this.#keys.map(quoteName)].join(', ');
    const whole = this.#groups.filter(({ keys }) => this.#keys.every((key) => keys.includes(key)));
    const sources = this.#keys.length === 0 ? whole.slice(0, 1) : whole;
    if (sources.length === 0) return this.#everyDate;
    return sources.map(({ name }) => `SELECT ${columns} FROM features.${quoteName(name)}`).join(' UNION ');
  }

  /** Without a group to tell, every decision date; a panel always has a group with its keys. */
  get #everyDate(): string {
    return `SELECT unnest([${this.#dates.map((date) => `DATE ${quoteText(date)}`).join(', ')}]) AS as_of`;
  }

  get #order(): string {
    return `ORDER BY ${['__s.as_of', ...qualifiedNames('__s', this.#keys)].join(', ')}`;
  }
}

/** NaN and infinities are missing. */
function finite(value: string): string {
  return `CASE WHEN isfinite(${value}::DOUBLE) THEN ${value}::DOUBLE END`;
}

/** By their text, so that a country's code is itself whatever types two groups gave it. */
function sameKey(table: string, key: string): string {
  return `${table}.${quoteName(key)}::VARCHAR = __s.${quoteName(key)}::VARCHAR`;
}
