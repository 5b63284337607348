import { expect } from 'vitest';
import { type LineageFlags, runLineage } from '../../engine/cli/commands/lineage.ts';
import type { StaticEvent } from '../../lineage/index.ts';
import type { TestProject } from '../build/small-project.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';

/** What `ews lineage TARGET --format openlineage` prints. */
export async function printedEvents(
  project: TestProject,
  target: string,
  flags: Partial<LineageFlags> = {},
): Promise<readonly StaticEvent[]> {
  const terminal = recordingTerminal();
  const all = { projectDir: project.root, logFormat: 'text', format: 'openlineage', ...flags } as const;
  expect(await runLineage(target, all, terminal)).toBe(0);
  const lines = terminal.said.out.flatMap((text) => text.split('\n'));
  return lines.map((line) => JSON.parse(line) as StaticEvent);
}

/** Name of the dataset or job that an event is of. */
export function nameIn(event: StaticEvent): string {
  return ('dataset' in event ? event.dataset : event.job).name;
}
