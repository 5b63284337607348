import { javascriptNumerics } from '../../numerics/index.ts';
import { alarmHistory } from '../events/alarm-history.ts';
import { fitOnce } from '../events/fit-once.ts';
import { permutationImportance } from '../events/importance.ts';
import { compareRivals } from '../events/rivals.ts';
import { backtest, scoredWalk } from '../events/walk-forward.ts';
import { rocBand } from '../measures/roc-band.ts';
import { validate } from '../validation/validate.ts';
import { scoredValueWalk, valueBacktest } from '../values/value-backtest.ts';
import { compareValueRivals } from '../values/value-rivals.ts';
import type { TrainingJob, TrainingResults } from './messages.ts';
import { serveJob } from './serve-job.ts';

await serveJob(train);

function train(job: TrainingJob): TrainingResults[TrainingJob['kind']] {
  switch (job.kind) {
    case 'scored_walk':
      return scoredWalk(job.input);
    case 'evaluate': {
      const result = backtest(job.input);
      const validation = validate(job.input, result);
      return {
        backtest: result,
        alarms: alarmHistory(job.input, result),
        rocBand: rocBand(job.input, result),
        importance: permutationImportance(job.input, result),
        rivals: compareRivals(job.input, job.rivals, result),
        ...(validation === undefined ? {} : { validation }),
      };
    }
    case 'scored_value_walk':
      return scoredValueWalk(job.input);
    case 'value_evaluate': {
      const result = valueBacktest(job.input);
      return { backtest: result, rivals: compareValueRivals(job.input, job.rivals, result) };
    }
    case 'fit':
      return fitOnce(job.input.frame, job.input.y, job.input.spec, job.input.events);
    case 'numerics':
      return javascriptNumerics();
    default:
      throw new Error(`unknown job ${(job satisfies never as TrainingJob).kind}`);
  }
}
