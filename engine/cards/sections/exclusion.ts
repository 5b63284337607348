import type { Protocol } from '../../training/index.ts';
import type { Fact } from '../block.ts';
import type { Cited } from '../cited.ts';
import { count } from '../figure.ts';

/** What is done with the months after an event; nothing where the protocol treats them as any other. */
export function afterEventFacts(protocol: Cited<Pick<Protocol, 'excludeAfterEventMonths'>>): readonly Fact[] {
  const months = protocol.at('excludeAfterEventMonths').present();
  if (months === null) return [];
  return [
    {
      term: 'After the event',
      text: [count(months), ' months predicted, not trained on (as far as then known) and not scored'],
    },
  ];
}
