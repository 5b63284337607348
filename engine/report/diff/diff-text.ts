import { renderDiffText } from '../../../lineage/index.ts';
import type { ProjectDiff, ResultsDiff, ShownCell } from '../../inspect/index.ts';
import type { Paint } from '../paint/index.ts';
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

/** Rows and values that are shown in all; `--json` has twenty a node, `--output` every one. */
const SHOWN = 20;

const MARKS = { added: '+', removed: '-', changed: '~', 'not made': '?' } as const;

/**
 * Two states of a project as text: definitions, columns, data, what is made otherwise and why, values. `build`: the
 * command that builds what is not compared.
 */
export function projectDiffText(diff: ProjectDiff, build: string, paint: Paint): string {
  const head = paint.dim(`${diff.from.name} -> ${diff.to.name}`);
  if (diff.empty) return `${head}\n\nnothing differs`;
  const style = {
    name: paint.bold,
    added: paint.green,
    removed: paint.red,
    changed: paint.yellow,
    remark: paint.dim,
  };
  const blocks = [
    head,
    block('definitions', definitionLines(diff, paint), paint),
    block('columns', tells(diff.columns) ? indented(renderDiffText(diff.columns, style)) : [], paint),
    block(
      'data',
      diff.data.map((each) => `  ${paint.bold(each.relation)}  ${dataText(each)}`),
      paint,
    ),
    block('made otherwise', rerunLines(diff, paint), paint),
    block('values', valueLines(diff, paint), paint),
    block('tests', testLines(diff, paint), paint),
    [...summaryTexts(diff), ...next(diff, build)].join('\n'),
  ];
  return blocks.filter((text) => text !== undefined).join('\n\n');
}

/** Whether columns differ, or nobody can tell whether formulas do. */
function tells({ stages, blind }: ProjectDiff['columns']): boolean {
  return stages.length > 0 || blind;
}

function block(title: string, lines: readonly string[], paint: Paint): string | undefined {
  return lines.length === 0 ? undefined : [paint.bold(title), ...lines].join('\n');
}

function indented(text: string): readonly string[] {
  return text.split('\n').map((line) => (line === '' ? '' : `  ${line}`));
}

function definitionLines({ definitions }: ProjectDiff, paint: Paint): readonly string[] {
  const colours = { added: paint.green, removed: paint.red, changed: paint.yellow, 'not made': paint.yellow };
  return definitions.map((each) => {
    const mark = colours[each.change](`${MARKS[each.change]} ${each.node}`);
    const isTold = each.change === 'changed' || each.change === 'not made';
    return isTold ? `  ${mark}  ${paint.dim(aspectsText(each))}` : `  ${mark}`;
  });
}

function rerunLines({ reruns }: ProjectDiff, paint: Paint): readonly string[] {
  const tests = reruns.filter(({ kind }) => kind === 'test').length;
  const others = reruns.filter(({ kind }) => kind !== 'test');
  return [
    ...others.map(
      ({ node, causes, reason }) => `  ${node}  ${paint.dim(`${reason}; by ${causes.map(causeText).join(', ')}`)}`,
    ),
    ...(tests === 0 ? [] : [`  ${paint.dim(tests === 1 ? 'and 1 test' : `and ${tests} tests`)}`]),
  ];
}

function valueLines(diff: ProjectDiff, paint: Paint): readonly string[] {
  const lines: string[] = [];
  let left = SHOWN;
  for (const result of diff.results) {
    if (result.state !== 'compared') {
      lines.push(`  ${paint.bold(result.node)}  ${paint.yellow(whyNot(result, diff))}`);
      continue;
    }
    const shown = result.table.shown.slice(0, left);
    left -= shown.length;
    lines.push(...comparedLines(result, shown, diff.tolerance, paint));
  }
  return lines;
}

function comparedLines(
  { node, table, model, otherData }: Extract<ResultsDiff, { readonly state: 'compared' }>,
  shown: readonly ShownCell[],
  tolerance: number,
  paint: Paint,
): readonly string[] {
  const same = table.total === 0 ? ', all of the same values' : '';
  const more = table.total - shown.length;
  const columns = [
    ...table.columns.map(
      (values) => `${paint.yellow(`~ ${values.column}`)}  ${valuesTexts(values, tolerance).join('; ')}`,
    ),
    ...table.retyped.map(({ column, from, to }) => `${paint.yellow(`~ ${column}`)}  ${from} -> ${to}`),
    ...table.added.map((column) => paint.green(`+ ${column}`)),
    ...table.removed.map((column) => paint.red(`- ${column}`)),
    ...table.renamed.map(
      ({ from, to }) => `${paint.yellow(`~ ${from} -> ${to}`)}  same values as before under another name`,
    ),
  ];
  return [
    `  ${paint.bold(node)}  ${rowsText(table)}${same}`,
    ...(otherData.length === 0 ? [] : [`    ${paint.yellow(otherDataText(otherData))}`]),
    ...columns.map((line) => `    ${line}`),
    ...(model === null ? [] : modelTexts(model).map((line) => `    ${line}`)),
    ...shown.map((cell) =>
      paint.dim(`      ${[rowText(cell.at), cell.column ?? 'row'].join('  ')}  ${cellText(cell)}`),
    ),
    ...(more === 0 || table.total === 0 ? [] : [paint.dim(`      ${more} more: --output FILE.parquet has all`)]),
  ];
}

/** That rows which were compared are of the same data on both sides, where the sides have others. */
export function otherDataText(relations: readonly string[]): string {
  return `both on the data that the lake holds: those of ${relations.join(', ')} differ`;
}

function testLines({ tests }: ProjectDiff, paint: Paint): readonly string[] {
  return tests.map(({ test, from, to }) => {
    const line = `${test}  ${from.status}, ${from.failures} -> ${to.status}, ${to.failures}`;
    return `  ${to.status === 'pass' ? paint.green(line) : paint.yellow(line)}`;
  });
}

function next({ results }: ProjectDiff, build: string): readonly string[] {
  return results.some(({ state }) => state === 'not built') ? [`to compare what is not built: ${build}`] : [];
}
