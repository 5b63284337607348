import { estimatorOf, type MethodPart } from '../../training/estimators/index.ts';
import type { EstimatorParameters, ValueParameters } from '../../training/index.ts';
import type { Figure, Inline, Text } from '../block.ts';
import type { EventCard } from '../card.ts';
import type { Cited } from '../cited.ts';
import { count, measured, percent, verbatim, worded } from '../figure.ts';

type Parameters = EstimatorParameters | ValueParameters;

/** What an estimator of an event declares to be told of itself, with its parameters quoted from the card. */
export function methodFacts(card: Cited<EventCard>): readonly { readonly term: string; readonly text: Text }[] {
  const { features } = card.value.body.method.spec;
  const estimator = card.at('body', 'method', 'spec').at('estimator');
  const declared = estimatorOf(estimator.value.kind);
  if (declared.predicts === 'value') throw new Error(`${declared.kind} predicts a value, and the card is of an event`);
  const facts = declared.method(estimator.value, features);
  return facts.map(({ term, text }) => ({ term, text: text.map((part) => inline(part, estimator)) }));
}

/** The same of an estimator of a value: the words after its kind. */
export function valueMethodText(estimator: Cited<ValueParameters>): Text {
  const declared = estimatorOf(estimator.value.kind);
  if (declared.predicts !== 'value') throw new Error(`${declared.kind} predicts no value, and the card is of one`);
  return declared.method().map((part) => inline(part, estimator));
}

function inline(part: MethodPart<Parameters>, estimator: Cited<Parameters>): Inline {
  return typeof part === 'string' ? part : quoted(part, estimator);
}

function quoted(part: Exclude<MethodPart<Parameters>, string>, estimator: Cited<Parameters>): Figure {
  /** A declaration names parameters of its own estimator, which the compiler has checked there. */
  const parameter = <Value>(name: PropertyKey) => estimator.at(name as never) as unknown as Cited<Value>;
  if ('count' in part) return count(parameter<number>(part.count));
  if ('measured' in part) return measured(parameter<number>(part.measured));
  if ('percent' in part) return percent(parameter<number>(part.percent));
  if ('verbatim' in part) return verbatim(parameter<string>(part.verbatim));
  return worded(parameter<never>(part.worded), part.as as (value: never) => string);
}
