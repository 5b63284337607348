import { estimatorOf, type MethodPart } from '../../training/estimators/index.ts';
import type { EstimatorParameters, ValueParameters } from '../../training/index.ts';
import type { Figure, Inline, Text } from '../block.ts';
import type { EventCard } from '../card.ts';
import { Cited } from '../cited.ts';
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
  if ('count' in part) return count(numberIn(estimator, part.count));
  if ('measured' in part) return measured(numberIn(estimator, part.measured));
  if ('percent' in part) return percent(numberIn(estimator, part.percent));
  if ('verbatim' in part) return verbatim(wordIn(estimator, part.verbatim));
  // That the words are for values of this parameter was checked where the estimator is declared.
  return worded(parameterOf(estimator, part.worded) as Cited<never>, part.as as (value: never) => string);
}

/** The parameter of an estimator that a part of its sentence names. */
function parameterOf({ value, pointer }: Cited<Parameters>, name: string): Cited<unknown> {
  return new Cited<Readonly<Record<string, unknown>>>({ ...value }, pointer).at(name);
}

function numberIn(estimator: Cited<Parameters>, name: string): Cited<number> {
  const { value, pointer } = parameterOf(estimator, name);
  if (typeof value !== 'number') throw new Error(`${pointer} is no number: ${value}`);
  return new Cited(value, pointer);
}

function wordIn(estimator: Cited<Parameters>, name: string): Cited<string> {
  const { value, pointer } = parameterOf(estimator, name);
  if (typeof value !== 'string') throw new Error(`${pointer} is no word: ${value}`);
  return new Cited(value, pointer);
}
