import type { Command } from 'commander';
import type { IngestFlags } from './commands/ingest.ts';
import type { AttestFlags } from './commands/source-attest.ts';
import type { FreshnessFlags } from './commands/source-freshness.ts';
import type { Terminal } from './terminal.ts';

/** The commands about sources. Each is imported when it runs. */
export function sourceCommands(program: Command, terminal: Terminal): void {
  program
    .command('ingest')
    .argument('[sources...]', 'sources to ask; all when left out')
    .description('ask the sources for what may have changed, and store it')
    .option('--full-refresh', 'ask live sources for everything again, and compare it with what is stored')
    .option('--correct', 'the data put right what they said before: rewrite it on all days on which it was known')
    .option('--reason <text>', 'why, for --correct: it is recorded')
    .option('--dry-run', 'show what --correct would rewrite, and write nothing')
    .action(async (names: string[], _options: unknown, command: Command) => {
      const { runIngest } = await import('./commands/ingest.ts');
      process.exitCode = await runIngest(names, command.optsWithGlobals<IngestFlags>(), terminal);
    });
  const source = program.command('source').description('look at sources, and say what was seen of them');
  source
    .command('attest')
    .argument('<source>', 'the source that somebody compared with its publisher')
    .description('record that a person looked at what a source publishes and found nothing new')
    .option('--through <date>', 'the day through which there is nothing new, YYYY-MM-DD')
    .option('--note <text>', 'what was looked at: it is recorded, and cited wherever the date is')
    .option('--withdraw', 'take back what was attested: through --through, or to the declaration')
    .action(async (name: string, _options: unknown, command: Command) => {
      const { runSourceAttest } = await import('./commands/source-attest.ts');
      process.exitCode = await runSourceAttest(name, command.optsWithGlobals<AttestFlags>(), terminal);
    });
  source
    .command('freshness')
    .argument('[sources...]', 'sources to judge; all when left out')
    .description('whether series are overdue, by their declared limits and the release calendar; asks nobody')
    .action(async (names: string[], _options: unknown, command: Command) => {
      const { runSourceFreshness } = await import('./commands/source-freshness.ts');
      process.exitCode = await runSourceFreshness(names, command.optsWithGlobals<FreshnessFlags>(), terminal);
    });
}
