import { thousands } from '../engine/figures/index.ts';
import { type AsOfRatio, median } from './asof.ts';
import type { MeasuredCommand } from './command.ts';
import type { CompileOnce, Cost } from './compile.ts';
import type { CompileCommands } from './compile-commands.ts';
import type { ForestFigures } from './forest.ts';
import type { IngestFigures } from './ingest.ts';
import type { LineageFigures } from './lineage.ts';
import type { S3Figures } from './s3.ts';
import { benchTable, megabytes, seconds, times } from './table.ts';

export function commandsText(title: string, commands: readonly MeasuredCommand[]): string {
  const rows = commands.map(({ name, limitSeconds, runs, cost }) => [
    name,
    seconds(cost.wallSeconds),
    limitSeconds === undefined ? '' : `< ${limitSeconds} s`,
    seconds(cost.cpuSeconds),
    megabytes(cost.peakBytes),
    String(runs),
  ]);
  return benchTable(title, ['', 'wall', 'limit', 'CPU', 'peak', 'runs'], rows);
}

export function compileText(projects: readonly CompileOnce[]): string {
  const rows = projects.flatMap((project) => [
    compileRow(`${project.groups} groups, cold`, project, project.cold, project.coldPeakBytes),
    compileRow(`${project.groups} groups, warm`, project, project.warm, project.peakBytes),
    compileRow(`${project.groups} groups, cached in ${megabytes(project.cacheBytes)}`, project, project.cached),
    compileRow(`${project.groups} groups, DuckDB alone`, project, project.baseline),
  ]);
  const title = 'compile (read, parse, admit, bind, trace, lift); DuckDB alone: json_serialize_sql and _plan';
  return benchTable(title, ['', 'wall', 'CPU', 'peak', 'ms per group', 'of DuckDB alone'], rows);
}

export function compileCommandsText({ compiles, growth, skipped }: CompileCommands): string {
  const rows = compiles.map(({ groups, name, runs, wallSeconds, cpuSeconds, peakBytes, limitSeconds, limitBytes }) => [
    `${thousands(groups)} groups, ${name}`,
    seconds(cpuSeconds),
    limitSeconds === undefined ? '' : `< ${limitSeconds} s`,
    seconds(wallSeconds),
    peakBytes === null ? '' : megabytes(peakBytes),
    limitBytes === undefined ? '' : `< ${megabytes(limitBytes)}`,
    String(runs),
  ]);
  const title =
    'commands on equivalent projects, with all their processes; ews also binds every query and traces its columns';
  const table = benchTable(title, ['', 'CPU', 'limit', 'wall', 'peak', 'limit', 'runs'], rows);
  const grown = `  a group of the largest project costs ${growth.toFixed(2)} of one of the smallest (at most 1.05)`;
  return [table, grown, ...skipped.map((why) => `  SKIPPED: ${why}`)].join('\n');
}

function compileRow(name: string, project: CompileOnce, cost: Cost, peakBytes?: number): readonly string[] {
  return [
    name,
    seconds(cost.wallMs / 1000),
    seconds(cost.cpuSeconds),
    peakBytes === undefined ? '' : megabytes(peakBytes),
    (cost.wallMs / project.groups).toFixed(2),
    times(cost.wallMs / project.baseline.wallMs),
  ];
}

export function asOfText(ratios: readonly AsOfRatio[]): string {
  const milliseconds = (value: number): string => `${value.toFixed(0)} ms`;
  const rows = ratios.map((each) => [
    each.shape,
    milliseconds(each.loopMs),
    milliseconds(each.liftedMs),
    times(each.ratio),
    times(each.lateralRatio),
    (each.ratio / each.lateralRatio).toFixed(2),
    each.apart === 0 ? '=' : each.apart.toExponential(0),
  ]);
  const middle = (of: (each: AsOfRatio) => number): string => times(median(ratios.map(of)));
  return benchTable(
    'as of 400 dates, on the same data, results compared',
    ['', 'loop', 'lifted', 'speed-up', 'by LATERAL', 'of it (at least 0.67)', 'apart'],
    [
      ...rows,
      ['median (no less than by LATERAL)', '', '', middle((r) => r.ratio), middle((r) => r.lateralRatio), '', ''],
    ],
  );
}

export function lineageReport({ corpora, reuse }: LineageFigures): string {
  const ms = (value: number): string => `${value.toFixed(1)} ms`;
  const rows = corpora.map(({ name, queries, bindAndWalk, walk, totalSeconds }) => [
    name,
    String(queries),
    ms(bindAndWalk.median),
    ms(bindAndWalk.p95),
    ms(walk.median),
    ms(walk.p95),
    seconds(totalSeconds),
  ]);
  const head = ['', 'queries', 'median', 'p95', 'walk, median', 'walk, p95', 'in all'];
  const table = benchTable('lineage per query: binding and walking (promised: a median below 5 ms)', head, rows);
  const { queries, reused, firstSeconds, againSeconds } = reuse;
  const compiles = `compiling the generated definitions takes ${seconds(firstSeconds)}`;
  const again = `with the edges of ${reused} of ${queries} queries reused, ${seconds(againSeconds)}`;
  return `${table}\n  ${compiles}; again, ${again}`;
}

export function forestText({ forests, standardError, skipped }: ForestFigures): string {
  const [ours] = forests;
  const rows = forests.map(({ name, seconds: wall, runs, trees, auroc }) => [
    name,
    `${trees}`,
    seconds(wall),
    ours === undefined ? '' : times(wall / trees / (ours.seconds / ours.trees)),
    auroc.toFixed(3),
    String(runs),
  ]);
  const title =
    `forests on 700 x 60, one thread; AUROC on 700 other rows, standard error ${standardError.toFixed(3)} ` +
    '(promised: random_forest no slower than scikit-learn)';
  const table = benchTable(title, ['', 'trees', 'fit', 'a tree, of ours', 'AUROC', 'runs'], rows);
  return [table, ...skipped.map((why) => `  SKIPPED: ${why}`)].join('\n');
}

export function s3Text(figures: S3Figures): string {
  const title = 'build of the reference project, on this disk and on an S3 server on this machine';
  if ('skipped' in figures) return `${title}\n  SKIPPED: ${figures.skipped}`;
  const rows = figures.builds.map(({ name, cost, requests }) => [
    name,
    seconds(cost.wallSeconds),
    seconds(cost.cpuSeconds),
    requests === undefined ? '' : String(requests.total),
    requests === undefined
      ? ''
      : Object.entries(requests.byMethod)
          .map(([method, count]) => `${count} ${method}`)
          .join(', '),
  ]);
  return benchTable(title, ['', 'wall', 'CPU', 'requests', 'of them'], rows);
}

export function ingestText(figures: IngestFigures): string {
  const title = 'ingest of 122 series with all vintages; FRED itself adds 0.6 s for each request';
  if ('skipped' in figures) return `${title}\n  skipped: ${figures.skipped}`;
  const rows = figures.ingests.map(({ name, rows: count, seconds: wall, requests, peakBytes }) => [
    name,
    seconds(wall),
    thousands(count),
    thousands(Math.round(count / wall)),
    String(requests),
    peakBytes === undefined ? '' : megabytes(peakBytes),
  ]);
  return benchTable(title, ['', 'wall', 'rows', 'rows a second', 'requests', 'peak'], rows);
}
