import type { IsolationCheck } from '../../training/index.ts';
import type { Section, Text } from '../block.ts';
import type { Card } from '../card.ts';
import { type Cited, each } from '../cited.ts';
import { digest, verbatim, worded } from '../figure.ts';
import { barrierName, isolationName } from '../wording.ts';

export function isolationSection(card: Cited<Card>): Section | null {
  const isolation = card.at('envelope', 'isolation').present();
  if (isolation === null) return null;
  const checks = each(isolation.at('checks'));
  if (checks.length === 0) return null;
  const failed = checks.flatMap(({ value }) => (value.held ? [] : [value.check]));
  return {
    id: 'isolation',
    title: 'Isolation of training',
    blocks: [
      ...(failed.length === 0 ? [] : [{ kind: 'notice', tone: 'note', text: [notHeld(failed)] } as const]),
      {
        kind: 'facts',
        items: [
          {
            term: 'Demanded',
            text: [
              worded(isolation.at('demanded'), (value) =>
                value === 'required' ? 'required' : 'best effort: what did not hold is recorded',
              ),
            ],
          },
          ...each(isolation.at('barriers')).map((one) => ({
            term: `Barrier: ${barrierName(one.value.barrier)}`,
            text: [worded(one.at('present'), (present) => (present ? 'yes' : 'not here'))],
          })),
          {
            term: `Held by ${barrierName('permission_model')} alone`,
            text: listed(each(isolation.at('onNodeAlone'))),
          },
          ...checks.map((one) => ({
            term: isolationName(one.value.check),
            text: [worded(one.at('held'), (held) => (held ? 'held' : 'did not hold'))],
          })),
        ],
      },
    ],
  };
}

function notHeld(failed: readonly IsolationCheck[]): string {
  return `Not held: ${failed.map(isolationName).join(', ')}.`;
}

function listed(checks: readonly Cited<IsolationCheck>[]): Text {
  if (checks.length === 0) return ['nothing'];
  return checks.flatMap((one, index) => [...(index === 0 ? [] : [', ']), worded(one, isolationName)]);
}

export function reproductionSection(card: Cited<Card>): Section {
  const { engine } = card.value.body.identity;
  const inputs = each(card.at('body', 'reproduction', 'inputs'));
  const identity = card.at('body', 'identity');
  return {
    id: 'reproduction',
    title: 'Reproduction',
    blocks: [
      { kind: 'code', text: card.value.body.reproduction.command },
      {
        kind: 'facts',
        items: [
          { term: 'Model version', text: [digest(identity.at('version'))] },
          ...(engine.length === 0
            ? []
            : [
                {
                  term: 'Engine',
                  text: each(identity.at('engine')).flatMap((one, index) => [
                    index === 0 ? '' : ', ',
                    `${one.value.name} `,
                    verbatim(one.at('version')),
                  ]),
                },
              ]),
          ...inputs.map((one) => ({ term: one.value.node, text: [digest(one.at('fingerprint'))] })),
        ],
      },
    ],
  };
}

export function challengeSection(card: Cited<Card>): Section {
  const envelope = card.at('envelope');
  const { approvals, prose } = envelope.value;
  return {
    id: 'challenge',
    title: 'Effective challenge',
    blocks: [
      {
        kind: 'facts',
        items: [
          { term: 'Validated by', text: [prose.validatedBy ?? 'nobody yet'] },
          { term: 'Approvals', text: [approvals.length === 0 ? 'none' : ''] },
          ...each(envelope.at('approvals')).map((one) => ({
            term: one.value.role,
            text: [one.value.by, ', ', verbatim(one.at('at')), one.value.note === '' ? '' : `: ${one.value.note}`],
          })),
        ].filter(({ text }) => text.join('') !== ''),
      },
    ],
  };
}
