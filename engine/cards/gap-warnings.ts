import { type Problem, warning } from '../diagnostics/index.ts';
import { thousands } from '../figures/index.ts';
import { parseId } from '../ids/index.ts';
import { first } from '../presence/index.ts';
import type { CardBody } from './card-body.ts';
import type {
  Gap,
  KeysWithoutRows,
  LateInput,
  LostOutcome,
  LostRows,
  NoPrediction,
  NotPredicted,
  SomeKeys,
} from './gap.ts';

const KINDS: Readonly<Record<Gap['kind'], true>> = {
  not_predicted: true,
  late_input: true,
  keys_without_rows: true,
  lost_outcomes: true,
  lost_rows: true,
  unused_rows: true,
};

/** The gaps among the limitations of a card. */
export function gapsOfCard({ limitations }: Pick<CardBody, 'limitations'>): readonly Gap[] {
  return limitations.filter((each): each is Gap => Object.hasOwn(KINDS, each.kind));
}

/** The gaps of one model's card. */
export interface ModelGaps {
  /** `models.recession_logit`. */
  readonly model: string;
  readonly gaps: readonly Gap[];
}

/** A warning about a gap of some models, and what of it tells where to look. */
export interface GapWarning {
  readonly problem: Problem;
  /** Gaps of one kind: of late inputs those of one source, else one. */
  readonly gaps: readonly Gap[];
  readonly models: readonly string[];
}

/** A gap with the models that have it. */
interface SharedGap<Each extends Gap = Gap> {
  readonly gap: Each;
  readonly models: readonly string[];
}

/** More late inputs of a source than this are not listed. */
const MOST_NOTES = 6;

/**
 * What a run warns of, from the cards that it shows: a gap that several models have is told once, and the late inputs
 * of a source together, so that a source that has stopped is one warning and not one for each of its series.
 */
export function gapWarnings(models: readonly ModelGaps[]): readonly GapWarning[] {
  const shared = sharedGaps(models);
  const late = new Map<string, SharedGap<LateInput>[]>();
  const others: GapWarning[] = [];
  for (const { gap, models: having } of shared) {
    if (gap.kind !== 'late_input') others.push({ ...warningOf(gap, having), gaps: [gap], models: having });
    else {
      const source = parseId(gap.relation).schema;
      late.set(source, [...(late.get(source) ?? []), { gap, models: having }]);
    }
  }
  return [...others, ...[...late].map(([source, inputs]) => lateWarning(source, inputs))];
}

function sharedGaps(models: readonly ModelGaps[]): readonly SharedGap[] {
  const found = new Map<string, { gap: Gap; models: string[] }>();
  for (const { model, gaps } of models) {
    for (const gap of gaps) {
      const same = JSON.stringify(gap);
      const known = found.get(same);
      if (known === undefined) found.set(same, { gap, models: [model] });
      else known.models.push(model);
    }
  }
  return [...found.values()];
}

type Told = Pick<GapWarning, 'problem'>;

function warningOf(gap: Exclude<Gap, LateInput>, models: readonly string[]): Told {
  switch (gap.kind) {
    case 'not_predicted':
      return { problem: unpredictedWarning(gap, models) };
    case 'keys_without_rows':
      return { problem: keysWarning(gap, models) };
    case 'lost_outcomes': {
      const lost = `${ofAll(gap.rows, gap.of)} known outcomes of ${gap.relation}`;
      const message = `${models.join(', ')} never ${models.length === 1 ? 'learns' : 'learn'} from ${lost}`;
      const hint = 'say valid_from where a column begins later; or fill, or leave out, the feature that is missing';
      return { problem: warning('EWS3045', message, { hint, notes: gap.reasons.map(lostNote) }) };
    }
    case 'lost_rows':
      return { problem: lostRowsWarning(gap, models) };
    case 'unused_rows': {
      const later = `${thousands(gap.rows)} rows of ${gap.source}, complete through ${gap.through},`;
      const message = `${later} are known only after the last decision date ${gap.after}`;
      const hint = 'decision dates end where the first input of a model does: bring complete_through of the others up';
      const notes = [`${thousands(gap.dates)} more decision dates by ${gap.source}, read by ${models.join(', ')}`];
      return { problem: warning('EWS3047', message, { hint, notes }) };
    }
    default:
      return gap satisfies never;
  }
}

/** Of a panel in rows, each of which is a date of a key. */
function unpredictedWarning(gap: NotPredicted, models: readonly string[]): Problem {
  const { dates, ofDates, rows, ofRows } = gap;
  const onDates = `on ${ofAll(dates, ofDates)} decision dates, ${spanText(gap)}`;
  const subject = `${models.join(', ')} ${verb(models, 'predicts', 'predict')} nothing`;
  const inRows = ofRows === ofDates ? '' : `for ${ofAll(rows, ofRows)} rows, `;
  const hint = 'what has no prediction is neither scored nor in any alarm; the notes say what to mend';
  return warning('EWS3043', `${subject} ${inRows}${onDates}`, { hint, notes: gap.reasons.map(reasonNote) });
}

function keysWarning({ relation, keys }: KeysWithoutRows, models: readonly string[]): Problem {
  const readers = `${models.join(', ')} ${verb(models, 'has', 'have')}`;
  const message = `${relation} has no row of ${keysText(keys)} that ${readers}`;
  return warning('EWS3042', message, {
    hint: 'look for another spelling, an inner join, or data that are missing; or leave these keys out of all',
  });
}

function lostRowsWarning(gap: LostRows, models: readonly string[]): Problem {
  const { relation, into, rows, of, withoutKey, keys } = gap;
  const whose = keys.count === 0 ? [] : [`${into} has no row of ${keysText(keys)}`];
  const nobody = withoutKey === 0 ? [] : [`${thousands(withoutKey)} without a key`];
  const message = `${ofAll(rows, of)} rows of ${relation} never reach ${into}: ${[...whose, ...nobody].join(', and ')}`;
  const readers = models.filter((model) => model !== into);
  return warning('EWS3046', message, {
    hint: 'look for an inner join or another spelling; where they are meant to go, filter them with WHERE',
    ...(readers.length === 0 ? {} : { notes: [`read by ${readers.join(', ')}`] }),
  });
}

function lateWarning(source: string, inputs: readonly SharedGap<LateInput>[]): GapWarning {
  const byColumn = new Map<string, SharedGap<LateInput>>();
  for (const { gap, models } of inputs) {
    const name = `${gap.relation}.${gap.column} ${gap.on}`;
    const known = byColumn.get(name);
    byColumn.set(name, { gap: known?.gap ?? gap, models: [...new Set([...(known?.models ?? []), ...models])] });
  }
  const each = [...byColumn.values()];
  const texts = each.map(lateText);
  const gaps = each.map(({ gap }) => gap);
  const models = [...new Set(each.flatMap((input) => input.models))];
  const hint = 'ingest newer data; or take an input that goes on, or a ttl by which old values become missing';
  if (texts.length === 1) return { problem: warning('EWS3044', first(texts), { hint }), gaps, models };
  const more = texts.length > MOST_NOTES ? [`and ${texts.length - MOST_NOTES} more`] : [];
  const notes = [...texts.slice(0, MOST_NOTES), ...more];
  const message = `${texts.length} inputs from ${source} have ended or are late`;
  return { problem: warning('EWS3044', message, { hint, notes }), gaps, models };
}

/** `fred.cp.value has nothing newer than 2015-04-01: quarterly, due 2015-12-30, 2,498 days late on 2022-10-31`. */
function lateText({ gap, models }: SharedGap<LateInput>): string {
  const { relation, column, newest, due, lateDays, on, frequency, keys } = gap;
  const subject = `${relation}.${column}`;
  const readers = `read by ${models.join(', ')}`;
  if (newest === null || due === null || lateDays === null) {
    return `${subject} has no value that was known on ${on} (${frequency}), ${readers}`;
  }
  const late = `${frequency}, due ${due}, ${thousands(lateDays)} days late on ${on}; ${readers}`;
  if (keys === undefined) return `${subject} has nothing newer than ${newest}: ${late}`;
  return `${subject} has ended or is late for ${keysText(keys)}, the first with nothing newer than ${newest}: ${late}`;
}

function reasonNote(reason: NoPrediction): string {
  return `${thousands(reason.rows)}, ${spanText(reason)}: ${whyText(reason)}`;
}

function spanText({ from, through }: Pick<NoPrediction, 'from' | 'through'>): string {
  return from === through ? from : `${from} .. ${through}`;
}

function whyText(reason: NoPrediction): string {
  switch (reason.why) {
    case 'no_row':
      return 'no key had a row of features';
    case 'not_trained':
      return `no cut-off could be trained by then: ${reason.found}`;
    case 'missing':
      return `missing ${reason.features.join(', ')}`;
    case 'not_computed':
      return 'the estimator gave nothing';
    default:
      return reason satisfies never;
  }
}

function lostNote(lost: LostOutcome): string {
  const why =
    lost.why === 'no_row' ? 'no row of features for their date and key' : `missing ${lost.features.join(', ')}`;
  return `${thousands(lost.rows)}: ${why}`;
}

/** `2 of 6 keys: AT, BE`. */
function keysText({ shown, count, of }: SomeKeys): string {
  const more = count > shown.length ? ` and ${thousands(count - shown.length)} more` : '';
  return `${ofAll(count, of)} keys (${shown.join(', ')}${more})`;
}

function ofAll(some: number, all: number): string {
  return `${thousands(some)} of ${thousands(all)}`;
}

function verb(models: readonly string[], one: string, several: string): string {
  return models.length === 1 ? one : several;
}
