import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { OpenLineageEvent } from '../../lineage/index.ts';
import type { Built, TestProject } from '../build/small-project.ts';

/** What a run left in its `openlineage.jsonl`. */
export async function storedEvents(project: TestProject, runId: string): Promise<readonly OpenLineageEvent[]> {
  const text = await readFile(path.join(project.lake, 'runs', runId, 'openlineage.jsonl'), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as OpenLineageEvent);
}

export async function eventsOf(project: TestProject, { result }: Pick<Built, 'result'>) {
  return storedEvents(project, result.run);
}

/** `COMPLETE features.slope`: what a test asks of many events. */
export function shortly(events: readonly OpenLineageEvent[]): readonly string[] {
  return events.map(({ eventType, job }) => `${eventType} ${job.name}`);
}

/** The one event of a kind and a job; a test fails that has none. */
export function eventOf(events: readonly OpenLineageEvent[], eventType: string, name: string): OpenLineageEvent {
  const found = events.find((event) => event.eventType === eventType && event.job.name === name);
  if (found === undefined) throw new Error(`there is no ${eventType} of ${name}`);
  return found;
}
