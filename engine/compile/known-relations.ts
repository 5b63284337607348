import type { SourceNode } from './graph.ts';
import { type KnownColumns, UNKNOWN_COLUMNS } from './names/index.ts';
import { SERIES_COLUMNS } from './source-nodes.ts';
import type { JudgedSql, SqlWorld } from './sql-world.ts';
import type { TypedColumn } from './typed-column.ts';

interface KnownRelation {
  readonly columns: KnownColumns;
  /** It stands in the shadow catalogue: who reads it can be bound. */
  readonly isTyped: boolean;
  /** It is in order, and all that it reads: what is wrong with its reader is the reader's fault. */
  readonly isWhole: boolean;
}

const UNKNOWN: KnownRelation = { columns: UNKNOWN_COLUMNS, isTyped: false, isWhole: false };

/** What is known of relations while queries are compiled one after the other, those that failed among them. */
export class KnownRelations {
  readonly #known = new Map<string, KnownRelation>();

  constructor(sources: readonly SourceNode[], { written }: Pick<SqlWorld, 'written'>) {
    this.whole('calendar.dates', [{ name: 'date' }]);
    for (const [id, relation] of written) {
      const isTyped = relation.kind === 'series';
      const names = isTyped ? SERIES_COLUMNS.map(({ name }) => name) : relation.columns;
      if (names !== undefined)
        this.#known.set(id, { ...UNKNOWN, isTyped, columns: { names: lower(names), open: false } });
    }
    for (const source of sources) this.whole(source.id, source.columns);
  }

  inputs(relations: readonly string[]): Pick<KnownRelation, 'isTyped' | 'isWhole'> {
    const inputs = relations.map((name) => this.#known.get(name) ?? UNKNOWN);
    return { isTyped: inputs.every(({ isTyped }) => isTyped), isWhole: inputs.every(({ isWhole }) => isWhole) };
  }

  columnsOf(relation: string): KnownColumns | undefined {
    return this.#known.get(relation)?.columns;
  }

  whole(relation: string, columns: readonly Pick<TypedColumn, 'name'>[]): void {
    const names = columns.map(({ name }) => name.toLowerCase());
    this.#known.set(relation, { columns: { names, open: false }, isTyped: true, isWhole: true });
  }

  /**
   * A query that is no node: what its text returns or its YAML declares may be meant by who reads it; whatever else,
   * where its YAML is not sound and its text does not say all. `output`: undefined for a text that does not parse.
   */
  named(what: JudgedSql, { ambiguous }: SqlWorld, output = UNKNOWN_COLUMNS): void {
    const { id, declared, definition } = what;
    const names = [...new Set([...output.names, 'date', ...lower(declared)])];
    const open = ambiguous.has(id) || (definition === undefined && output.open);
    this.#known.set(id, { ...UNKNOWN, columns: { names, open } });
  }

  typed(id: string): void {
    const { columns } = this.#known.get(id) ?? UNKNOWN;
    this.#known.set(id, { columns, isTyped: true, isWhole: false });
  }
}

function lower(names: readonly string[] = []): readonly string[] {
  return names.map((name) => name.toLowerCase());
}
