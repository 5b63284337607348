import type { Command, Option } from 'commander';
import type { LineageFlags } from './commands/lineage.ts';
import type { LineageDiffFlags } from './commands/lineage-diff.ts';
import type { LineageVerifyFlags } from './commands/lineage-verify.ts';
import { DIFF_FORMATS, LINEAGE_FORMATS } from './lineage-format.ts';
import { loadedActions } from './loaded-action.ts';
import type { Terminal } from './terminal.ts';

/** The commands about lineage. Each is imported when it runs. */
export function lineageCommands(program: Command, terminal: Terminal): void {
  const action = loadedActions(terminal);
  const lineage = program
    .command('lineage')
    .argument('<target>', 'labor, labor.sahm_gap, recession_probit, or a prediction: recession_probit@2022-10-31')
    .description('where a column or a prediction comes from, or what depends on it')
    .option('--upstream', 'towards the sources (the default)')
    .option('--downstream', 'towards the predictions')
    .option('--direct-only', 'only what carries values: no filters, joins, groups or orders')
    .option('--depth <n>', 'stages to follow')
    .option('--format <format>', formatHelp(LINEAGE_FORMATS))
    .option('--output <file>', 'write it to this file instead of standard output')
    .option('--overwrite', 'replace the file of --output if it is there')
    .option('--run <id>', 'as this run stored it; default: by the definitions as they are')
    .option('--at <date>', 'as the run stored it that was current on this UTC day')
    .action(
      action<LineageFlags>(async (flags, to, [target = '']) =>
        (await import('./commands/lineage.ts')).runLineage(target, flags, to),
      ),
    )
    .hook('preAction', refuseOthersOptions);

  below(program, lineage, 'verify')
    .argument('[target]', 'what to verify: a node, a column of one, a frame, a prediction; default: the environment')
    .description('read every byte that it rests on again, down to what the sources gave, and the record of its run')
    .option('--run <id>', 'as this run left it; default: the current run of the environment')
    .option('--recompute', 'compute it again from its stored inputs, in a scratch folder, and compare the bytes')
    .option('--expect-head <digest>', 'fail unless the environment is at this head, or has come from it')
    .action(
      action<LineageVerifyFlags>(async (flags, to, [target]) =>
        (await import('./commands/lineage-verify.ts')).runLineageVerify(target, flags, to),
      ),
    );

  below(program, lineage, 'diff')
    .argument('<a>', 'a run id, an environment, ENVIRONMENT@DATE, or a git revision (git:main where both exist)')
    .argument('[b]', 'the same; default: the definitions as they are')
    .description('columns, edges and settings that differ between two states of the project, and the models they reach')
    .option('--format <format>', formatHelp(DIFF_FORMATS))
    .action(
      action<LineageDiffFlags>(async (flags, to, [a = '', b]) =>
        (await import('./commands/lineage-diff.ts')).runLineageDiff(a, b, flags, to),
      ),
    );
}

/** A command below `lineage`, whose help does not offer the options of `lineage` itself. */
function below(program: Command, lineage: Command, name: string): Command {
  return lineage.command(name).configureHelp({
    showGlobalOptions: true,
    visibleGlobalOptions: () => program.options.filter(({ hidden }) => !hidden),
  });
}

/**
 * Options of `lineage` are read before its subcommand is known, so it takes those of the same name for it: choices are
 * checked by what runs, and what the subcommand does not have is refused here.
 */
function refuseOthersOptions(lineage: Command, command: Command): void {
  if (lineage === command) return;
  const own = new Set(command.options.map((option) => option.attributeName()));
  const other = lineage.options.find((option: Option) => {
    const name = option.attributeName();
    return lineage.getOptionValueSource(name) === 'cli' && !own.has(name);
  });
  if (other !== undefined) command.error(`error: unknown option '${other.long}'`, { code: 'commander.unknownOption' });
}

function formatHelp(formats: readonly string[]): string {
  return `${formats.join(', ')} (default: ${formats[0]})`;
}
