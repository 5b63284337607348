import type { CompletenessAttestation } from '../project/index.ts';

/** `attested by ann on 2026-11-02: page of the committee`: how every listing cites it. */
export function attestedBy({ by, at, note }: Pick<CompletenessAttestation, 'by' | 'at' | 'note'>): string {
  return `attested by ${by} on ${at.slice(0, 10)}: ${note}`;
}
