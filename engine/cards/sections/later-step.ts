import type { Block } from '../block.ts';
import type { Cited } from '../cited.ts';
import type { RealTimeBasis } from '../common-card-body.ts';
import type { MeasuredStep } from '../measured-steps.ts';
import { stepName } from '../wording.ts';

/** Before scores that are of a later step than (a): nobody could have had them. */
export function laterStepNotice<Measures>({
  scored,
  basis,
}: {
  readonly scored: Cited<MeasuredStep<Measures>> | null;
  readonly basis: RealTimeBasis;
}): readonly Block[] {
  if (scored === null || scored.value.id === 'real_time') return [];
  const [asKnown, later] = [stepName('real_time', basis), stepName(scored.value.id, basis)];
  const text = [`Step ${asKnown} was not measured. The scores here are those of ${later}, with what nobody knew then.`];
  return [{ kind: 'notice', tone: 'warning', text }];
}
