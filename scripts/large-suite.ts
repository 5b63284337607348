// Large suites, by hand before an issue is closed and for .ci/run:
//   large-suite.ts run [WORD...]   runs the suites whose names hold one of the words (all without any), writes their
// rows   large-suite.ts stale           says which rows do not speak for the files as they are
import path from 'node:path';
import { LARGE_SUITES } from './large-suites.ts';
import { runLarge, staleSuites } from './run-large.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

async function main([command, ...words]: readonly string[]): Promise<number> {
  if (command === 'stale') {
    const stale = await staleSuites(ROOT, LARGE_SUITES);
    console.log(stale.length === 0 ? 'every large suite ran for the files as they are' : stale.join('\n'));
    return 0;
  }
  if (command !== 'run') throw new Error('large-suite.ts run [WORD...] | stale');
  const suites = LARGE_SUITES.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  if (suites.length === 0) throw new Error(`no suite is called so: ${LARGE_SUITES.map(({ name }) => name).join('; ')}`);
  return runLarge(ROOT, suites, (line) => console.log(line));
}

process.exitCode = await main(process.argv.slice(2));
