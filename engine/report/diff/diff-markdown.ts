import { markdownCode, renderDiffMarkdown, markdownText as withEntities } from '../../../lineage/index.ts';
import type { ProjectDiff, ResultsDiff } from '../../inspect/index.ts';
import { otherDataText } from './diff-text.ts';
import {
  aspectsText,
  causeText,
  cellText,
  dataText,
  modelTexts,
  rowsText,
  rowText,
  summaryTexts,
  valuesTexts,
  whyNot,
} from './diff-words.ts';

/** A comment of GitHub takes 65,536 characters, and what posts it adds some. */
const MOST = 60_000;

/**
 * Two states of a project as a comment for a review: a line by which the next run finds it, what it comes to, and the
 * rest folded, as far as there is room for it.
 */
export function projectDiffMarkdown(diff: ProjectDiff): string {
  const { project, from, to } = diff;
  const head = [
    `<!-- ews-diff ${project.replaceAll(/[^\w.-]/g, '_')} -->`,
    `**ews diff** of ${markdownCode(project)}, from ${markdownCode(from.name)} to ${markdownCode(to.name)}`,
  ];
  const summary = summaryTexts(diff).map((line) => `- ${markdownText(line)}`);
  if (diff.empty) return [...head, '', ...summary].join('\n');
  return withRoom([...head, '', ...overview(diff), ...summary], sections(diff));
}

/** Words of ours with names among them. */
function markdownText(text: string): string {
  return withEntities(text.replaceAll('->', '→'));
}

interface Section {
  readonly title: string;
  /** How many of what it is of. */
  readonly count?: number;
  readonly lines: readonly string[];
  /** Whether its lines are rows of a table, below two lines that begin it. */
  readonly table?: readonly [string, string];
}

/** Sections as long as they fit; what does not is counted, and told where it is. */
function withRoom(head: readonly string[], all: readonly Section[]): string {
  const left = { characters: MOST - NO_ROOM.length - 200 };
  const parts: string[] = [];
  const add = (lines: readonly string[]): void => {
    parts.push(...lines);
    left.characters -= lengthOf(lines);
  };
  const opening = head.flatMap((line) => (line.length > MOST / 4 ? [`${line.slice(0, MOST / 4)}…`] : [line]));
  add(fitting(opening, left.characters));
  for (const { title, lines, table, count = lines.length } of all) {
    if (lines.length === 0) continue;
    const frame = ['', `<details><summary>${title} (${count})</summary>`, '', ...(table ?? []), '', '</details>'];
    const room = left.characters - lengthOf(frame) - 100;
    const shown = fitting(lines, room);
    const more = lines.length - shown.length;
    if (room <= 0 || (shown.length === 0 && more > 0)) {
      add(['', NO_ROOM]);
      break;
    }
    const [blank, summary, between, ...rest] = frame;
    const closing = rest.slice(-2);
    const counted = more === 0 ? [] : ['', `${more} more: ${NO_ROOM}`];
    add(
      [blank, summary, between, ...(table ?? []), ...shown, ...counted, ...closing].filter(
        (line) => line !== undefined,
      ),
    );
  }
  return parts.join('\n');
}

const NO_ROOM = 'there is no room for all of it here: `ews diff` prints it, and `--json` has it for programs';

function fitting(lines: readonly string[], room: number): readonly string[] {
  let used = 0;
  const end = lines.findIndex((line) => {
    used += line.length + 1;
    return used > room;
  });
  return end < 0 ? lines : lines.slice(0, end);
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, { length }) => sum + length + 1, 0);
}

/** A row for each node that is made otherwise and no test: why, and what became of its values. */
function overview(diff: ProjectDiff): readonly string[] {
  const nodes = diff.reruns.filter(({ kind }) => kind !== 'test');
  if (nodes.length === 0) return [];
  const results = new Map(diff.results.map((result) => [result.node, result]));
  const rows = nodes.slice(0, OVERVIEW).map(({ node, causes }) => {
    const result = results.get(node);
    const why = causes.slice(0, CAUSES).map((cause) => markdownText(causeText(cause)));
    const rest = causes.length > CAUSES ? ` and ${causes.length - CAUSES} more` : '';
    const values = result === undefined ? '' : resultCell(result, diff);
    return `| ${markdownCode(node)} | ${why.join(', ')}${rest} | ${values} |`;
  });
  const more = nodes.length - rows.length;
  return [
    '| made otherwise | by | values |',
    '|---|---|---|',
    ...rows,
    ...(more === 0 ? [] : [`| ${more} more | | |`]),
    '',
  ];
}

const OVERVIEW = 60;
const CAUSES = 4;

function resultCell(result: ResultsDiff, diff: ProjectDiff): string {
  if (result.state !== 'compared') return `⚠ ${markdownText(whyNot(result, diff))}`;
  const { table, model } = result;
  if (table.total === 0) return 'the same';
  const beyond = table.columns.filter((values) => values.beyond > 0);
  const columns = beyond.slice(0, CAUSES).map(({ column, beyond: n }) => `${markdownCode(column)} ${n}`);
  const rest = beyond.length > CAUSES ? [`${beyond.length - CAUSES} more columns`] : [];
  const alarms = model === null ? [] : alarmTexts(model.raised.length, model.cleared.length);
  const parts = [markdownText(rowsText(table)), ...columns, ...rest, ...alarms];
  return beyond.length === 0 ? `${parts.join(', ')}, within the tolerance` : parts.join(', ');
}

function alarmTexts(raised: number, cleared: number): readonly string[] {
  return [
    ...(raised === 0 ? [] : [`${raised} alarm${raised === 1 ? '' : 's'} raised`]),
    ...(cleared === 0 ? [] : [`${cleared} alarm${cleared === 1 ? '' : 's'} cleared`]),
  ];
}

function sections(diff: ProjectDiff): readonly Section[] {
  const { definitions, columns, data, reruns, results, tests } = diff;
  return [
    {
      title: 'definitions',
      lines: definitions.map((each) => `- ${markdownCode(each.node)} ${aspectsText(each)}`),
    },
    columnsSection(columns),
    {
      title: 'data',
      lines: data.map((each) => `- ${markdownCode(each.relation)} ${markdownText(dataText(each))}`),
    },
    {
      title: 'made otherwise',
      lines: reruns.map(({ node, reason }) => `- ${markdownCode(node)} ${markdownText(reason)}`),
    },
    { title: 'values', count: results.length, lines: results.flatMap((result) => resultLines(result, diff)) },
    {
      title: 'tests',
      lines: tests.map(
        ({ test, from, to }) =>
          `- ${markdownCode(test)} ${from.status}, ${from.failures} failures → ${to.status}, ${to.failures} failures`,
      ),
    },
  ];
}

/** The table of lineage, of which a long one is cut between rows. */
function columnsSection(columns: ProjectDiff['columns']): Section {
  if (columns.stages.length === 0) return { title: 'columns', lines: [] };
  const [title = '', rule = '', ...rest] = renderDiffMarkdown(columns).split('\n');
  return { title: 'columns', table: [title, rule], lines: rest.filter((line) => line.startsWith('|')) };
}

function resultLines(result: ResultsDiff, diff: ProjectDiff): readonly string[] {
  if (result.state !== 'compared') return [`- ${markdownCode(result.node)} ${markdownText(whyNot(result, diff))}`];
  const { node, table, model, otherData } = result;
  const notes = otherData.length === 0 ? [] : [otherDataText(otherData)];
  return [
    `- ${markdownCode(node)} ${markdownText(rowsText(table))}${table.total === 0 ? ', all of the same values' : ''}`,
    ...notes.map((note) => `  - ${markdownText(note)}`),
    ...table.columns.map(
      (values) => `  - ${markdownCode(values.column)} ${markdownText(valuesTexts(values, diff.tolerance).join('; '))}`,
    ),
    ...table.retyped.map(({ column, from, to }) => `  - ${markdownCode(column)} ${markdownText(`${from} -> ${to}`)}`),
    ...table.added.map((column) => `  - ${markdownCode(column)} added`),
    ...table.removed.map((column) => `  - ${markdownCode(column)} removed`),
    ...table.renamed.map(
      ({ from, to }) => `  - ${markdownCode(to)} same values as before under another name, ${markdownCode(from)}`,
    ),
    ...(model === null ? [] : modelTexts(model).map((line) => `  - ${markdownText(line)}`)),
    ...table.shown.map(
      (cell) =>
        `  - ${markdownCode(rowText(cell.at))} ${cell.column === null ? 'row' : markdownCode(cell.column)} ` +
        markdownCode(cellText(cell).replaceAll('->', '→')),
    ),
    ...(table.total > table.shown.length ? [`  - ${table.total - table.shown.length} more`] : []),
  ];
}
