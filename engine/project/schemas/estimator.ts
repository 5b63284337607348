import * as z from 'zod';
import {
  type AnyEstimator,
  ESTIMATOR_LIST,
  type EstimatorKind,
  type ParameterRule,
} from '../../training/estimators/index.ts';
import { mapping, oneOf, text, yesOrNo } from './vocabulary.ts';

/** An estimator as written, with its defaults filled in; which keys it has says its kind. */
export interface EstimatorShape {
  readonly kind: EstimatorKind;
  readonly [parameter: string]: number | string | boolean;
}

/** Rules come last in the union, as they always did: what editors list is in this order. */
const IN_ORDER = ESTIMATOR_LIST.toSorted((a, b) => Number(a.predicts === 'alarm') - Number(b.predicts === 'alarm'));

export const estimatorSchema = z.discriminatedUnion(
  'kind',
  IN_ORDER.map(shapeOf) as [ReturnType<typeof shapeOf>],
  'a mapping such as { kind: logit, ridge: 1.0 }',
) as unknown as z.ZodType<EstimatorShape>;

function shapeOf({ kind, rules, documented }: AnyEstimator) {
  const parameters = Object.entries<ParameterRule>(rules).map(
    ([name, rule]) => [name, parameterSchema(rule).describe(documented.parameters)] as const,
  );
  const described = z.literal(kind).describe(`Reads ${documented.reads}.`);
  return mapping({ kind: described, ...Object.fromEntries(parameters) });
}

function parameterSchema(rule: ParameterRule): z.ZodType {
  const schema: z.ZodType = withoutDefault(rule);
  return 'default' in rule ? schema.default(rule.default) : schema;
}

function withoutDefault(rule: ParameterRule) {
  switch (rule.takes) {
    case 'feature':
      return text;
    case 'yes_or_no':
      return yesOrNo;
    case 'one_of':
      return oneOf(...rule.values);
    case 'number':
      return numberSchema(rule);
    case 'whole_number':
      return wholeNumberSchema(rule);
    default:
      return rule satisfies never;
  }
}

type RuleOf<Takes> = Extract<ParameterRule, { readonly takes: Takes }>;

function numberSchema({ words, from, above, below, to }: RuleOf<'number'>) {
  let schema = z.number(words);
  if (from !== undefined) schema = schema.min(from, words);
  if (above !== undefined) schema = schema.gt(above, words);
  if (below !== undefined) schema = schema.lt(below, words);
  if (to !== undefined) schema = schema.max(to, words);
  return schema;
}

function wholeNumberSchema({ words, from, to, or = [] }: RuleOf<'whole_number'>) {
  const least = z.int(words).min(from, words);
  const numbers = to === undefined ? least : least.max(to, words);
  const [only, ...others] = or;
  if (only === undefined) return numbers;
  return z.union([others.length === 0 ? z.literal(only) : z.enum(or), numbers], words);
}
