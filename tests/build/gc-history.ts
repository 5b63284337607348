import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { runEnvDelete } from '../../engine/cli/commands/env.ts';
import { runGc } from '../../engine/cli/commands/gc.ts';
import { runLineageVerify } from '../../engine/cli/commands/lineage-verify.ts';
import type { GcReport, Store } from '../../engine/lake/index.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { buildProject, type TestProject } from './small-project.ts';

/** A real project with its lake, on which days can go by. */
export interface LivedProject {
  readonly project: TestProject;
  /** The target that the commands are told. */
  readonly target: string;
  /** The lake that builds write to; this disk's where it is absent. */
  readonly store?: () => Store;
  /** Lets days go by, where the place lets us. */
  readonly age: (days: number) => Promise<void>;
  /** What `ews gc` is told, as the place can tell ages. */
  readonly olderThan: readonly string[];
}

const ENVIRONMENTS = ['main', 'pr-1'] as const;
const RATES =
  'SELECT long.date, long.value - short.value AS slope, CASE WHEN long.value < short.value THEN 1 ELSE 0 END';

/**
 * One random life of a lake through the commands: builds of one of three definitions, environments that end, days that
 * go by, and collections. After each step every environment must hold. Gives back how many files were removed.
 */
export async function liveWithCommands(
  { project, target, store, age, olderThan }: LivedProject,
  dice: (sides: number) => number,
  steps: number,
): Promise<number> {
  const flags = { projectDir: project.root, target, logFormat: 'text', json: true } as const;
  const built = new Set<string>();
  let removed = 0;
  for (let step = 0; step < steps; step++) {
    const environment = ENVIRONMENTS[dice(ENVIRONMENTS.length)] ?? 'main';
    const kind = dice(8);
    if (kind < 4 || built.size === 0) {
      // Three definitions, so that what was collected is asked for again.
      const sql = `${RATES} AS inverted FROM rates.long AS long JOIN rates.short AS short USING (date)`;
      await writeFile(path.join(project.root, 'features/slope.sql'), `${sql} WHERE ${dice(3)} < 5\n`);
      const world = store === undefined ? {} : { around: () => store() };
      // And two declarations, so that observations that were replaced are named again.
      const rates = path.join(project.root, 'sources/rates.yaml');
      const declared = (await readFile(rates, 'utf8')).replace(
        /publication_lag: \d+/,
        `publication_lag: ${1 + dice(2)}`,
      );
      await writeFile(rates, declared);
      const { result } = await buildProject(project, { environment, select: ['+slope'] }, world);
      expect(result.ok).toBe(true);
      built.add(environment);
    } else if (kind === 4 && built.delete(environment)) {
      expect(await runEnvDelete(environment, { ...flags, yes: true }, recordingTerminal())).toBe(0);
    } else {
      await age(dice(20));
      const terminal = recordingTerminal();
      const chosen = { olderThan: olderThan[dice(olderThan.length)] ?? '30d', grace: '0s' };
      expect(await runGc({ ...flags, ...chosen }, terminal)).toBe(0);
      const { swept }: GcReport = JSON.parse(terminal.said.out.join(''));
      removed += swept === null ? 0 : swept.removed.length;
    }
    // Only collecting takes something away.
    for (const env of kind > 4 ? built : []) {
      const terminal = recordingTerminal();
      const code = await runLineageVerify(undefined, { ...flags, env }, terminal);
      expect(code, terminal.said.out.join('\n')).toBe(0);
    }
  }
  return removed;
}
