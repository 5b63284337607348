import { type Command, Option } from 'commander';
import type { BuildFlags } from './commands/build-once.ts';
import type { RetryFlags } from './commands/retry.ts';
import { loadedActions } from './loaded-action.ts';
import { DEFER, SELECTORS, STATE } from './selector-words.ts';
import type { Terminal } from './terminal.ts';

/** The commands that build. They are imported when they run. */
export function buildCommands(program: Command, terminal: Terminal): void {
  const action = loadedActions(terminal);
  const building = (name: 'build' | 'run' | 'test', description: string): Command =>
    selecting(program.command(name).description(description)).action(
      action<BuildFlags>(async (flags, to) => (await import('./commands/build.ts')).runBuild(name, flags, to)),
    );
  building('build', 'ingest what is missing, compute what changed, run its tests').option(
    '--watch',
    'build again whenever a definition is saved',
  );
  building('run', 'as build, without tests');
  building('test', 'run the tests of what is built');
  program
    .command('retry')
    .argument('[run]', 'a run; default: the newest of the environment')
    .description('what a run left: what failed, was blocked or not reached, with its flags, as it is defined now')
    .addOption(new Option('--threads <n>', 'nodes at a time').env('EWS_THREADS'))
    .action(
      action<RetryFlags>(async (flags, to, [run]) => (await import('./commands/retry.ts')).runRetry(run, flags, to)),
    );
}

function selecting(command: Command): Command {
  return command
    .option('-s, --select <selectors...>', `nodes to run: ${SELECTORS}`)
    .option('--state <state>', STATE)
    .option('--defer', DEFER)
    .option('--exclude <selectors...>', 'nodes to leave out')
    .addOption(new Option('--threads <n>', 'nodes at a time').env('EWS_THREADS'))
    .option('--full-refresh', 'compute everything again, and fail if a result differs')
    .option('--fail-fast', 'stop at the first failure')
    .option('--no-ingest', 'on what is stored: ask no source, however old that is');
}
