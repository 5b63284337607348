import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Day } from '../../engine/calendar/index.ts';
import { ProblemError } from '../../engine/diagnostics/index.ts';
import { attestedProject, DECIDED } from './attested-project.ts';

/** What a source is complete through, told again from its story alone: no ref, no digest. */
interface Story {
  readonly declared: string;
  readonly file: string;
  readonly ingested: { readonly file: string; readonly declared: string };
  readonly attested: { readonly day: Day; readonly file: string } | undefined;
}

type StoryLine =
  | { readonly kind: 'declare' | 'attest' | 'take back'; readonly day: Day }
  | { readonly kind: 'write'; readonly file: string }
  | { readonly kind: 'ingest' }
  | { readonly kind: 'withdraw' };

const DAYS = ['2020-05-31', '2020-06-30', '2020-07-31', '2020-08-31'] as const;
const day = fc.constantFrom(...DAYS);
const step: fc.Arbitrary<StoryLine> = fc.oneof(
  fc.record({ kind: fc.constantFrom('declare', 'attest', 'attest', 'take back'), day }),
  fc.record({ kind: fc.constant('write' as const), file: fc.constantFrom('1', '2') }),
  fc.record({ kind: fc.constantFrom('ingest', 'ingest', 'withdraw') }),
);

function effectiveIn({ declared, attested }: Pick<Story, 'declared' | 'attested'>): string {
  return attested === undefined || attested.day < declared ? declared : attested.day;
}

function next(story: Story, move: StoryLine): Story {
  const { declared, file, ingested, attested } = story;
  const isCurrent = ingested.file === file && ingested.declared === declared;
  const present = effectiveIn(story);
  const counts = attested !== undefined && attested.day > declared;
  switch (move.kind) {
    case 'declare':
      return { ...story, declared: move.day };
    case 'write':
      return { ...story, file: move.file };
    case 'ingest':
      return {
        ...story,
        ingested: { file, declared },
        attested: ingested.file === file ? attested : undefined,
      };
    case 'attest':
      return isCurrent && move.day > present ? { ...story, attested: { day: move.day, file } } : story;
    case 'take back':
      return isCurrent && counts && move.day < attested.day && move.day > declared
        ? { ...story, attested: { day: move.day, file } }
        : story;
    case 'withdraw':
      return isCurrent && counts ? { ...story, attested: undefined } : story;
  }
}

it('any story of edits, ingests, attestations and withdrawals comes to the day that the story tells', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const clean: (() => Promise<void>)[] = [];
      try {
        const made = await attestedProject((each) => clean.push(each));
        const write = (file: string): Promise<void> =>
          made.write('sources/decided.csv', DECIDED.replace('2020-02-01,0', `2020-02-01,${file === '1' ? 0 : 1}`));
        await made.ingest('2020-09-01');
        const file = '1';
        let story: Story = {
          declared: '2020-05-31',
          file,
          ingested: { file, declared: '2020-05-31' },
          attested: undefined,
        };
        for (const move of steps) {
          story = next(story, move);
          if (move.kind === 'declare') await made.declare(move.day);
          else if (move.kind === 'write') await write(move.file);
          else if (move.kind === 'ingest') await made.ingest('2020-09-02');
          else {
            const through = move.kind === 'withdraw' ? undefined : move.day;
            const attempt = made.attest('2020-09-02', { through, withdraw: move.kind !== 'attest' });
            await attempt.catch((error: unknown) => {
              if (!(error instanceof ProblemError)) throw error;
            });
          }
          expect(await made.through(), JSON.stringify({ steps, move, story })).toBe(effectiveIn(story));
        }
      } finally {
        for (const each of clean) await each();
      }
    }),
    { numRuns: Number(process.env['EWS_ATTEST_RUNS'] ?? 8) },
  );
});
