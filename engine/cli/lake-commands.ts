import { type Command, Option } from 'commander';
import type { ArtifactsFlags } from './commands/artifacts.ts';
import type { EnvDeleteFlags, EnvShowFlags } from './commands/env.ts';
import type { ExportFlags } from './commands/export.ts';
import type { GcFlags } from './commands/gc.ts';
import type { RunsFlags } from './commands/runs.ts';
import { loadedActions } from './loaded-action.ts';
import type { GlobalFlags } from './session.ts';
import type { Terminal } from './terminal.ts';

/** The commands about what a lake keeps: its runs, its environments, and what nothing needs any more. */
export function lakeCommands(program: Command, terminal: Terminal): void {
  const action = loadedActions(terminal);

  program
    .command('runs')
    .description('the newest runs: when, who, of which commit, what ran, was reused and failed')
    .option('--last <n>', 'how many', '20')
    .action(action<RunsFlags>(async (flags, to) => (await import('./commands/runs.ts')).runRuns(flags, to)));

  const env = program.command('env').description('look at the environments of a lake, and end one');
  env
    .command('list')
    .description('the environments of the lake')
    .action(action<GlobalFlags>(async (flags, to) => (await import('./commands/env.ts')).runEnvList(flags, to)));
  env
    .command('show')
    .argument('<environment>', 'its name')
    .description('what is not ok in an environment, and its newest runs')
    .option('--last <n>', 'how many runs', '10')
    .action(
      action<EnvShowFlags>(async (flags, to, [name = '']) =>
        (await import('./commands/env.ts')).runEnvShow(name, flags, to),
      ),
    );
  env
    .command('delete')
    .argument('<environment>', 'its name')
    .description('end an environment: its objects stay until ews gc collects what nothing else needs')
    .option('--yes', 'it is meant: without it, only what would be deleted is said')
    .action(
      action<EnvDeleteFlags>(async (flags, to, [name = '']) =>
        (await import('./commands/env.ts')).runEnvDelete(name, flags, to),
      ),
    );

  program
    .command('gc')
    .description('condemn what nothing in the lake needs any more, and remove what was condemned a day ago')
    .requiredOption('--older-than <time>', 'keep what is younger, and every run that is: 30d')
    .option('--grace <time>', 'between condemning and removing', '1d')
    .option('--dry-run', 'say what would be condemned and removed; write nothing')
    .action(action<GcFlags>(async (flags, to) => (await import('./commands/gc.ts')).runGc(flags, to)));

  program
    .command('export')
    .argument('<target>', 'a node or a column, as ews show takes it')
    .description('all rows of a node as a file, for other tools')
    .addOption(
      new Option('--format <format>', 'the format of the file')
        .choices(['csv', 'parquet', 'arrow', 'xlsx'])
        .makeOptionMandatory(),
    )
    .requiredOption('--output <file>', 'the file, which must not be there yet')
    .option('--as-of <date>', 'as they were known on a day; default: as they are stored')
    .option('--from <date>', 'first date of the rows')
    .option('--to <date>', 'last date of the rows')
    .action(
      action<ExportFlags>(async (flags, to, [target = '']) =>
        (await import('./commands/export.ts')).runExport(target, flags, to),
      ),
    );

  program
    .command('artifacts')
    .description("a run as dbt's artefacts: manifest, run results, catalog, sources")
    .requiredOption('--output <folder>', 'where the files go')
    .option('--run <id>', 'a run; default: the newest of the environment')
    .option('--overwrite', 'replace files that are there')
    .action(
      action<ArtifactsFlags>(async (flags, to) => (await import('./commands/artifacts.ts')).runArtifacts(flags, to)),
    );
}
