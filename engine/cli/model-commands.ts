import { type Command, Option } from 'commander';
import type { ModelExplainFlags, ModelWhatIfFlags } from './commands/model-explain.ts';
import type { ModelFitFlags } from './commands/model-fit.ts';
import { loadedActions } from './loaded-action.ts';
import type { PictureFlags } from './picture.ts';
import type { GlobalFlags } from './session.ts';
import type { Terminal } from './terminal.ts';

/** `ews model ...`: the commands about models. Each is imported when it runs. */
export function modelCommands(program: Command, terminal: Terminal): void {
  const action = loadedActions(terminal);
  const model = program.command('model').description('look into models');

  drawing(model.command('backtest'))
    .argument('<name>', 'the model')
    .description('its walk-forward backtest: real time against revised, and every episode')
    .action(
      action<GlobalFlags & PictureFlags>(async (flags, to, [name = '']) =>
        (await import('./commands/model-backtest.ts')).runModelBacktest(name, flags, to),
      ),
    );

  drawing(model.command('compare'))
    .argument('<models...>', 'the champion, then its challengers: models of one label')
    .description('models side by side, with what they differ by and how sure that is')
    .action(
      action<GlobalFlags & PictureFlags>(async (flags, to, names) =>
        (await import('./commands/model-compare.ts')).runModelCompare(names, flags, to),
      ),
    );

  drawing(model.command('explain'))
    .argument('<name>', 'the model')
    .description('what pushed a prediction where it is')
    .option('--at <date>', 'the decision date; default: the newest')
    .option('--key <key>', 'whose, of a panel; default: the one with the highest probability')
    .action(
      action<ModelExplainFlags>(async (flags, to, [name = '']) =>
        (await import('./commands/model-explain.ts')).runModelExplain(name, flags, to),
      ),
    );

  model
    .command('tune')
    .argument('<name>', 'the model')
    .description('every search over its parameters, with all scores')
    .action(
      action<GlobalFlags>(async (flags, to, [name = '']) =>
        (await import('./commands/model-tune.ts')).runModelTune(name, flags, to),
      ),
    );

  drawing(model.command('what-if'))
    .argument('<name>', 'the model')
    .description('what it would say with other inputs')
    .option('--at <date>', 'the decision date; default: the newest')
    .option('--key <key>', 'whose, of a panel; default: the one with the highest probability')
    .option('--set <feature=value...>', 'an input, e.g. labor.sahm_gap=0.6; null: missing')
    .action(
      action<ModelWhatIfFlags>(async (flags, to, [name = '']) =>
        (await import('./commands/model-explain.ts')).runModelWhatIf(name, flags, to),
      ),
    );

  model
    .command('fit')
    .argument('<name>', 'the model')
    .description('fit once and print coefficients, errors and measures')
    .option('--outcomes <from:to>', 'months whose outcome is fitted, e.g. 1960-01:2009-12')
    .addOption(
      new Option('--data <which>', 'features as known, or final values without publication lag')
        .choices(['known', 'revised'])
        .default('known'),
    )
    .action(
      action<ModelFitFlags>(async (flags, to, [name = '']) =>
        (await import('./commands/model-fit.ts')).runModelFit(name, flags, to),
      ),
    );
}

/** A command whose answer has a picture. */
function drawing(command: Command): Command {
  return command
    .option('--picture <file>', 'also draw it, into this SVG file')
    .option('--overwrite', 'replace the file of --picture if it is there');
}
