import type { Problem } from '../diagnostics/index.ts';
import type { Definitions } from '../project/index.ts';

/**
 * Sources whose declaration ends before the last decision date and of which this lake holds no attestation either: what is
 * read of them alone ends there. An attestation is state of a lake, so that another one may go further. EWS3033, a
 * warning each. `definitions` is the project as the lake completes it.
 */
export function unattestedSources({ sources }: Definitions, lastDate: string | undefined): readonly Problem[] {
  if (lastDate === undefined) return [];
  return sources.flatMap((source) => {
    const { name, completeThrough, attestation } = source;
    const isLive = source.connector === 'fred' && source.data.kind === 'live';
    if (isLive || completeThrough === undefined || completeThrough >= lastDate || attestation !== undefined) return [];
    const message = `source ${name} is declared complete through ${completeThrough}, decision dates go to ${lastDate}, and this lake has no attestation of a later day: outcomes that it tells are known no further`;
    const hint = `look at what it publishes; if there is nothing new: ews source attest ${name} --through ${lastDate} --note "..."`;
    return [{ code: 'EWS3033', severity: 'warning', message, hint }];
  });
}
