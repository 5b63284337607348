import { parseId, parseTestId } from '../ids/index.ts';
import type { Plan, PlanStage } from '../plan/index.ts';
import { first } from '../presence/index.ts';
import { deferredText } from '../standing/index.ts';
import { counted } from './counted.ts';
import { kindCounts } from './graph-text.ts';
import type { Paint } from './paint/index.ts';
import { type TableRow, tableText } from './table.ts';

/**
 * What a build would do, grouped: ingest, execute (with the reason), execute if inputs change, reuse, leave. `build`:
 * the command that does it.
 */
export function planText(plan: Plan, build: string, paint: Paint): string {
  const sources = plan.stages.filter(({ kind, action }) => kind === 'source' && action === 'execute');
  const rest = plan.stages.filter(({ kind }) => kind !== 'source');
  const execute = rest.filter(({ action }) => action === 'execute');
  const open = rest.filter(({ action }) => action === 'execute_if_changed');
  const reuse = plan.stages.filter(({ action }) => action === 'reuse');
  const left = rest.filter(({ action }) => action === 'leave');
  const where = plan.position === 0 ? 'nothing built yet' : `position ${plan.position}`;
  const blocks = [`${paint.bold(`environment ${plan.environment}`)}, ${where}`];
  if (sources.length > 0) {
    blocks.push(
      block(
        `${counted(sources.length, 'source relation')} to ingest first; what they bring is not known yet`,
        sourceRows(sources),
        paint,
      ),
    );
  }
  if (execute.length > 0) blocks.push(block(`execute ${kindCounts(execute)}`, executeRows(execute), paint));
  if (open.length > 0) {
    blocks.push(block(`execute if what they read changes: ${kindCounts(open)}`, executeRows(open), paint));
  }
  const deferred = rest.flatMap(deferredLine);
  if (deferred.length > 0) blocks.push([paint.bold('deferred'), ...deferred].join('\n'));
  if (reuse.length > 0) blocks.push(`${paint.bold(`reuse ${kindCounts(reuse)}`)}`);
  if (left.length > 0) blocks.push(leftText(left, paint));
  const idle = sources.length + execute.length + open.length === 0;
  if (idle && plan.position > 0) blocks.push('nothing to do');
  else if (idle) blocks.push(`${paint.dim('everything is stored already; a build only records it:')} ${build}`);
  else blocks.push(`${paint.dim('next:')} ${build}`);
  return blocks.join('\n\n');
}

/** What a node takes from another environment; what it leaves takes nothing now. */
function deferredLine(stage: PlanStage): readonly string[] {
  if (stage.action !== 'execute' && stage.action !== 'reuse') return [];
  if (stage.fingerprint === undefined) return [];
  const text = deferredText(stage);
  return text === null ? [] : [`  ${stage.node}: ${text}`];
}

/** A title above at least one row. */
function block(title: string, rows: readonly TableRow[], paint: Paint): string {
  const columns = first(rows).cells.map(() => ({ title: '', align: 'left' as const }));
  const [, ...lines] = tableText({ columns, rows }, paint).split('\n');
  return [paint.bold(title), ...lines.map((line) => `  ${line}`)].join('\n');
}

/** One line for all relations of a source that share a reason. */
function sourceRows(stages: readonly PlanStage[]): readonly TableRow[] {
  const groups = new Map<string, { source: string; reason: string; relations: number }>();
  for (const { node, reason } of stages) {
    const source = parseId(node).schema;
    const key = `${source} ${reason.text}`;
    const group = groups.get(key) ?? { source, reason: reason.text, relations: 0 };
    groups.set(key, { ...group, relations: group.relations + 1 });
  }
  return [...groups.values()].map(({ source, reason, relations }) => ({
    cells: [source, reason, counted(relations, 'relation')],
  }));
}

/** Tests of one group with one reason share a line: there are many, and they follow their group. */
function executeRows(stages: readonly PlanStage[]): readonly TableRow[] {
  const rows = new Map<string, { kind: string; name: string; reason: string; count: number }>();
  for (const { node, kind, reason } of stages) {
    const test = kind === 'test' ? parseTestId(node) : undefined;
    const name = test?.group ?? parseId(node).name;
    const key = test === undefined ? node : `${kind} ${name} ${reason.text}`;
    const row = rows.get(key) ?? { kind, name, reason: reason.text, count: 0 };
    const shown = test !== undefined && row.count === 0 ? `${name} ${test.name.replaceAll('.', ' ')}` : row.name;
    rows.set(
      key,
      row.count === 0
        ? { ...row, name: shown, count: 1 }
        : { ...row, name: `${name}: ${row.count + 1} tests`, count: row.count + 1 },
    );
  }
  return [...rows.values()].map(({ kind, name, reason }) => ({ cells: [kind, name, reason] }));
}

function leftText(left: readonly PlanStage[], paint: Paint): string {
  const count = left.length;
  const title = paint.bold(`leave ${counted(count, 'node')} that ${count === 1 ? 'is' : 'are'} not selected`);
  const stale = left.filter((stage) => stage.action === 'leave' && stage.stale);
  const open = left.filter((stage) => stage.action === 'leave' && stage.staleIf !== undefined);
  const ids = (stages: readonly PlanStage[]): string => stages.map(({ node }) => node).join(', ');
  return [
    title,
    ...(stale.length === 0 ? [] : [`  ${paint.yellow('stale')} ${ids(stale)}`]),
    ...(open.length === 0 ? [] : [`  ${paint.yellow('stale if what they read changes')} ${ids(open)}`]),
  ].join('\n');
}
