import { expect } from 'vitest';
import { type LineageDiffFlags, runLineageDiff } from '../../engine/cli/commands/lineage-diff.ts';
import { ProblemError } from '../../engine/diagnostics/index.ts';
import type { LineageDiff } from '../../lineage/index.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import type { TestProject } from './small-project.ts';

type Sides = readonly [a: string, b?: string];
type Flags = Omit<Partial<LineageDiffFlags>, 'projectDir'>;

/** What `ews lineage diff` prints of two sides, by lines. */
export async function printed(project: TestProject, [a, b]: Sides, flags: Flags = {}): Promise<readonly string[]> {
  const terminal = recordingTerminal();
  expect(await runLineageDiff(a, b, { projectDir: project.root, logFormat: 'text', ...flags }, terminal)).toBe(0);
  return terminal.said.out.join('\n').split('\n');
}

/** The same as JSON. */
export async function diffed(project: TestProject, sides: Sides): Promise<LineageDiff & { from: string; to: string }> {
  return JSON.parse((await printed(project, sides, { json: true })).join('\n'));
}

/** Why it refuses them. */
export async function refused(project: TestProject, sides: Sides): Promise<ProblemError['problems']> {
  const outcome = await printed(project, sides).catch((error: unknown) => error);
  if (outcome instanceof ProblemError) return outcome.problems;
  throw new Error(`was not refused: ${String(outcome)}`);
}
