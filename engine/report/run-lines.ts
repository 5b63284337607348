import { plainFixed } from '../figures/index.ts';
import { parseTestId } from '../ids/index.ts';
import { Tally } from '../presence/index.ts';
import type { RunEvent } from '../run/index.ts';
import type { Paint } from './paint/index.ts';
import { eventText, nodeLine } from './run-text.ts';

/** What a run is told with. */
export interface RunWords {
  readonly version: string;
  readonly project: string;
  readonly paint: Paint;
}

type Planned = Extract<RunEvent, { kind: 'planned' }>;
type Finished = Extract<RunEvent, { kind: 'node_finished' }>;

/** The tests of one group in one run. */
interface GroupTests {
  readonly all: number;
  readonly left: number;
  /** Those that were run and passed without a word, and the seconds of all of them. */
  readonly passed: number;
  readonly seconds: number;
}

/**
 * Tells a run event by event, as `eventText` does, but that the tests of a group which pass without a word are told
 * together once its last one is over: `24 of 102 PASS  test     activity: all 14`.
 */
export function runLines(words: RunWords): (event: RunEvent) => string | undefined {
  const groups = new Map<string, GroupTests>();
  return (event) => {
    if (event.kind === 'planned') countTests(event, groups);
    if (event.kind !== 'node_finished' || event.result.kind !== 'test') return told(event, words);
    const { group } = parseTestId(event.result.id);
    const before = groups.get(group);
    if (before === undefined) return told(event, words);
    const { status, test, problems, seconds } = event.result;
    const isQuiet = status === 'ok' && (test === undefined || test.status === 'pass') && problems.length === 0;
    const after = {
      all: before.all,
      left: before.left - 1,
      passed: before.passed + (isQuiet ? 1 : 0),
      seconds: before.seconds + (isQuiet ? seconds : 0),
    };
    groups.set(group, after);
    const own = isQuiet ? undefined : told(event, words);
    if (after.left > 0 || after.passed === 0) return own;
    // One alone has a name of its own to be told by.
    const together = isQuiet && after.passed === 1 ? told(event, words) : passedLine(event, group, after, words);
    return own === undefined ? together : `${own}\n${together}`;
  };
}

function countTests({ plan }: Planned, groups: Map<string, GroupTests>): void {
  const tests = plan.stages.filter(({ kind, action }) => kind === 'test' && action !== 'leave');
  for (const [group, all] of Tally.of(tests.map(({ node }) => parseTestId(node).group)).entries()) {
    groups.set(group, { all, left: all, passed: 0, seconds: 0 });
  }
}

function told(event: RunEvent, { version, project, paint }: RunWords): string | undefined {
  return eventText(event, version, project, paint);
}

function passedLine(place: Finished, group: string, { all, passed, seconds }: GroupTests, { paint }: RunWords): string {
  const subject = `${'test'.padEnd(8)} ${group}: ${passed === all ? `all ${all}` : `${passed} passed`}`;
  const line = { word: paint.green('PASS '), subject, facts: [`${plainFixed(seconds, 1)} s`] };
  return nodeLine(place, line, paint);
}
