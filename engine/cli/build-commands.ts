import { type Command, Option } from 'commander';
import type { BuildFlags } from './commands/build-once.ts';

/** The commands that build. They are imported when they run. */
export function buildCommands(program: Command): void {
  buildCommand(program, 'build', 'ingest what is missing, compute what changed, run its tests').option(
    '--watch',
    'build again whenever a definition is saved',
  );
  buildCommand(program, 'run', 'as build, without tests');
  buildCommand(program, 'test', 'run the tests of what is built');
}

function buildCommand(program: Command, name: 'build' | 'run' | 'test', description: string): Command {
  return program
    .command(name)
    .description(description)
    .option('-s, --select <selectors...>', 'nodes to run: name, +name, name+, @name, tag:x, path:x, resource_type:x')
    .option('--exclude <selectors...>', 'nodes to leave out')
    .addOption(new Option('--threads <n>', 'nodes at a time').env('EWS_THREADS'))
    .option('--full-refresh', 'compute everything again, and fail if a result differs')
    .option('--fail-fast', 'stop at the first failure')
    .option('--no-ingest', 'on what is stored: ask no source, however old that is')
    .action(async (_options: unknown, command: Command) => {
      const { runBuild } = await import('./commands/build.ts');
      process.exitCode = await runBuild(name, command.optsWithGlobals<BuildFlags>());
    });
}
