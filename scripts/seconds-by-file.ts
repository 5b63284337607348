// A reporter of vitest: when a run ends, it prints how long every test file took, the longest first, so that whoever
// wants the suite to be faster knows where to look.
import path from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

export interface FileSeconds {
  readonly file: string;
  readonly seconds: number;
}

export default class SecondsByFile implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const files = modules.map((module) => ({
      file: path.relative(module.project.config.root, module.moduleId),
      seconds: secondsOf(module),
    }));
    process.stdout.write(`\nseconds a file\n${secondsByFile(files).join('\n')}\n`);
  }
}

/** Importing the file and running it: its hooks and its tests. */
function secondsOf(module: TestModule): number {
  const { collectDuration, duration } = module.diagnostic();
  return (collectDuration + duration) / 1000;
}

/** A line a file, the longest first, and one for all of them together, which ran side by side in part. */
export function secondsByFile(files: readonly FileSeconds[]): readonly string[] {
  const sorted = files.toSorted((a, b) => b.seconds - a.seconds || (a.file < b.file ? -1 : 1));
  const total = { file: 'in all, one after the other', seconds: files.reduce((sum, { seconds }) => sum + seconds, 0) };
  return [...sorted, total].map(({ file, seconds }) => `${seconds.toFixed(1).padStart(8)}  ${file}`);
}
