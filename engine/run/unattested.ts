import type { Graph } from '../compile/index.ts';
import { type Problem, warning } from '../diagnostics/index.ts';

/**
 * Sources whose declaration ends before the last decision date and of which this lake holds no attestation either: what
 * is read of them alone ends there. An attestation is state of a lake, so that another one may go further. EWS3033, a
 * warning each, for a plan: a build says through when outcomes are known, and need not be told every night.
 */
export function unattestedSources({
  definitions,
  calendar,
}: Pick<Graph, 'definitions' | 'calendar'>): readonly Problem[] {
  const lastDate = calendar.dates.at(-1);
  if (lastDate === undefined) return [];
  return definitions.sources.flatMap((source) => {
    const { name, completeThrough, attestation } = source;
    const isLive = source.connector === 'fred' && source.data.kind === 'live';
    if (isLive || completeThrough === undefined || completeThrough >= lastDate || attestation !== undefined) return [];
    const message =
      `source ${name} is declared complete through ${completeThrough}, decision dates go to ${lastDate}, ` +
      'and this lake has no attestation of a later day: outcomes that it tells are known no further';
    const attest = `ews source attest ${name} --through ${lastDate} --note "..."`;
    const hint = `look at what it publishes; if there is nothing new: ${attest}`;
    return [warning('EWS3033', message, { hint })];
  });
}
