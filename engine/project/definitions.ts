import type { Day } from '../calendar/index.ts';
import type { Problem, TextFile } from '../diagnostics/index.ts';
import type { EstimatorParameters, ValueParameters } from '../training/estimators/index.ts';
import type { Described } from './described.ts';
import type { FunctionDefinition } from './functions/function-definition.ts';
import type { Located } from './located.ts';
import type { SourceDefinition } from './source-definitions.ts';
import type { TargetDefinition } from './target-definition.ts';
import type { UnitTestDefinition } from './unit-test-definition.ts';
import type { WrittenWindow } from './written-window.ts';

/** A project as read from its folder: plain, frozen, every default filled in. Nothing here touched a database. */
export interface Definitions {
  /** Absolute path of the project's folder. */
  readonly root: string;
  /** Folders outside of it that links of the project may lead to: the user named them. */
  readonly outside?: readonly string[];
  readonly config: ProjectConfig;
  readonly sources: readonly SourceDefinition[];
  /** Functions of features/lib that its SQL may call. */
  readonly functions: readonly FunctionDefinition[];
  readonly groups: readonly FeatureGroupDefinition[];
  readonly labels: readonly LabelDefinition[];
  readonly models: readonly ModelDefinition[];
  readonly targets: readonly TargetDefinition[];
}

export type CalendarFrequency = 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'annual';

/** Which days are decision dates. */
export type CalendarRule =
  | {
      readonly kind: 'periods';
      readonly frequency: CalendarFrequency;
      /** Business days are Mondays to Fridays: which of them are holidays, no calendar here knows. */
      readonly dayOfPeriod: 'last_day' | 'last_business_day';
    }
  /** Those that a file of the project lists, ascending: the meetings of a committee. */
  | { readonly kind: 'listed'; readonly file: string; readonly dates: readonly Day[] };

export interface ProjectConfig {
  readonly yaml: Located;
  readonly name: string;
  readonly calendar: {
    readonly rule: CalendarRule;
    /** The earliest day that may be a decision date, `YYYY-MM-DD`. */
    readonly start: Day;
    /** The latest one, or `data`: the last day that every source with `complete_through` covers. */
    readonly end: string;
  };
  readonly vars: readonly VariableDefinition[];
  readonly defaultTarget: string;
  /** A label's model that the others are held against, by decision of the project's owner. */
  readonly champions: readonly { readonly label: string; readonly model: string }[];
  readonly owners: readonly { readonly path: string; readonly owner: string }[];
  readonly tags: readonly { readonly path: string; readonly tags: readonly string[] }[];
}

export type VariableType = 'integer' | 'number' | 'text' | 'date' | 'boolean';

export interface VariableDefinition {
  readonly name: string;
  readonly type: VariableType;
  readonly value: number | string | boolean;
  readonly description: string;
}

export type TestSeverity = 'error' | 'warn';

/**
 * A test of one column over the stored rows of a group: NULLs pass all but `not_null`, NaN and infinities not even
 * that.
 */
export type ColumnTest = {
  readonly severity: TestSeverity;
  /** Rows with an earlier as_of are not tested. */
  readonly validFrom?: string;
} & (
  | { readonly kind: 'not_null' }
  | { readonly kind: 'finite' }
  | { readonly kind: 'unique' }
  | { readonly kind: 'range'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'accepted_values'; readonly values: readonly (string | number | boolean)[] }
  /** Along `as_of` within a key. */
  | { readonly kind: 'monotonic'; readonly direction: 'increasing' | 'decreasing'; readonly strict: boolean }
);

export interface ColumnDefinition {
  readonly name: string;
  readonly description: string;
  readonly unit?: string;
  /** `row`: the value in the last row, NULL included. `last_value`: the last non-NULL one, with its own date. */
  readonly asKnown: 'row' | 'last_value';
  /** Decision dates before it are NULL on purpose: missing there is not reported. */
  readonly validFrom?: string;
  readonly tests: readonly ColumnTest[];
}

/** `name.<test>.sql` beside a group: it passes when it returns no row. Reads `features.<group>` as stored. */
export interface CustomTest {
  readonly name: string;
  readonly sql: TextFile;
  readonly severity: TestSeverity;
}

export interface FeatureGroupDefinition extends Described {
  readonly sql: TextFile;
  readonly keys: readonly string[];
  /** Days after which a value is too old to serve (decision date - its date). */
  readonly ttlDays?: number;
  readonly columns: readonly ColumnDefinition[];
  readonly customTests: readonly CustomTest[];
  readonly unitTests: readonly UnitTestDefinition[];
}

export interface LabelDefinition extends Described {
  readonly sql: TextFile;
  readonly keys: readonly string[];
  readonly kind: 'binary' | 'continuous';
  /** What its values are counted in: words, which change nothing that is computed. Of a continuous label only. */
  readonly unit?: string;
  /** The outcome's months, counted from the decision date's month, with the values that the variables have. */
  readonly window: { readonly fromMonth: number; readonly toMonth: number };
  /** The window as it is written, where variables may stand. */
  readonly writtenWindow: WrittenWindow;
  /** Monthly state (1 in the event, 0 out of it) whose runs are the episodes of evaluation. */
  readonly event?: { readonly group: string; readonly column: string };
  readonly unitTests: readonly UnitTestDefinition[];
}

/** What a model stands beside; climatology is always reported. */
export type BaselineDefinition =
  | { readonly kind: 'climatology' }
  | (OfFeature & { readonly kind: 'spread_probit' })
  | (OfFeature & { readonly kind: 'threshold'; readonly at: number; readonly above: boolean })
  /** A value stays as the feature has it. */
  | (OfFeature & { readonly kind: 'persistence' });

interface OfFeature {
  readonly feature: { readonly group: string; readonly column: string };
}

export interface ModelDefinition extends Described {
  readonly label: string;
  /** `<group>.<column>`, in the order of the coefficients. */
  readonly features: readonly { readonly group: string; readonly column: string }[];
  /** Estimators of values go with continuous labels, all others with binary ones. */
  readonly estimator: EstimatorParameters | ValueParameters;
  /** What becomes of a missing feature; absent: what the estimator does by itself. */
  readonly missing?: 'native' | 'drop' | 'impute_median' | 'indicator';
  /** Each refit reads the features that have a value in so many of its rows; absent: all. */
  readonly chooseColumns?: { readonly minShare: number };
  readonly tuning?: TuningDefinition;
  /** Groups of rows that folds hold out, beside the walk-forward. */
  readonly validate?: { readonly by: 'key' | 'episode' | 'year'; readonly folds: number; readonly seed: number };
  readonly protocol: {
    readonly firstCutoff: Day;
    readonly refitMonths: number;
    /** How many episodes have to be known, where the label is binary. */
    readonly minimumEpisodes: number;
    /** How many labels have to be known, where the label is continuous. */
    readonly minimumRows: number;
    readonly maturity: 'as_known' | 'whole_window';
    readonly excludeInEvent: boolean;
    /** Absent: what follows on an event is trained on and scored. */
    readonly excludeAfterEventMonths?: number;
  };
  readonly baselines: readonly BaselineDefinition[];
  /** A model that gives a probability has one, unless that is the base rate. */
  readonly calibration?: 'auto' | 'platt' | 'isotonic' | 'none';
  /** A model of a binary label has one: there are alarms to weigh. */
  readonly loss?: { readonly kind: 'alessi_detken' | 'sarlin'; readonly preference: number };
  readonly leadWindow: { readonly minMonths: number; readonly maxMonths: number };
  readonly persistence: { readonly k: number; readonly n: number };
  readonly bootstrap: { readonly draws: number; readonly level: number };
  readonly seed: number;
  /** The figures that it must reach before it may be promoted. */
  readonly gates: readonly GateDefinition[];
  readonly intendedUse: string;
  readonly intendedUsers: readonly string[];
  readonly materiality: string;
  readonly limitations: readonly string[];
  readonly validatedBy?: string;
}

/** A search over the estimator's parameters inside each cut-off. */
export interface TuningDefinition {
  readonly search: 'grid' | 'random';
  readonly folds: number;
  /** random only where the definition allows the leak. */
  readonly split: 'forward' | 'random';
  readonly everyMonths: number;
  readonly score: 'brier' | 'log_score';
  /** In the order in which they are tried. */
  readonly candidates: readonly CandidateDefinition[];
}

export interface CandidateDefinition {
  /** The parameters that it sets, by their names in the file. */
  readonly set: Readonly<Record<string, number | string | boolean>>;
  readonly estimator: EstimatorParameters;
}

/** `required` in the gate's own unit: an AUROC, a skill, a share, days, a number of episodes. */
export interface GateDefinition {
  readonly gate:
    | 'auroc_lower_bound'
    | 'beats_climatology'
    | 'beats_spread_probit'
    | 'beats_threshold'
    | 'calibration_error'
    | 'input_age_days'
    | 'episodes';
  readonly required: number;
}

/** Everything found wrong, and the definitions when they are sound enough to go on. */
export interface ReadOutcome {
  readonly problems: readonly Problem[];
  readonly definitions?: Definitions;
}
