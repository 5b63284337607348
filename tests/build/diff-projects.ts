import { runDiff } from '../../engine/cli/commands/diff.ts';
import type { DiffFlags } from '../../engine/cli/diff-flags.ts';
import type { ProjectDiff } from '../../engine/inspect/index.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import type { TestProject } from './small-project.ts';

type Sides = readonly [a: string, b?: string];
type Flags = Omit<Partial<DiffFlags>, 'projectDir'>;

/** What `ews diff` said of two sides, and with which code it ended. */
export interface ToldDiff {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export async function toldDiff(project: TestProject, [a, b]: Sides, flags: Flags = {}): Promise<ToldDiff> {
  const terminal = recordingTerminal();
  const code = await runDiff(a, b, { projectDir: project.root, logFormat: 'text', ...flags }, terminal);
  return { code, out: terminal.said.out.join('\n'), err: terminal.said.err.join('\n') };
}

/** The same as JSON. */
export async function projectDiff(project: TestProject, sides: Sides, flags: Flags = {}): Promise<ProjectDiff> {
  return JSON.parse((await toldDiff(project, sides, { json: true, ...flags })).out);
}

/** Columns, `rows` and settings that differ by their definitions, as `features.slope.slope`. */
export function definedDifferences({ columns }: ProjectDiff): readonly string[] {
  return columns.stages
    .filter(({ kind }) => kind === 'feature' || kind === 'label' || kind === 'model' || kind === 'source')
    .flatMap((stage) => [
      ...stage.columns.map(({ column, change }) => `${SIGNS[change]}${stage.id}.${column}`),
      ...stage.settings.map(({ setting }) => `~${stage.id} ${setting}`),
      ...(stage.rows.rechosen ? [`~${stage.id}.rows`] : []),
    ])
    .toSorted();
}

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;
