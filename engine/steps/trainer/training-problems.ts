import { isolationName } from '../../cards/index.ts';
import { type ProblemError, problemError } from '../../diagnostics/index.ts';
import type { IsolationCheck } from '../../training/index.ts';

export function memoryProblem(bytes: number): ProblemError {
  const message = `training was stopped: it used more than ${Math.round(bytes / 1e6)} MB of memory`;
  return problemError('EWS5020', message, {
    hint: 'train on fewer features or trees, or raise resources.memory in the target',
  });
}

export function reachedProblem(what: string): ProblemError {
  return problemError('EWS5021', `training was stopped: ${what}`, {
    hint: 'an estimator may use nothing but the frame it is given',
  });
}

export function diedProblem(how: string, words: string): ProblemError {
  const lines = words.trim().split('\n').slice(-5);
  const hint = 'build again; if it dies again, run "ews debug" and report what it prints with the lines above';
  return problemError('EWS5022', `training gave no answer: ${how}`, {
    hint,
    notes: words.trim() === '' ? undefined : lines,
  });
}

export function notFiniteProblem(what: string): ProblemError {
  const hint = 'look at the features: one of them may be next to constant, or thousands of times as large as before';
  return problemError('EWS5032', `training computed what is no number: ${what}`, { hint });
}

export function isolationProblem(missing: readonly IsolationCheck[]): ProblemError {
  const names = missing.map(isolationName).join(', ');
  const message = `the target requires isolation, and here this does not hold: ${names}`;
  const hint =
    'install bubblewrap, or name a launcher in EWS_SECCOMP_LAUNCHER; "ews debug" says which barriers are missing here';
  return problemError('EWS5023', message, { hint });
}
