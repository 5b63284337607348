import type { Estimator } from './estimator.ts';

/** What a user may write as a parameter of an estimator; `words` end the sentence "expected ...". */
export type ParameterRule =
  | NumberRule
  | WholeNumberRule
  | { readonly takes: 'one_of'; readonly values: readonly string[]; readonly default?: string }
  | { readonly takes: 'yes_or_no'; readonly default?: boolean }
  /** The estimator's own feature, written here in place of the model's `features`. */
  | { readonly takes: 'feature' };

/** `from` and `to` are allowed themselves, `above` and `below` are not. */
interface NumberRule {
  readonly takes: 'number';
  readonly words: string;
  readonly from?: number;
  readonly above?: number;
  readonly below?: number;
  readonly to?: number;
  readonly default?: number;
}

interface WholeNumberRule {
  readonly takes: 'whole_number';
  readonly words: string;
  readonly from: number;
  readonly to?: number;
  /** Words that may stand in place of a number. */
  readonly or?: readonly string[];
  readonly default?: number | string;
}

export type ParameterRules = Readonly<Record<string, ParameterRule>>;

/** An estimator as written, with its defaults filled in. */
export type WrittenEstimator<Rules extends ParameterRules> = { readonly kind: string } & {
  readonly [Name in keyof Rules]: WrittenValue<Rules[Name]>;
};

type WrittenValue<Rule extends ParameterRule> = Rule extends { readonly takes: 'number' }
  ? number
  : Rule extends { readonly takes: 'whole_number' }
    ? number | (Rule extends { readonly or: readonly (infer Word)[] } ? Word : never)
    : Rule extends { readonly takes: 'one_of'; readonly values: readonly (infer Word)[] }
      ? Word
      : Rule extends { readonly takes: 'yes_or_no' }
        ? boolean
        : string;

/** A piece of a sentence on a card: plain words, or a parameter in a format, quoted from `card.json`. */
export type MethodPart<Parameters> = string | QuotedPart<Parameters>;

/** Of several estimators, a part of any of them. */
type QuotedPart<Parameters> = Parameters extends unknown
  ?
      | { readonly count: keyof Parameters }
      | { readonly measured: keyof Parameters }
      | { readonly percent: keyof Parameters }
      | { readonly verbatim: keyof Parameters }
      | {
          readonly [Name in keyof Parameters]-?: {
            readonly worded: Name;
            as(value: Exclude<Parameters[Name], undefined>): string;
          };
        }[keyof Parameters]
  : never;

interface MethodFact<Parameters> {
  readonly term: string;
  readonly text: readonly MethodPart<Parameters>[];
}

/** What rooms other than training ask of an estimator. It is read whenever YAML is: nothing heavy is loaded with it. */
interface Declared<Parameters> {
  /** The word in YAML, in the lake and on cards. */
  readonly kind: string;
  /** How many features it reads; `named`: one, which stands among its parameters. */
  readonly features: 'any' | 'one' | 'named' | 'none';
  /** What it does with a row that lacks a feature, unless told otherwise; null: nobody can tell it otherwise. */
  readonly missing: 'native' | 'drop' | null;
  readonly rules: ParameterRules;
  /** What training takes, from what was written by `rules`. */
  parametersOf(written: { readonly kind: string }): Parameters;
  /** Its parameters with their defaults, and which rows it reads: two cells of the table in docs/dsl.md. */
  readonly documented: { readonly parameters: string; readonly reads: string };
}

/** An estimator of an event. */
export interface EventEstimator<Parameters, Model> extends Declared<Parameters> {
  /** alarm: alarm or not, and no probability. base_rate: a probability that is nobody's to calibrate or tune. */
  readonly predicts: 'probability' | 'alarm' | 'base_rate';
  // Parameters as training may get them. No documentation: it would stand in the card's schema.
  readonly example: Parameters;
  /** What a card says of it under "Method", after its kind. */
  method(parameters: Parameters, features: readonly string[]): readonly MethodFact<Parameters>[];
  /** What fits and predicts: loaded where models are trained or explained. */
  readonly load: () => Promise<Estimator<Parameters, Model>>;
}

/** An estimator of a continuous label: a sum of terms, fitted by `values/regression.ts`. */
export interface ValueEstimator<Parameters> extends Declared<Parameters> {
  readonly predicts: 'value';
  /** What a card says after its kind. */
  method(): readonly MethodPart<Parameters>[];
}
