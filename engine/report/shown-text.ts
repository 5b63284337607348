import { type Cell, columnTexts, plainFixed } from '../figures/index.ts';
import type { KnownSource, ShownNode } from '../inspect/index.ts';
import { at } from '../presence/index.ts';
import { type Standing, standingText } from '../standing/index.ts';
import { counted } from './counted.ts';
import type { Paint } from './paint/index.ts';
import { tableText } from './table.ts';

/** Types whose values are figures, or the text of figures too wide for JavaScript. */
const NUMERIC = /^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|DOUBLE|FLOAT|REAL|DECIMAL)/;

/** A node's rows as a table, and below it how the reader may take them. */
export function shownText(shown: ShownNode, paint: Paint, width: number): string {
  const when = shown.asOf === null ? 'as stored' : `as ${shown.stored ? 'stored' : 'known'} on ${shown.asOf}`;
  const latest = shown.latest === null ? '' : `, beside what is known on ${shown.latest}`;
  const head = `${paint.bold(shown.node)} ${when}${latest}`;
  const below = [...notes(shown).map(paint.dim), ...sourceLines(shown.sources, paint)];
  if (shown.rows.length === 0) return [head, '', 'no rows', ...below].join('\n');
  const texts = shown.columns.map(({ name }) => columnTexts(shown.rows.map((row) => row[name] ?? null)));
  const marked = new Set(shown.marked);
  const table = tableText(
    {
      columns: shown.columns.map(({ name, type, latestOf }) => ({
        title: latestOf === undefined ? name : 'latest',
        align: NUMERIC.test(type) ? 'right' : 'left',
      })),
      rows: shown.rows.map((_, row) => ({
        cells: texts.map((column) => at(column, row)),
        marked: marked.has(row),
      })),
    },
    paint,
    width,
  );
  return [head, '', table, '', ...unitLines(shown).map(paint.dim), ...below].join('\n').trimEnd();
}

/** A node's rows as data, with all digits; NaN and the infinities, which JSON has not, as text. */
export interface ShownJson {
  readonly node: string;
  readonly as_of: string | null;
  readonly stored: boolean;
  /** The day of what the columns called latest hold. */
  readonly latest: string | null;
  readonly standing?: Standing;
  readonly outcomes_through?: string;
  readonly total_rows: number;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly unit?: string }[];
  readonly rows: readonly Readonly<Record<string, string | number | boolean | null>>[];
  /** Places of the rows that would be served. */
  readonly serving_rows: readonly number[];
  readonly served: readonly { readonly column: string; readonly date: string | null; readonly too_old: boolean }[];
  readonly sources: readonly {
    readonly relation: string;
    readonly rows: KnownSource['rows'];
    readonly newest: { readonly date: string; readonly known_since: string; readonly knowledge: string } | null;
  }[];
}

export function shownJson(shown: ShownNode): ShownJson {
  const names = shown.columns.map(({ name }) => name);
  return {
    node: shown.node,
    as_of: shown.asOf,
    stored: shown.stored,
    latest: shown.latest,
    ...(shown.standing === null ? {} : { standing: shown.standing }),
    ...(shown.outcomesThrough === null ? {} : { outcomes_through: shown.outcomesThrough }),
    total_rows: shown.total,
    columns: shown.columns.map(({ name, type, unit }) => ({ name, type, ...(unit === undefined ? {} : { unit }) })),
    rows: shown.rows.map((row) => Object.fromEntries(names.map((name) => [name, plainCell(row[name] ?? null)]))),
    serving_rows: shown.marked,
    served: shown.served.map(({ column, date, olderThanDays }) => ({
      column,
      date,
      too_old: olderThanDays !== undefined,
    })),
    sources: shown.sources.map(({ relation, rows, newest }) => ({
      relation,
      rows,
      newest: newest && { date: newest.date, known_since: newest.knownSince, knowledge: newest.knowledge },
    })),
  };
}

function plainCell(value: Cell): Cell {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

/** `in: unrate %, sahm_gap percentage points`; nothing where no column says what it is counted in. */
function unitLines({ columns }: ShownNode): readonly string[] {
  const units = columns.flatMap(({ name, unit, latestOf }) =>
    unit === undefined || latestOf !== undefined ? [] : [`${name} ${unit}`],
  );
  return units.length === 0 ? [] : [`in: ${units.join(', ')}`];
}

function notes(shown: ShownNode): readonly string[] {
  const lines: string[] = [];
  const whose = shown.standing === null ? null : standingText(shown.standing);
  if (whose !== null) lines.push(whose);
  if (shown.rows.length < shown.total) {
    lines.push(`the last ${shown.rows.length} of ${counted(shown.total, 'row')}; --last n or --from DATE shows more`);
  }
  if (shown.marked.length > 0) lines.push('▸ serves as the features of that day');
  for (const { column, date, olderThanDays } of shown.served) {
    if (date === null) lines.push(`${column}: no value yet`);
    else if (olderThanDays === undefined) lines.push(`${column}: the last value, of ${date}`);
    else lines.push(`${column}: NULL, for the last value, of ${date}, is older than ${olderThanDays} days (ttl)`);
  }
  if (shown.outcomesThrough !== null) lines.push(`outcomes known through ${shown.outcomesThrough}`);
  if (shown.kind === 'label' && !shown.stored) lines.push('y is NULL while the outcome cannot be known');
  return lines;
}

/** What was known of the sources: the newest period, since when, and how each source's rows became known. */
function sourceLines(sources: readonly KnownSource[], paint: Paint): readonly string[] {
  if (sources.length === 0) return [];
  const table = tableText(
    {
      columns: ['source', 'newest', 'known since', 'knowledge'].map((title) => ({ title, align: 'left' as const })),
      rows: sources.map(({ relation, newest, rows }) => ({
        cells:
          newest === null
            ? [relation, 'nothing yet', '', '']
            : [relation, newest.date, newest.knownSince, sharesText(rows)],
      })),
    },
    paint,
  );
  const known = sources.filter(({ newest }) => newest !== null);
  const assumed = known.length > 0 && known.every(({ rows }) => rows.published + rows.observed === 0);
  return ['', table, ...(assumed ? [paint.dim('revised history, assumed lag: no source here has vintages')] : [])];
}

function sharesText(rows: KnownSource['rows']): string {
  const total = rows.published + rows.observed + rows.assumed;
  const kinds = (['published', 'observed', 'assumed'] as const).filter((kind) => rows[kind] > 0);
  return kinds.map((kind) => `${percent(rows[kind] / total)} ${kind}`).join(', ');
}

/** Never 0 % for a share that is not nought, nor 100 % for one that is not whole. */
function percent(share: number): string {
  if (share > 0 && share < 0.001) return '<0.1 %';
  if (share < 1 && share > 0.999) return '>99.9 %';
  return `${Number(plainFixed(share * 100, 1))} %`;
}
