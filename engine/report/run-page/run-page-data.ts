import type { Day } from '../../calendar/index.ts';
import type { Measured, ProbabilityPoint, RealTimeBasis, ValuePoint } from '../../cards/index.ts';
import type { Problem } from '../../diagnostics/index.ts';
import type { StandingState } from '../../standing/index.ts';

/** All that the run page shows: plain data, gathered by the run. Texts are untrusted and escaped when rendered. */
export interface RunPageData {
  readonly project: string;
  readonly run: RunHeading;
  readonly models: readonly ModelOnPage[];
  readonly comparisons: readonly ComparisonOnPage[];
  readonly nodes: readonly NodeOnPage[];
  readonly tests: readonly TestOnPage[];
  readonly problems: readonly Problem[];
  readonly freshness: readonly PageSource[];
  /** Terms under which data may be passed on, by relation or source. */
  readonly terms: readonly TermsOnPage[];
  /** What has to be said of data that were asked for live. */
  readonly notices: readonly string[];
  /** The run that drew cards, comparisons, lineage and histories; null: the run of the page itself. */
  readonly documentsOf: OtherRun | null;
  /** Relative to the page: `lineage.html`. */
  readonly lineageHref: string;
  /** Relative to the page, e.g. `lineage.json`; shown in this order. */
  readonly files: readonly { readonly title: string; readonly href: string; readonly note: string }[];
}

/** A run in whose folder pages lie that are another's too. */
export interface OtherRun {
  readonly run: string;
  /** Its own page, relative to that of the other: `../20221031T120000Z-3f09c1/index.html`. */
  readonly page: string;
  /** Its `histories.js`, likewise. */
  readonly histories: string;
}

export interface RunHeading {
  readonly id: string;
  /** UTC, ISO 8601. */
  readonly startedAt: string;
  readonly seconds: number;
  readonly outcome: 'ok' | 'failed' | 'interrupted';
  readonly command: string;
  readonly actor: string;
  /** Whether AWS vouches for the actor. */
  readonly vouchedFor: boolean;
  readonly host: string | null;
  readonly commit: string | null;
  /** The commit is what EWS_COMMIT says, not git. */
  readonly declared: boolean;
  /** Uncommitted changes in the project's folder. */
  readonly dirty: boolean;
  readonly engine: readonly { readonly name: string; readonly version: string }[];
  readonly environment: string;
  readonly target: string;
  readonly threads: number;
  readonly calendar: {
    readonly frequency: string;
    readonly first: Day;
    readonly last: Day;
    readonly dates: number;
  };
}

export type ModelOnPage = EventModelOnPage | ValueModelOnPage;

/** What the page shows of any model, from the headline of its card. */
interface AnyModelOnPage {
  /** `recession_probit`. */
  readonly name: string;
  readonly description: string;
  /** The project declares it the champion of its label. */
  readonly champion: boolean;
  /** Relative to the page: `cards/recession_probit.html`. */
  readonly cardHref: string;
  /** Spells of the event: first day of the first and of the last month. */
  readonly events: readonly { readonly from: Day; readonly to: Day }[];
  readonly basis: BasisOnPage;
  /** The months of the outcome, counted from the month of a decision date: charts stand in outcome time. */
  readonly window: { readonly fromMonth: number; readonly toMonth: number };
  /** Whose numbers these are, where it is not the run of the page that made or reused them; else null. */
  readonly standing: string | null;
  /** The last day for which somebody looked what became of outcomes; null where there is no decision date. */
  readonly outcomesThrough: Day | null;
}

/** How far what a model read was as known. */
export interface BasisOnPage {
  readonly basis: RealTimeBasis;
  /** For how many series it was published, and when; empty where nothing ever was. */
  readonly published: string;
}

export interface EventModelOnPage extends AnyModelOnPage {
  readonly predicts: 'probability' | 'alarm';
  /** The key of a panel that is shown, the one with the highest probability, and of how many; null without keys. */
  readonly front: { readonly key: string; readonly of: number } | null;
  /** null: nothing could be predicted. */
  readonly latest: (ProbabilityPoint & Ahead) | null;
  readonly history: readonly ProbabilityPoint[];
  /** The event in a sentence, "chance of ...": `recession`. */
  readonly eventName: string;
  /** null: nothing could be scored in step (a). */
  readonly scores: {
    readonly auroc: Measured;
    /** null of a rule, which gives no probability. */
    readonly brier: { readonly model: number; readonly climatology: number } | null;
    readonly relativeUsefulness: number | null;
  } | null;
}

/** A model of a continuous label, in the label's unit. */
export interface ValueModelOnPage extends AnyModelOnPage {
  readonly predicts: 'value';
  readonly latest: (Pick<ValuePoint, 'asOf' | 'prediction'> & Ahead) | null;
  readonly history: readonly ValuePoint[];
  /** null: its label names no event. */
  readonly eventName: string | null;
  readonly labelName: string;
  /** null: nobody declared it. */
  readonly unit: string | null;
  readonly scores: { readonly rmse: Measured; readonly baselineRmse: number; readonly skill: Measured } | null;
}

/** What stands beside the newest prediction. */
interface Ahead {
  /** Climatology on the same date: the base rate, or the mean of the outcomes known at the cut-off. */
  readonly baseline: number;
  /** First day of the first and of the last outcome month. */
  readonly outcome: { readonly from: Day; readonly to: Day };
}

/** A page on which models of one label stand side by side. */
export interface ComparisonOnPage {
  readonly label: string;
  /** Relative to the page: `cards/recession_12m.comparison.html`. */
  readonly href: string;
  readonly models: number;
  /** null: none is declared. */
  readonly champion: string | null;
  /** As of a model on the page. */
  readonly standing: string | null;
}

export type PageNodeKind = 'source' | 'feature' | 'label' | 'model' | 'comparison';
export type PageNodeStatus = StandingState | 'reused';

export interface NodeOnPage {
  /** `features.labor`; for a source, one node per source: `fred`. */
  readonly id: string;
  readonly kind: PageNodeKind;
  readonly description: string;
  readonly status: PageNodeStatus;
  readonly seconds: number | null;
  readonly rows: number | null;
  /** How its point-in-time history was computed; null where the question does not arise. */
  readonly evaluation: 'lifted' | 'loop' | null;
  /** Why it ran, or whose numbers it has: `never built`, `labor.sql changed`, `as of run X, not built now: ...`. */
  readonly reason: string | null;
  readonly fingerprint: string | null;
  /** Ids of the nodes that it reads. */
  readonly inputs: readonly string[];
  /** Parts of a source, folded away until asked for: `gs10`, `unrate`. */
  readonly parts: readonly string[];
}

export interface TestOnPage {
  readonly node: string;
  readonly name: string;
  readonly status: 'pass' | 'warn' | 'fail' | 'skipped';
  readonly failures: number | null;
  readonly rows: number | null;
  readonly reused: boolean;
}

/** `of` says whose they are: `fred`, or `fred: sp500, vix` where a source has several. */
export interface TermsOnPage {
  readonly of: string;
  readonly licence: string | null;
  readonly attribution: string | null;
}

export interface PageSource {
  readonly source: string;
  readonly series: number;
  /** Newest period described, first day. */
  readonly newestDate: Day | null;
  readonly completeThrough: Day | null;
  /** Who says so, where it is not the declaration. */
  readonly attestation?: { readonly by: string; readonly at: string; readonly note: string };
  readonly rows: number;
  readonly knowledge: { readonly published: number; readonly observed: number; readonly assumed: number };
}
