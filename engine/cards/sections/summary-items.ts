import { behindFigure } from '../../figures/index.ts';
import type { Measured } from '../../training/index.ts';
import type { Block, SummaryItem, Text } from '../block.ts';
import type { Card } from '../card.ts';
import type { CardBody } from '../card-body.ts';
import type { Cited } from '../cited.ts';
import type { OutcomeMonths } from '../common-card-body.ts';
import { count, day, month, percent, worded } from '../figure.ts';
import type { Headline } from '../headline.ts';
import { basisName } from '../wording.ts';

type AnyCard = Cited<Card<CardBody>>;

/** The months that the newest prediction is about: `for Nov 2022 to Oct 2023`. */
export function outcomeWhen(latest: Cited<{ readonly outcome: OutcomeMonths }>): Text {
  const outcome = latest.at('outcome');
  const { from, to } = outcome.value;
  return ['for ', month(outcome.at('from')), ...(from === to ? [] : [' to ', month(outcome.at('to'))])];
}

/** What a record is of: `8 episodes, 550 scored dates`. */
export function scoredText(scored: Cited<number>, measured: Cited<Measured>): Text {
  const interval = measured.at('interval').present();
  const episodes = interval === null ? [] : [count(interval.at('episodes')), ' episodes, '];
  return [...episodes, count(scored), ' scored dates; '];
}

/** What the brackets behind figures are; nothing where there are none. */
export function bracketsText(measured: Cited<Measured>): Text {
  const interval = measured.at('interval').present();
  return interval === null ? [] : ['; brackets: ', percent(interval.at('level'), 0), ' intervals by episode'];
}

/** What the record is of, and how far what was read was as known. */
export function groundsItem(card: AnyCard, { outcomesThrough }: Headline, scored: Text): SummaryItem {
  const data = card.at('body', 'data');
  const published = data.at('published');
  return {
    term: 'Rests on',
    text: [
      ...scored,
      worded(data.at('basis'), basisName),
      ...(published.value.series === 0
        ? []
        : [', ', count(published.at('series')), ' of ', count(published.at('of')), ' series published']),
      '; outcomes known through ',
      day(outcomesThrough),
    ],
  };
}

/** How many limitations there are, for the words of which one has to read on. */
export function limitsItem({ value: { body, envelope } }: AnyCard): SummaryItem {
  const [owned, seen] = [envelope.prose.limitations.length, body.limitations.length];
  const text = owned + seen === 0 ? 'no limitation is stated or seen' : `${owned} stated by the owner, ${seen} seen`;
  return { term: 'Limitations', text: [owned + seen === 0 ? text : `${text} by the engine: below`] };
}

/** Whether people have looked at it, and what they said. */
export function statusItem({ value: { envelope } }: AnyCard, gates: string | null): SummaryItem {
  const { approvals, prose } = envelope;
  const validated = `validated by ${prose.validatedBy ?? 'nobody yet'}`;
  const approved = approvals.length === 0 ? 'no approvals' : `approved by ${approvals.map(({ by }) => by).join(', ')}`;
  const text = [gates, validated, approved].filter((part) => part !== null).join('; ');
  return { term: 'Status', text: [text], warns: gates?.startsWith('fails') === true };
}

/** What the owner says that it is, below what was found of it. */
export function descriptionBlocks({ value }: AnyCard): readonly Block[] {
  const { description } = value.envelope.prose;
  return description === '' ? [] : [{ kind: 'paragraph', text: [description] }];
}

/** A unit in a sentence behind its figures: ` percentage points`; nothing where nobody declared it. */
export function unitBehind(unit: string | null): Text {
  const words = behindFigure(unit);
  return words === '' ? [] : [words];
}
