import { createHash } from 'node:crypto';
import { lineTextAt, type Problem, problem, warning } from '../../diagnostics/index.ts';
import { idOf } from '../../ids/index.ts';
import { present } from '../../presence/index.ts';
import { ENGINE_SETTINGS, type Json } from '../../warehouse/index.ts';
import type { CompiledBefore, CompilingMeans } from '../compiled-before.ts';
import type { FeatureNode, Graph, LabelNode, SourceNode } from '../graph.ts';
import { refusalOf } from '../within-limits.ts';
import { type ComparedLabel, compareWindow, type EventColumn, type WindowComparison } from './compare-window.ts';
import type { ReadRelation } from './made-up-relation.ts';
import { monthsText } from './moved-months.ts';
import { outcomeCalendar } from './outcome-calendar.ts';

/** Raise when the same label and window would be found otherwise. */
const WINDOW_CHECK_REVISION = 1;

export interface WindowCheck {
  /** Labels whose window nobody could compare with their SQL. */
  readonly notComparable: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

/** Compares each label's window with what its SQL looks at: EWS2118 where it differs, EWS2119 where nobody can tell. */
export async function checkWindows(
  nodes: readonly (FeatureNode | LabelNode)[],
  sources: readonly SourceNode[],
  { calendar: { rule, dates: all }, shorter }: Pick<Graph, 'calendar' | 'shorter'>,
  { cache, warehouses, before }: CompilingMeans,
): Promise<WindowCheck> {
  const notComparable = new Set<string>();
  const problems: Problem[] = [];
  const relations = new Map<string, ReadRelation>([
    ...sources.map((source) => [source.id as string, ofSource(source)] as const),
    ...nodes.flatMap((node) => (node.kind === 'feature' ? [[node.id as string, ofGroup(node)] as const] : [])),
  ]);
  for (const label of nodes) {
    const dates = shorter.get(label.id) ?? all;
    if (label.kind !== 'label' || dates.length === 0 || !looksAhead(label)) continue;
    if (before !== undefined && isKnown(before, label, { rule, dates })) continue;
    const compared = comparedLabel(label, nodes, relations);
    const calendar = outcomeCalendar(rule, dates, label.definition.window.toMonth);
    const key = keyOf(compared, calendar);
    const cached = cache.find(key) as WindowComparison | undefined;
    const found = cached ?? (await compareWindow({ ...compared, warehouses }, calendar).catch(endedAt(label)));
    if ('problem' in found) {
      problems.push(found.problem);
      continue;
    }
    if (cached === undefined) cache.keep(key, found as unknown as Json);
    if (found.kind === 'differs') problems.push(differs(label, found));
    if (found.kind !== 'not_comparable') continue;
    notComparable.add(label.name);
    problems.push(notCompared(label));
  }
  return { notComparable, problems };
}

/** Whether a label was found to be in order before, and nothing that was asked has changed since. */
function isKnown({ graph, queries, whole }: CompiledBefore, { id, definition }: LabelNode, asked: object): boolean {
  const { event } = definition;
  if (!whole.has(id) || (event !== undefined && !queries.has(idOf.group(event.group)))) return false;
  const answered = { rule: graph.calendar.rule, dates: graph.shorter.get(id) ?? graph.calendar.dates };
  return JSON.stringify(asked) === JSON.stringify(answered);
}

/** Of a window that ends before it begins that alone is told. */
function looksAhead({ definition: { window } }: LabelNode): boolean {
  return window.fromMonth >= 0 && window.fromMonth <= window.toMonth;
}

/** What a comparison that went beyond a limit leaves of a label. */
function endedAt({ definition }: LabelNode): (error: unknown) => { readonly problem: Problem } {
  return (error) => {
    const found = refusalOf(error, definition.sql);
    if (found === undefined) throw error;
    return { problem: found };
  };
}

function comparedLabel(
  label: LabelNode,
  nodes: readonly (FeatureNode | LabelNode)[],
  relations: ReadonlyMap<string, ReadRelation>,
): Omit<ComparedLabel, 'warehouses'> {
  const read = (names: readonly string[]): readonly ReadRelation[] =>
    names.flatMap((name) => relations.get(name) ?? []);
  const event = eventColumn(label, nodes);
  const behind = new Set([...label.query.sources, ...(event?.group.query.sources ?? [])]);
  return { label, reads: read(label.inputs), event, sources: read([...behind].toSorted()) };
}

/** Undefined where the label names no event, or names one of a group that failed to compile. */
function eventColumn({ definition }: LabelNode, nodes: readonly (FeatureNode | LabelNode)[]): EventColumn | undefined {
  const { event } = definition;
  if (event === undefined) return undefined;
  const group = nodes.find((node) => node.kind === 'feature' && node.name === event.group);
  return group?.kind === 'feature' ? { group, column: event.column } : undefined;
}

function ofSource({ id, columns, source, name }: SourceNode): ReadRelation {
  if (source.connector === 'fred') {
    const { frequency } = present(source.series.find((series) => series.name === name));
    return { name: id, columns, dateColumn: 'date', keys: [], frequency };
  }
  const { dateColumn, keys, frequency } = present(source.tables.find((table) => table.name === name));
  return { name: id, columns, dateColumn, keys, frequency };
}

/** Nobody says how often a group has rows. */
function ofGroup({ id, query, definition }: FeatureNode): ReadRelation {
  return { name: id, columns: query.output, dateColumn: 'date', keys: definition.keys, frequency: 'unknown' };
}

/** The key under which a finding is kept. */
function keyOf({ label, reads, event, sources }: Omit<ComparedLabel, 'warehouses'>, calendar: object): string {
  const { kind, window, event: column } = label.definition;
  const queries = [label, ...(event === undefined ? [] : [event.group])].map(({ query }) => [query.sql, query.groups]);
  const parts = [
    WINDOW_CHECK_REVISION,
    ENGINE_SETTINGS,
    queries,
    kind,
    window,
    column ?? null,
    reads,
    sources,
    calendar,
  ];
  return createHash('sha256')
    .update(JSON.stringify(['window', parts]))
    .digest('hex');
}

function differs(label: LabelNode, { looksAt, tried }: Extract<WindowComparison, { kind: 'differs' }>): Problem {
  const { name, window, yaml } = label.definition;
  const { fromMonth, toMonth } = window;
  const declared = fromMonth === toMonth ? `month ${fromMonth}` : `months ${fromMonth} to ${toMonth}`;
  const months = monthsText(looksAt) ?? 'none';
  const span = yaml.spanOf(['window']);
  const hint = `write window: { from_month: ${looksAt[0]}, to_month: ${looksAt.at(-1)} }, or mend ${label.path}`;
  return problem(
    'EWS2118',
    `label "${name}" declares the ${declared} after the decision, but its SQL looks at ${months}`,
    { span, lineText: lineTextAt(yaml.file, span.line), notes: [`tried with ${tried}`], hint },
  );
}

function notCompared({ definition, path }: LabelNode): Problem {
  const { name, yaml } = definition;
  const span = yaml.spanOf(['window']);
  return warning(
    'EWS2119',
    `the window of label "${name}" is taken as declared: no made-up outcome of a single month moved its SQL`,
    {
      span,
      lineText: lineTextAt(yaml.file, span.line),
      hint: `compare it yourself: which months after the decision does ${path} look at?`,
    },
  );
}
