import { expect, it } from 'vitest';
import type { Graph } from '../compile/index.ts';
import type { SourceDefinition } from '../project/index.ts';
import { unattestedSources } from './unattested.ts';

const attestation = { completeThrough: '2026-09-30', by: 'ann', at: '2026-10-02T08:00:00.000Z', note: 'its page' };

function said(...sources: readonly object[]): readonly string[] {
  const calendar = { frequency: 'monthly', dates: ['2026-09-30', '2026-10-31'] } as const;
  const graph = { definitions: { sources: sources as readonly SourceDefinition[] }, calendar };
  return unattestedSources(graph as unknown as Graph).map(({ message }) => message);
}

it('names what is declared to end before the last decision date, unless somebody attested it or FRED is asked', () => {
  expect(
    said(
      { name: 'nber', connector: 'file', completeThrough: '2022-10-31' },
      { name: 'seen', connector: 'file', completeThrough: '2026-09-30', attestation },
      { name: 'fred', connector: 'fred', data: { kind: 'live' }, completeThrough: '2026-10-30' },
      { name: 'whole', connector: 'file', completeThrough: '2026-10-31' },
      { name: 'open', connector: 'file' },
    ),
  ).toEqual([
    'source nber is declared complete through 2022-10-31, decision dates go to 2026-10-31, ' +
      'and this lake has no attestation of a later day: outcomes that it tells are known no further',
  ]);
});
