import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { benchAsOf } from './asof.ts';
import { benchBuild, benchHelp, benchThreads } from './command.ts';
import { benchCompile, type CompileOnce, PROJECT_SIZES } from './compile.ts';
import { benchCompileCommands } from './compile-commands.ts';
import { benchForests } from './forest.ts';
import { benchIngest } from './ingest.ts';
import { benchLineage } from './lineage.ts';
import {
  asOfText,
  commandsText,
  compileCommandsText,
  compileText,
  forestText,
  ingestText,
  lineageReport,
  s3Text,
} from './report.ts';
import { benchS3 } from './s3.ts';
import { benchWatch, watchText } from './watch.ts';

/** A benchmark's figures, and how they read. */
interface Measured {
  readonly figures: unknown;
  readonly text: string;
}

const BENCHMARKS: ReadonlyMap<string, () => Promise<Measured>> = new Map([
  ['help', async () => commands('start', await benchHelp())],
  ['build', async () => commands('build of the reference project', await benchBuild())],
  ['watch', savesWhileWatching],
  ['threads', async () => commands('first build by threads', await benchThreads())],
  ['compile', compileOfEverySize],
  ['asof', liftingAgainstLoop],
  ['lineage', lineagePerQuery],
  ['forest', forestsSideBySide],
  ['ingest', ingestOfVintages],
  ['s3', buildsOnS3],
]);

function commands(title: string, figures: Parameters<typeof commandsText>[1]): Measured {
  return { figures, text: commandsText(title, figures) };
}

async function savesWhileWatching(): Promise<Measured> {
  const figures = await benchWatch();
  return { figures, text: watchText(figures) };
}

async function compileOfEverySize(): Promise<Measured> {
  const figures: CompileOnce[] = [];
  for (const size of PROJECT_SIZES) figures.push(await benchCompile(size));
  const commands = await benchCompileCommands();
  const text = [compileText(figures), compileCommandsText(commands)].join('\n\n');
  return { figures: { once: figures, commands }, text };
}

async function liftingAgainstLoop(): Promise<Measured> {
  const figures = await benchAsOf();
  return { figures, text: asOfText(figures) };
}

async function lineagePerQuery(): Promise<Measured> {
  const figures = await benchLineage();
  return { figures, text: lineageReport(figures) };
}

async function forestsSideBySide(): Promise<Measured> {
  const figures = benchForests();
  return { figures, text: forestText(figures) };
}

async function ingestOfVintages(): Promise<Measured> {
  const figures = await benchIngest();
  return { figures, text: ingestText(figures) };
}

async function buildsOnS3(): Promise<Measured> {
  const figures = await benchS3();
  return { figures, text: s3Text(figures) };
}

/** Exits with 0 whatever the figures are: a limit is printed beside them, not asserted. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'boolean' }, only: { type: 'string' } } });
  const wanted = values.only?.split(',') ?? [...BENCHMARKS.keys()];
  const host = { cores: availableParallelism(), node: process.version };
  if (values.json !== true) console.log(`${host.cores} cores, Node ${host.node}`);
  const figures: Record<string, unknown> = {};
  for (const name of wanted) {
    const benchmark = BENCHMARKS.get(name);
    if (benchmark === undefined) throw new Error(`--only takes ${[...BENCHMARKS.keys()].join(', ')}, not "${name}"`);
    const measured = await benchmark();
    figures[name] = measured.figures;
    if (values.json !== true) console.log(`\n${measured.text}`);
  }
  if (values.json === true) console.log(JSON.stringify({ host, ...figures }, null, 2));
}

await main();
