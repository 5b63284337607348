import type { NodeId } from '../compile/index.ts';
import type { NodeResult, RunEvent, RunResult } from './events.ts';

/** `run_results.json`: what became of every node, one a line. */
export function resultsFile({ nodes, ...result }: RunResult): string {
  const lines = nodes.map((node) => JSON.stringify(storedResult(node)));
  const rest = JSON.stringify(result).slice(1, -1);
  return `{${rest},"nodes":[${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n`}]}\n`;
}

/** Objects of a node that is reused stand in the manifest. */
function storedResult(node: NodeResult): object {
  if (node.status !== 'reused') return node;
  const { objects: _, ...rest } = node;
  return rest;
}

/**
 * `events.jsonl`: what a run told, one event a line. What other files of the run hold is left to them: of a node that
 * is reused the manifest says all but the reason, by which the plan has it in `reused`; how the run ended
 * `run_results.json`.
 */
export function eventsFile(events: readonly RunEvent[]): string {
  const reused = new Set(
    events.flatMap((event) =>
      event.kind === 'node_finished' && event.result.status === 'reused' ? [event.result.id] : [],
    ),
  );
  const isOfReused = (event: RunEvent): boolean =>
    (event.kind === 'node_started' && reused.has(event.id)) ||
    (event.kind === 'node_finished' && reused.has(event.result.id));
  return events
    .filter((event) => !isOfReused(event))
    .map((event) => `${JSON.stringify(recorded(event))}\n`)
    .join('');
}

function recorded(event: RunEvent): object {
  if (event.kind === 'run_finished') {
    const { run, environment, ok, seconds } = event.result;
    return { kind: event.kind, result: { run, environment, ok, seconds } };
  }
  if (event.kind !== 'planned') return event;
  const { stages, ...plan } = event.plan;
  const reused = new Map<string, NodeId[]>();
  for (const { node, action, reason } of stages) {
    if (action === 'reuse') reused.set(reason.text, [...(reused.get(reason.text) ?? []), node]);
  }
  const others = stages.filter(({ action }) => action !== 'reuse');
  return { ...event, plan: { ...plan, stages: others, reused: Object.fromEntries(reused) } };
}
