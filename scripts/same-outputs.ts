// Compares all that ews says and writes with what a revision of it did, over every project, under one clock:
// npx tsx scripts/same-outputs.ts REVISION [--project NAME ...] [--clock ticking|still] [--apart] [--jobs N] [--time
// PAIRS] [--keep]
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { firstDifferentLine, kindOfFile, type TreeDifference, treeDifferences } from './same-outputs/compare-trees.ts';
import { timesInTurn } from './same-outputs/processor-time.ts';
import { allProjects, type ProjectCase } from './same-outputs/projects.ts';
import { runProject, type Surroundings } from './same-outputs/run-project.ts';
import { compiledSides, SIDES, type SideName, type Sides } from './same-outputs/sides.ts';
import { NOT_COMPARED, treeOf } from './same-outputs/stored-tree.ts';

/** So many differences of a kind are printed for a project: what comes after the first often follows from it. */
const PRINTED = 6;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    project: { type: 'string', multiple: true },
    clock: { type: 'string', default: 'ticking' },
    apart: { type: 'boolean', default: false },
    jobs: { type: 'string', default: '2' },
    time: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
const [revision, ...rest] = positionals;
if (revision === undefined || rest.length > 0) throw new Error('usage: npx tsx scripts/same-outputs.ts REVISION ...');
if (flags.clock !== 'ticking' && flags.clock !== 'still') throw new Error('--clock is ticking or still');

const projects = chosenProjects(flags.project);
const folder = mkdtempSync(path.join(realpathSync(tmpdir()), 'ews-same-'));
try {
  for (const name of ['home', 'temporary', 'kept']) mkdirSync(path.join(folder, name));
  const sides = compiledSides(revision, folder);
  process.exitCode =
    flags.time === undefined
      ? await compareAll(sides, { clock: flags.clock, apart: flags.apart })
      : await timeAll(sides, Number(flags.time));
} finally {
  if (flags.keep) console.log(`kept: ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
}

function chosenProjects(names: readonly string[] | undefined): readonly ProjectCase[] {
  const all = allProjects();
  if (names === undefined) return all;
  return names.map((name) => {
    const found = all.find((project) => project.name === name);
    if (found === undefined)
      throw new Error(`no project "${name}"; there are: ${all.map((each) => each.name).join(', ')}`);
    return found;
  });
}

async function compareAll(sides: Sides, how: Pick<Surroundings, 'clock' | 'apart'>): Promise<number> {
  const started = performance.now();
  for (const side of SIDES) {
    sides.use(side);
    const kept = path.join(folder, 'kept', side);
    await atOnce(projects, Number(flags.jobs), (project) =>
      runProject(project, { installed: sides.installed, folder, ...how }, kept),
    );
  }
  const counts = projects.map((project) => reportOf(project));
  const commands = sum(projects.map(({ steps }) => steps.filter((step) => 'ews' in step).length));
  const [files, differences] = [sum(counts.map((each) => each.files)), sum(counts.map((each) => each.differences))];
  for (const { files: pattern, reason } of NOT_COMPARED) console.log(`not compared: ${pattern.source} (${reason})`);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(
    `${projects.length} projects, ${commands} commands, ${files} files compared with ${revision}: ` +
      `${differences} differences; ${seconds} s`,
  );
  return differences === 0 ? 0 : 1;
}

/** Prints what differs of a project: what its commands said first, then its files, some of each kind. */
function reportOf({ name }: ProjectCase): { readonly files: number; readonly differences: number } {
  const kept = (side: SideName): string => path.join(folder, 'kept', side, name);
  const after = treeOf(kept('new'));
  const found = treeDifferences(treeOf(kept('old')), after);
  for (const kind of new Set(found.map(({ file }) => kindOfFile(file)))) {
    const differences = found.filter(({ file }) => kindOfFile(file) === kind);
    for (const each of differences.slice(0, PRINTED)) print(name, each, kept);
    const more = differences.length - PRINTED;
    if (more > 0) console.log(`${name}: and ${more} more: ${kind}`);
  }
  console.log(
    `${name}: ${after.size} files, ${found.length} differences; ${exitCounts(path.join(kept('old'), 'said'))}`,
  );
  return { files: after.size, differences: found.length };
}

/** How often commands of the old side ended how: two sides that fail alike where they should not are equal too. */
function exitCounts(said: string): string {
  const endings = readdirSync(said).map((file) => readFileSync(path.join(said, file), 'utf8').split('\n')[0]);
  const kinds = [...new Set(endings)].toSorted();
  return kinds.map((kind) => `${kind}: ${endings.filter((ending) => ending === kind).length}`).join(', ');
}

function print(project: string, { file, kind }: TreeDifference, kept: (side: SideName) => string): void {
  console.log(`${project}: ${file}: ${kind}`);
  if (kind !== 'different') return;
  const [before, after] = [readFileSync(path.join(kept('old'), file)), readFileSync(path.join(kept('new'), file))];
  console.log(firstDifferentLine(before, after).replaceAll(/^/gm, '    '));
}

async function timeAll(sides: Sides, pairs: number): Promise<number> {
  for (const project of projects) {
    for (const line of await timesInTurn(project, sides, folder, pairs)) console.log(`${project.name}, ${line}`);
  }
  return 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/** Does something with each of a list, so many at a time, in their order. */
async function atOnce<Item>(items: readonly Item[], width: number, work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
