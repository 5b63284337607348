import { type Command, Option } from 'commander';
import type { LineageFlags } from './commands/lineage.ts';
import type { LineageVerifyFlags } from './commands/lineage-verify.ts';
import { LINEAGE_FORMATS } from './lineage-format.ts';
import { loadedActions } from './loaded-action.ts';
import type { Terminal } from './terminal.ts';

/** The commands about lineage. Each is imported when it runs. */
export function lineageCommands(program: Command, terminal: Terminal): void {
  const action = loadedActions(terminal);
  const lineage = program
    .command('lineage')
    // What stands behind a subcommand is the subcommand's: both have a --format.
    .enablePositionalOptions()
    .argument('<target>', 'labor, labor.sahm_gap, recession_probit, or a prediction: recession_probit@2022-10-31')
    .description('where a column or a prediction comes from, or what depends on it')
    .option('--upstream', 'towards the sources (the default)')
    .option('--downstream', 'towards the predictions')
    .option('--direct-only', 'only what carries values: no filters, joins, groups or orders')
    .option('--depth <n>', 'stages to follow')
    .addOption(new Option('--format <format>', 'how to print it (default: tree)').choices(LINEAGE_FORMATS))
    .option('--output <file>', 'write it to this file instead of standard output')
    .option('--run <id>', 'as this run stored it; default: by the definitions as they are')
    .option('--at <date>', 'as the run stored it that was current on this UTC day')
    .action(
      action<LineageFlags>(async (flags, to, [target = '']) =>
        (await import('./commands/lineage.ts')).runLineage(target, flags, to),
      ),
    );

  lineage
    .command('verify')
    .argument('<target>', 'what to verify: a node, a column of one, a frame or a prediction')
    .description('read every byte that it rests on again, down to what the sources gave')
    .option('--run <id>', 'as this run left it; default: the current run of the environment')
    .action(
      action<LineageVerifyFlags>(async (flags, to, [target = '']) =>
        (await import('./commands/lineage-verify.ts')).runLineageVerify(target, flags, to),
      ),
    );
}
