/** A mistake in the small project of `one-query.ts`. */
export interface Mistake {
  readonly what: string;
  /** The files that are other than in the sound project. */
  readonly files: Readonly<Record<string, string>>;
  /** Parts of each problem's line, `CODE file:line:column "underlined" message -> hint`, in their order. */
  readonly says: readonly (readonly string[])[];
  /** What would mislead. */
  readonly never?: readonly string[];
}

/** A mistake in the SQL of the group `planted`, of which one problem is told. */
export function inSql(what: string, sql: string, ...parts: readonly string[]): Mistake {
  return { what, files: { 'features/planted.sql': sql }, says: [parts] };
}

/** A mistake in the YAML of the group `planted`, of which one problem is told. */
export function inYaml(what: string, yaml: string, ...parts: readonly string[]): Mistake {
  return { what, files: { 'features/planted.yaml': yaml }, says: [parts] };
}

const MODEL = `model: guess
description: a model
label: ahead
features: [sound.x]
estimator: { kind: probit }
protocol: { first_cutoff: 2005-01-31, refit_months: 12, minimum_episodes: 1 }
loss: { kind: sarlin, preference: 0.5 }
intended_use: tests
intended_users: [testers]
materiality: none
limitations: [it is small]
`;

/** The model of the small project with one text in place of another. */
export function modelWith(from: string, to: string): Readonly<Record<string, string>> {
  if (!MODEL.includes(from)) throw new Error(`the model has no ${from}`);
  return { 'models/guess.yaml': MODEL.replace(from, to) };
}

/** A mistake in the model, of which one problem is told. */
export function inModel(what: string, from: string, to: string, ...parts: readonly string[]): Mistake {
  return { what, files: modelWith(from, to), says: [parts] };
}
