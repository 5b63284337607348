import { figureText, inUnit } from '../figures/index.ts';
import type { ExplainedFeature, ExplainedPrediction, ExplainedSeries, KnownObservation } from '../inspect/index.ts';
import { last } from '../presence/index.ts';
import { standingText } from '../standing/index.ts';
import { counted } from './counted.ts';
import type { Paint } from './paint/index.ts';

/** Rows of a keyed relation that are spelled out before the rest is counted. */
const ROWS_SHOWN = 3;

/** Said below, so that nobody takes the one observation for all that a change or an average uses. */
const NEWEST_ONLY = 'newest observations; changes and averages also use earlier ones of the same series';

interface Branch {
  readonly line: string;
  readonly below: readonly Branch[];
}

/** A prediction, the features it rests on, the observations they come from and their files, as a tree. */
export function predictionText(prediction: ExplainedPrediction, paint: Paint): string {
  const { model, asOf, key, features } = prediction;
  const name = key === undefined ? `${model}@${asOf}` : `${model}@${asOf}@${key}`;
  const root = {
    line: [`${paint.bold(name)} = ${paint.bold(predicted(prediction))}`, remark(prediction, paint)]
      .filter((part) => part !== '')
      .join('  '),
    below: features.map((feature) => featureBranch(feature, paint)),
  };
  const below = [
    `outcomes known through ${prediction.outcomesThrough}`,
    NEWEST_ONLY,
    ...prediction.origins.map(originLine),
  ].map(paint.dim);
  const whose = prediction.standing === null ? null : standingText(prediction.standing);
  return [...(whose === null ? [] : [paint.yellow(whose)]), root.line, ...linesBelow(root, '', paint), ...below].join(
    '\n',
  );
}

/** `sources/snapshot/fred.parquet: the St. Louis Fed database "fedstl" (sources/snapshot/provenance.json)`. */
function originLine({ file, key, origin, matches }: ExplainedPrediction['origins'][number]): string {
  return `${file}: ${origin ?? 'no origin stated'} (${key}${matches ? '' : ', which speaks of other bytes'})`;
}

function predicted({ predicts, probability, value, unit, alarm }: ExplainedPrediction): string {
  if (predicts === 'value') return inUnit(figure(value), value === null ? null : unit);
  if (predicts === 'probability' || alarm === null) return figure(probability);
  return alarm ? 'alarm' : 'no alarm';
}

/** `no alarm at 0.31, raw 0.12, fitted as of 2022-01-31`; of a rule, whose alarm is its prediction, nothing. */
function remark(
  { predicts, probability, rawProbability, alarm, threshold, cutoff }: ExplainedPrediction,
  paint: Paint,
): string {
  if (predicts === 'alarm') return '';
  const alarmed =
    alarm === null || threshold === null ? [] : [`${alarm ? 'alarm' : 'no alarm'} at ${figure(threshold)}`];
  const fitted = cutoff === null ? [] : [`fitted as of ${cutoff}`];
  const raw = rawProbability === probability ? [] : [`raw ${figure(rawProbability)}`];
  return paint.dim([...alarmed, ...raw, ...fitted].join(', '));
}

function featureBranch({ feature, value, unit, date, span, series }: ExplainedFeature, paint: Paint): Branch {
  const place = span === null ? '' : paint.dim(`${span.file}:${span.line}:${span.column}`);
  const dated = date === null ? '' : `on ${date}`;
  const shown = inUnit(figure(value), value === null ? null : unit);
  const line = [`${paint.cyan(feature)} = ${shown}`, dated, place].filter((part) => part !== '').join('  ');
  return { line, below: series.flatMap((each, index) => seriesBranches(each, series[index + 1], paint)) };
}

/** One branch a row; raw bytes stand once, below the last row of neighbours that are from them. */
function seriesBranches(series: ExplainedSeries, next: ExplainedSeries | undefined, paint: Paint): readonly Branch[] {
  const rows = rowsOf(series, paint);
  const after = next === undefined ? undefined : rowsOf(next, paint)[0]?.source;
  return rows.map(({ line, source }, index) => {
    const following = index < rows.length - 1 ? rows[index + 1]?.source : after;
    return { line, below: source === following ? [] : [{ line: source, below: [] }] };
  });
}

interface SourcedLine {
  readonly line: string;
  /** What is said of the raw bytes that it is from. */
  readonly source: string;
}

function rowsOf(series: ExplainedSeries, paint: Paint): readonly SourcedLine[] {
  const { relation, observations, file, sha256 } = series;
  if (observations.length === 0) {
    const source = `${file}  ${paint.dim(`sha256:${sha256}`)}`;
    return [{ line: `${relation}  ${paint.dim('nothing was known')}`, source }];
  }
  const sourced = observations.map((observation) => ({
    line: observationLine(series, observation, paint),
    source: sourceLine(series, observation, paint),
  }));
  const shown = sourced.slice(0, ROWS_SHOWN);
  const rest = sourced.slice(ROWS_SHOWN);
  if (rest.length === 0) return shown;
  const { source } = last(shown);
  const elsewhere = rest.every((row) => row.source === source) ? '' : ', not all from the same bytes';
  return [...shown, { line: paint.dim(`and ${counted(rest.length, 'more row')} of ${relation}${elsewhere}`), source }];
}

/**
 * `data/spread.csv  sha256:...`, where that is no longer what the file holds with the place where the lake keeps it.
 */
function sourceLine({ file }: ExplainedSeries, { raw }: KnownObservation, paint: Paint): string {
  if (raw === null) return `${file}  ${paint.dim('of which bytes was not recorded, by an earlier version of ews')}`;
  const digest = `${raw.file}  ${paint.dim(`sha256:${raw.sha256}`)}`;
  if (raw.key === null) return `${digest}  ${paint.dim('which the observations were not made from')}`;
  if (raw.isNewest || raw.key === raw.file) return digest;
  return `${digest}  ${paint.dim(`an earlier version, kept as ${raw.key.replace(raw.sha256, '…')}`)}`;
}

/** `fred.gs10  2022-09-01 = 3.52  known 2022-10-01 (assumed, lag 1 d)`. */
function observationLine(
  { relation, lagDays, units }: ExplainedSeries,
  { date, keys, values, knownSince, knowledge }: KnownObservation,
  paint: Paint,
): string {
  const said = Object.entries(values)
    .map(([name, value], _, all) => {
      const shown = value === null ? cell(value) : inUnit(cell(value), units[name]);
      return all.length === 1 ? `= ${shown}` : `${name} = ${shown}`;
    })
    .join(', ');
  const how = knowledge === 'assumed' && lagDays !== null ? `assumed, lag ${lagDays} d` : knowledge;
  const row = [...Object.values(keys).map(cell), date].join(' ');
  return `${relation}  ${row} ${said}  ${paint.dim(`known ${knownSince} (${how})`)}`;
}

function linesBelow({ below }: Branch, indent: string, paint: Paint): readonly string[] {
  return below.flatMap((branch, index) => {
    const last = index === below.length - 1;
    const line = `${paint.dim(`${indent}${last ? '└─ ' : '├─ '}`)}${branch.line}`;
    return [line, ...linesBelow(branch, `${indent}${last ? '   ' : '│  '}`, paint)];
  });
}

function figure(value: number | null): string {
  return value === null ? 'NULL' : figureText(value);
}

function cell(value: unknown): string {
  return typeof value === 'number' ? figureText(value) : String(value ?? 'NULL');
}
