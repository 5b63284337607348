import { type CardBody, outcomesUntil } from '../../cards/index.ts';
import { backtestPicture, backtestText } from '../../report/index.ts';
import type { RefitCalibration } from '../answer/command-results.ts';
import { toldUnits } from '../answer/told-units.ts';
import { builtCards } from '../built-cards.ts';
import { drawPicture, type PictureFlags } from '../picture.ts';
import type { GlobalFlags } from '../session.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

/** `ews model backtest NAME`: the walk-forward backtest that stands behind a model, as the environment holds it. */
export async function runModelBacktest(
  name: string,
  flags: GlobalFlags & PictureFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  for (const { body, standing, unit } of await builtCards([name], flags, terminal)) {
    await drawPicture(flags, () => backtestPicture(body, unit), terminal);
    const { identity, label, data, method, performance, rivals, history } = body;
    if (flags.json === true)
      terminal.answer.gave('model backtest', {
        model: identity.model,
        version: identity.version,
        standing,
        outcomesThrough: outcomesUntil(data),
        units: toldUnits(unit),
        basis: data.basis,
        published: data.published,
        label,
        method,
        calibrations: calibrationsOf(body),
        performance,
        rivals,
        history,
      });
    else terminal.out(backtestText({ body, unit }, terminal.paintOut, terminal.width));
  }
  return 0;
}

function calibrationsOf(body: CardBody): readonly RefitCalibration[] | null {
  if (body.task === 'value' || body.method.predicts === 'alarm') return null;
  return body.stability.refits.map(({ cutoff, calibration }) => ({ cutoff, calibration }));
}
