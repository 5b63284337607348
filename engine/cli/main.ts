import path from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { endCommand } from './command-end.ts';
import { COMMANDS } from './command-table.ts';
import { processTerminal, type Terminal } from './terminal.ts';
import { EWS_VERSION } from './version.ts';

/**
 * The command line. Commands import what they need when they run, so that `ews --help` loads nothing else. Sets the
 * process's exit code: 0 fine, 1 the project, a node or a test failed, 2 usage or unexpected, 130 interrupted.
 */
export async function main(args: readonly string[]): Promise<void> {
  const terminal = processTerminal();
  const program = createProgram(terminal);
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.code.startsWith('commander.help')) {
      process.exitCode = error.exitCode === 0 ? 0 : 2;
      return;
    }
    if (error instanceof CommanderError && error.exitCode === 0) return;
    const { exitCodeOf, reportFailure, usageProblem } = await import('./failure.ts');
    const failure = error instanceof CommanderError ? usageProblem(error.message) : error;
    reportFailure(failure, program.opts()['logFormat'] === 'json', terminal);
    process.exitCode = exitCodeOf(failure);
  } finally {
    await endCommand();
  }
}

/** `ews` with every command, before it is told anything. */
export function createProgram(terminal: Terminal): Command {
  const program = new Command('ews')
    .description('Early-warning pipelines: point-in-time features, walk-forward models, lineage and model cards.')
    .version(EWS_VERSION)
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .configureHelp({ showGlobalOptions: true });
  globalOptions(program);
  for (const addCommands of COMMANDS) addCommands(program, terminal);
  return program;
}

/** A variable holds several folders, as PATH does. */
function addFolders(value: string, before: readonly string[] = []): readonly string[] {
  const folders = value.split(path.delimiter).filter((folder) => folder !== '');
  return [...before, ...folders.map((folder) => path.resolve(folder))];
}

function globalOptions(program: Command): void {
  program
    .addOption(new Option('--project-dir <folder>', 'the project').env('EWS_PROJECT_DIR').default('.'))
    .addOption(new Option('-t, --target <name>', 'where to run and store').env('EWS_TARGET'))
    .addOption(new Option('--env <name>', 'the environment to build').env('EWS_ENV'))
    .addOption(new Option('--vars <values>', "override variables: 'a=1,b=2' or YAML").env('EWS_VARS'))
    .addOption(
      new Option('--log-format <format>', 'progress as text or JSON lines')
        .choices(['text', 'json'])
        .default('text')
        .env('EWS_LOG_FORMAT'),
    )
    .addOption(
      new Option('--allow-outside <folder>', 'a folder outside the project that it may use; may be repeated')
        .argParser(addFolders)
        .env('EWS_ALLOW_OUTSIDE'),
    )
    .addOption(new Option('-q, --quiet', 'only problems and results').env('EWS_QUIET'))
    .addOption(new Option('--json', 'results as JSON on standard output'));
}
