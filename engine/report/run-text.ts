import type { Day } from '../calendar/index.ts';
import { alarmWord } from '../cards/index.ts';
import { plainFixed, plainPercent, thousands } from '../figures/index.ts';
import { parseTestId } from '../ids/index.ts';
import type { IngestProgress, NodeResult, RunEvent, RunResult } from '../run/index.ts';
import { isOutdated, standingText } from '../standing/index.ts';
import { counted } from './counted.ts';
import type { Paint } from './paint/index.ts';
import { problemText } from './problem-text.ts';
import { shorterLines } from './shorter-dates.ts';
import { sparkline } from './sparkline.ts';

/** Width of the dotted column that ends before the status in brackets. */
const NAME_WIDTH = 58;
/** Letters of every word for a status, with the spaces behind it. */
const STATUS_WIDTH = 5;

/** One line (or block) of text for an event, or nothing where an event says nothing new to a person. */
export function eventText(event: RunEvent, version: string, project: string, paint: Paint): string | undefined {
  switch (event.kind) {
    case 'run_started': {
      const threads = `${event.threads} ${event.threads === 1 ? 'thread' : 'threads'}`;
      const environment = event.environment === 'main' ? '' : ` · environment ${event.environment}`;
      const offline = event.offline ? ' · offline' : '';
      const implied = event.implied === true ? ' (none is declared: a lake on this disk)' : '';
      const where = `target ${event.target}${implied}${environment}`;
      return `${paint.bold(`ews ${version}`)} · ${project} · ${where} · ${threads}${offline}`;
    }
    case 'compiled': {
      const { source, feature, label, model, test } = event.counts;
      const { count, first, last, shorter } = event.dates;
      return [
        `found ${[
          counted(source, 'series', 'series'),
          counted(feature, 'feature group'),
          counted(label, 'label'),
          counted(model, 'model'),
          counted(test, 'test'),
        ].join(', ')}`,
        `${count} decision dates, ${first} .. ${last}`,
        ...shorterLines(shorter),
      ].join('\n');
    }
    case 'node_finished':
      return nodeText(event.result, event.done, event.total, paint);
    case 'ingest_progress':
      return progressText(event.progress, paint);
    case 'problem':
      return problemText(event.problem, paint);
    case 'run_finished':
    case 'planned':
    case 'settled':
    case 'node_started':
      return undefined;
    default:
      throw new Error(`unknown event ${(event satisfies never as RunEvent).kind}`);
  }
}

/** `      fred: 12 of 44 series (unrate), 36 requests, 98 a minute, 41 s left`. */
function progressText(progress: IngestProgress, paint: Paint): string {
  const { source, series, done, total, requests, requestsPerMinute, secondsLeft } = progress;
  const rate = `${requests} requests, ${Math.round(requestsPerMinute)} a minute`;
  return paint.dim(
    `      ${source}: ${done} of ${total} series (${series}), ${rate}, ${Math.ceil(secondsLeft)} s left`,
  );
}

/**
 * ` 4 of 61 OK    feature  yield_curve ......... [0.4 s, 766 rows, lifted]`, then its problems. A node that is reused
 * says something only where it has problems: those are counted at the end.
 */
function nodeText(result: NodeResult, done: number, total: number, paint: Paint): string | undefined {
  if (result.status === 'reused' && result.problems.length === 0) return undefined;
  const name = result.kind === 'test' ? testName(result.id) : result.id.slice(result.id.search(/[.:]/) + 1);
  const subject = `${result.kind.padEnd(8)} ${name}`;
  const line = nodeLine({ done, total }, { word: statusWord(result, paint), subject, facts: factsOf(result) }, paint);
  return [line, ...result.problems.map((problem) => indent(problemText(problem, paint)))].join('\n');
}

/** What a line of a run says, between its place and its end. */
interface NodeLine {
  /** The status, padded and painted. */
  readonly word: string;
  readonly subject: string;
  readonly facts: readonly string[];
}

/** ` 4 of 61 OK    feature  yield_curve ......... [0.4 s, 766 rows, lifted]`. */
export function nodeLine(
  { done, total }: { readonly done: number; readonly total: number },
  { word, subject, facts }: NodeLine,
  paint: Paint,
): string {
  const place = `${String(done).padStart(String(total).length)} of ${total}`;
  const plain = `${place} ${' '.repeat(STATUS_WIDTH)} ${subject} `;
  const dots = '.'.repeat(Math.max(3, NAME_WIDTH - plain.length));
  return `${place} ${word} ${subject} ${paint.dim(dots)} ${paint.dim(`[${facts.join(', ')}]`)}`;
}

function testName(id: string): string {
  const { group, name } = parseTestId(id);
  return `${group} ${name.replaceAll('.', ' ')}`;
}

function statusWord(result: NodeResult, paint: Paint): string {
  if (result.status === 'failed') return paint.red('ERROR');
  if (result.status === 'skipped') return paint.yellow('SKIP ');
  if (result.test?.status === 'fail') return paint.red('FAIL ');
  if (result.test?.status === 'warn') return paint.yellow('WARN ');
  return paint.green(result.kind === 'test' ? 'PASS ' : 'OK   ');
}

function factsOf(result: NodeResult): readonly string[] {
  if (result.status === 'skipped') return [result.note];
  const facts = [result.status === 'reused' ? 'reused' : `${plainFixed(result.seconds, 1)} s`];
  if (result.rows !== null && result.kind !== 'test') facts.push(`${thousands(result.rows)} rows`);
  if (result.note !== '') facts.push(result.note);
  return facts;
}

/** The page of a run, and the command that opens it as it is typed here. */
interface ShownPage {
  readonly path: string;
  readonly opener: string;
}

/** The last lines of a run: what was done, what is known, where to look. */
export function resultText(result: RunResult, page: ShownPage | undefined, paint: Paint): string {
  const count = (status: NodeResult['status']): number => result.nodes.filter((node) => node.status === status).length;
  const failedTests = result.nodes.filter(({ test }) => test?.status === 'fail').length;
  const warnings =
    result.nodes.flatMap(({ problems }) => problems).filter(({ severity }) => severity === 'warning').length +
    result.problems.length;
  const errors = count('failed') + failedTests;
  const reused = result.nodes.filter(({ status, test }) => status === 'reused' && test?.status !== 'fail').length;
  // A test that found rows is an error, whether it was executed or reused, and nothing else besides.
  const ok = result.nodes.filter(({ status, test }) => status === 'ok' && test?.status !== 'fail').length;
  const lines: string[] = [];
  if (ok === 0 && errors === 0 && count('skipped') === 0) {
    lines.push(`Nothing to do: ${reused} of ${reused} reused, 0 executed. ${plainFixed(result.seconds, 2)} s`);
  } else {
    const parts = [`${ok} ok`, `${reused} reused`, `${errors} ${errors === 1 ? 'error' : 'errors'}`];
    if (count('skipped') > 0) parts.push(`${count('skipped')} skipped`);
    parts.push(`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`);
    const done = `Done in ${plainFixed(result.seconds, 1)} s: ${parts.join(', ')}`;
    lines.push(errors > 0 ? paint.red(done) : paint.green(done));
  }
  lines.push(...predictionLines(result, paint));
  lines.push(...result.problems.map((problem) => `  ${problemText(problem, paint).replaceAll('\n', '\n  ')}`));
  const { environment, commit } = result;
  if (commit !== undefined)
    lines.push(paint.dim(`Environment ${environment} at ${commit.position}: sha256:${commit.sha256}`));
  if (page !== undefined) lines.push(`Run page: ${page.path}    next: ${page.opener}`);
  return lines.join('\n');
}

/** `recession_logit`; of a panel with whose probability it is: `crisis_logit AT`. */
function nameOf(prediction: RunResult['predictions'][number]): string {
  const key = prediction.predicts === 'value' ? undefined : prediction.key;
  return key === undefined ? prediction.model : `${prediction.model} ${key}`;
}

function predictionLines(result: RunResult, paint: Paint): readonly string[] {
  const [first] = result.predictions;
  if (first === undefined) return [];
  const width = Math.max(...result.predictions.map((prediction) => nameOf(prediction).length));
  const common = commonThrough(result.predictions);
  const outcomes = Math.max(...result.predictions.map(({ outcome }) => outcome.length));
  const rows = championsFirst(result.predictions).flatMap((prediction) => {
    const { outcome, summary, published } = prediction;
    const rank = prediction.champion ? 'champion · ' : '';
    const known = `${rank}${summary}${common === null ? outcomesKnown(prediction) : ''}`;
    const below = [known, ...(published === undefined ? [] : [published])];
    const standing = standingText(prediction.standing);
    const whose = standing === null ? [] : [paint.yellow(whoseLine(prediction, standing))];
    const alarmed = prediction.predicts === 'probability' && prediction.alarm === true ? paint.red(' alarm') : '';
    const cells = [
      paint.bold(nameOf(prediction).padEnd(width)),
      shownPrediction(prediction).padStart(7),
      outcome.padEnd(outcomes),
      `${bars(prediction)}${alarmed}`,
    ];
    const lines = [...whose, ...below.map(paint.dim)];
    return [`  ${cells.join('  ')}`, ...lines.map((line) => `  ${' '.repeat(width)}  ${line}`)];
  });
  const now = result.predictions.find(({ standing }) => !isOutdated(standing)) ?? first;
  return ['', `Known on ${now.asOf}${common === null ? '' : `, outcomes known through ${common}`}`, ...rows];
}

/** The others stay in their order. */
function championsFirst(predictions: RunResult['predictions']): RunResult['predictions'] {
  return predictions.toSorted((a, b) => Number(b.champion) - Number(a.champion));
}

/** Whose number it is, and for which date where the run's own are of another. */
function whoseLine({ asOf, standing }: Shown, words: string): string {
  return isOutdated(standing) ? `${words} (known on ${asOf})` : words;
}

/** The day through which the outcomes of all models are known, where it is one day. */
function commonThrough([first, ...others]: RunResult['predictions']): Day | null {
  const through = first?.outcomesThrough ?? null;
  return others.every((prediction) => prediction.outcomesThrough === through) ? through : null;
}

function outcomesKnown({ outcomesThrough }: RunResult['predictions'][number]): string {
  return outcomesThrough === null ? '' : ` · outcomes known through ${outcomesThrough}`;
}

type Shown = RunResult['predictions'][number];

/** A rule's 1 and 0 are no percentages; its bars still show when it was in alarm. */
function shownPrediction(prediction: Shown): string {
  switch (prediction.predicts) {
    case 'probability':
      return prediction.probability === null ? 'missing' : plainPercent(prediction.probability);
    case 'alarm':
      return alarmWord(prediction.alarm, { raised: 'alarm', calm: 'calm', none: 'missing' });
    case 'value':
      return prediction.value === null ? 'missing' : plainFixed(prediction.value, 2);
    default:
      return prediction satisfies never;
  }
}

/** Probabilities against 1; values between the smallest and the largest shown. */
function bars({ predicts, history }: Shown): string {
  if (predicts !== 'value') return sparkline(history);
  const known = history.filter((value) => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  // Where all are equal, all stand at the foot.
  const range = high > low ? high - low : 1;
  return sparkline(history.map((value) => (value === null ? null : (value - low) / range)));
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `      ${line}`)
    .join('\n');
}
