import type { Day } from '../calendar/index.ts';
import type { CardInput, SeriesInput } from './card-input.ts';
import type { Cited } from './cited.ts';
import type {
  DataFigures,
  KnowledgeShares,
  PublishedFigures,
  RealTimeBasis,
  SeriesFigures,
} from './common-card-body.ts';

/** What was read, when it became known, and how far that deserves the name of real time. */
export function dataFigures(input: CardInput): DataFigures {
  const series = input.sources.flatMap((source) => source.series);
  const forFeatures = series.filter((one) => one.usedFor === 'features');
  const published = publishedFigures(forFeatures, predictedDates(input));
  return {
    basis: realTimeBasis(published),
    decisionDates: new Set(input.frame.asOf).size,
    firstDecision: input.frame.asOf[0] ?? null,
    lastDecision: input.frame.asOf.at(-1) ?? null,
    outcomesThrough: input.outcomesThrough,
    ...(input.eventThrough === undefined || input.eventThrough === input.outcomesThrough
      ? {}
      : { eventThrough: input.eventThrough }),
    newestDate: newest(forFeatures),
    published,
    features: knowledgeShares(forFeatures),
    labels: knowledgeShares(series.filter((one) => one.usedFor === 'label')),
    sources: input.sources.map((source) => ({
      name: source.name,
      digest: source.digest,
      completeThrough: source.completeThrough,
      series: source.series.map(seriesFigures),
    })),
  };
}

/** Through which day outcomes are known: the last decision date, on cards that do not say another. */
export function outcomesUntil({ outcomesThrough: through, lastDecision }: DataFigures): Day | null {
  return through ?? lastDecision;
}

/** That day with its pointer. */
export function citedOutcomesThrough(data: Cited<DataFigures>): Cited<string | null> {
  return data.at('outcomesThrough').present() ?? data.at('lastDecision');
}

function seriesFigures(series: SeriesInput): SeriesFigures {
  const { rows: _, ...facts } = series;
  return { ...facts, knowledge: knowledgeShares([series]) };
}

function knowledgeShares(series: readonly SeriesInput[]): KnowledgeShares {
  const count = (kind: keyof SeriesInput['rows']) => series.reduce((sum, one) => sum + one.rows[kind], 0);
  const [published, observed, assumed] = [count('published'), count('observed'), count('assumed')];
  const rows = published + observed + assumed;
  const share = (part: number) => (rows === 0 ? 0 : part / rows);
  return { rows, published: share(published), observed: share(observed), assumed: share(assumed) };
}

function predictedDates({ steps, frame }: CardInput): readonly Day[] {
  const predicted = steps.realTime.predictions.map(({ asOf }) => asOf);
  return [...new Set(predicted.length === 0 ? frame.asOf : predicted)];
}

function publishedFigures(series: readonly SeriesInput[], dates: readonly Day[]): PublishedFigures {
  const spans = series.map(({ published }) => published).filter((each) => each.length > 0);
  const from = spans
    .flatMap(([first]) => first?.from ?? [])
    .toSorted()
    .at(-1);
  const through = spans.flatMap((each) => each.at(-1)?.through ?? []).toSorted()[0];
  const together = from !== undefined && through !== undefined && from <= through;
  const on = (day: Day) => spans.every((each) => each.some((span) => span.from <= day && day <= span.through));
  return {
    series: spans.length,
    of: series.length,
    from: together ? from : null,
    through: together ? through : null,
    dates: spans.length === 0 ? 0 : dates.filter(on).length,
    ofDates: dates.length,
  };
}

/** Only a publication date proves what was known; a value observed at a later ingest proves nothing about the past. */
function realTimeBasis({ series, of, dates, ofDates }: PublishedFigures): RealTimeBasis {
  if (series === 0) return 'pseudo_real_time';
  return series === of && dates === ofDates ? 'real_time' : 'partly_real_time';
}

function newest(series: readonly SeriesInput[]): string | null {
  const dates = series.flatMap((one) => (one.newestDate === null ? [] : [one.newestDate])).sort();
  return dates.at(-1) ?? null;
}
