import { type EventCardBody, outcomesUntil, settingText, type TuningTrace } from '../cards/index.ts';
import { plainFixed } from '../figures/index.ts';
import type { Paint } from './paint/index.ts';
import { tableText } from './table.ts';

/** Every search of a model, then all candidates of the newest one, best first. */
export function tuningText(body: EventCardBody, paint: Paint, width: number): string {
  const { tuning, spec } = body.method;
  const newest = tuning.at(-1);
  const name = paint.bold(body.identity.model);
  if (spec.tuning === undefined) return `${name} is not tuned: its parameters are as declared`;
  if (newest === undefined) return `${name}: nothing was searched, no cut-off had enough episodes`;
  const { candidates, folds, split, score } = spec.tuning;
  return [
    `${name}: ${tuning.length} searches of ${candidates.length} candidates in ${folds} ${split} folds, by ${score}; ` +
      `outcomes known through ${outcomesUntil(body.data) ?? 'no day'}`,
    '',
    choicesText(tuning, paint, width),
    '',
    paint.dim(`all candidates at ${newest.cutoff}, best first`),
    candidatesText(newest, paint, width),
  ].join('\n');
}

function choicesText(traces: readonly TuningTrace[], paint: Paint, width: number): string {
  const rows = traces.map(({ cutoff, chosen, candidates }) => {
    const best = chosen === null ? undefined : candidates[chosen];
    return { cells: [cutoff, best === undefined ? 'as declared' : settingText(best.set), figure(best?.mean ?? null)] };
  });
  const columns = [
    { title: 'cut-off', align: 'left' },
    { title: 'chosen', align: 'left' },
    { title: 'score', align: 'right' },
  ] as const;
  return tableText({ columns, rows }, paint, width);
}

function candidatesText({ folds, candidates, chosen }: TuningTrace, paint: Paint, width: number): string {
  const order = candidates
    .map((candidate, i) => ({ candidate, i }))
    .toSorted(
      (a, b) => (a.candidate.mean ?? Number.POSITIVE_INFINITY) - (b.candidate.mean ?? Number.POSITIVE_INFINITY),
    );
  const columns = [
    { title: 'candidate', align: 'left' } as const,
    ...folds.map(({ validate }) => ({ title: `from ${validate.from.slice(0, 7)}`, align: 'right' }) as const),
    { title: 'mean', align: 'right' } as const,
  ];
  const rows = order.map(({ candidate: { set, scores, mean }, i }) => ({
    cells: [settingText(set), ...scores.map(figure), figure(mean)],
    marked: i === chosen,
  }));
  return tableText({ columns, rows }, paint, width);
}

function figure(value: number | null): string | null {
  return value === null ? null : plainFixed(value, 4);
}
