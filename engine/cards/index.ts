export type { EpisodeOutcome, Measured, Measures, TuningTrace } from '../training/index.ts';
export type { Card } from './card.ts';
export type * from './card-body.ts';
export type { CardDocument } from './card-document.ts';
export type {
  Approval,
  CardEnvelope,
  CardProse,
  FeatureProse,
  SeriesProse,
  SourceAttestation,
} from './card-envelope.ts';
export type {
  CardInput,
  CardTask,
  FeatureInput,
  NotFinite,
  SeriesInput,
  SourceInput,
} from './card-input.ts';
export {
  alarmChart,
  comparisonChart,
  contributionChart,
  type ProbabilityPoint,
  probabilityChart,
  type ValuePoint,
  valueChart,
} from './charts/index.ts';
export { collectCard } from './collect-card.ts';
export { outcomesUntil } from './collect-data.ts';
export type * from './common-card-body.ts';
export { type CardComparison, compareCards } from './compare-cards.ts';
export { collectComparison } from './comparison/collect-comparison.ts';
export type { ComparisonDocument, ComparisonEnvelope } from './comparison/comparison.ts';
export type { ComparisonBody } from './comparison/comparison-body.ts';
export type { AnyMeasure } from './comparison/measure-words.ts';
export {
  comparisonFile,
  renderComparisonHtml,
  renderComparisonJson,
  renderComparisonMarkdown,
} from './comparison/render-comparison.ts';
export { escapeHtml } from './escape-html.ts';
export type * from './events/event-card-body.ts';
export type { Gate, GateName } from './events/gate.ts';
export { type AlarmWords, alarmWord } from './figure.ts';
export type * from './gap.ts';
export { someKeys } from './gap.ts';
export { type GapWarning, gapsOfCard, gapWarnings } from './gap-warnings.ts';
export { type EventHeadline, type Headline, headline, realTimeMeasures, type ValueHeadline } from './headline.ts';
export { computedOnce, type KeptTexts, renderedOnce } from './kept-texts.ts';
export { renderMlBom } from './ml-bom.ts';
export { type PicturePart, pictureFile } from './picture-file.ts';
export { renderCardHtml } from './render-html.ts';
export { renderCardJson } from './render-json.ts';
export { renderCardMarkdown } from './render-markdown.ts';
export { stalenessWarning } from './staleness.ts';
export { DARK_COLOURS, LIGHT_COLOURS, THEME_CSS } from './theme.ts';
export type { ValueCardBody } from './values/value-card-body.ts';
export {
  barrierName,
  eventName,
  gateName,
  isolationName,
  measurableText,
  outcomeTimeWords,
  publishedText,
  settingText,
} from './wording.ts';
