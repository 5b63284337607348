import { didYouMean, type Problem, ProblemError, problem, usageError, warning } from '../diagnostics/index.ts';
import { ingestionOf } from '../ids/index.ts';
import { type AttestOutcome, attest, currentObservations, type FileBasedRequest, overdueOn } from '../ingest/index.ts';
import { appendEvent, doneBy } from '../lake/index.ts';
import type { Definitions, SourceDefinition } from '../project/index.ts';
import { type Effects, ingestRequests } from '../steps/index.ts';

/** What `ews source attest` was told. */
export interface AttestOptions {
  readonly source: string;
  /** `YYYY-MM-DD`; undefined where the attestation is withdrawn without another. */
  readonly through: string | undefined;
  readonly withdraw: boolean;
  readonly note: string;
}

export interface AttestReport extends AttestOutcome {
  readonly source: string;
  readonly warnings: readonly Problem[];
}

type AttestEffects = Pick<Effects, 'store' | 'now' | 'origin'>;

/**
 * Records that a person looked at what a source publishes and found nothing new, as the next state of the source, and
 * in the audit, refusals too. Throws ProblemError (EWS6010 to EWS6013, EWS6001 for a name that no source has).
 */
export async function attestSource(
  definitions: Definitions,
  options: AttestOptions,
  effects: AttestEffects,
): Promise<AttestReport> {
  try {
    const report = await attestNow(definitions, options, effects);
    if (report.kind !== 'unchanged') await audit(effects, options, 'done', report);
    return report;
  } catch (error) {
    // A lake that cannot be written to says so itself; of its audit that would be the same news again.
    if (error instanceof ProblemError) await audit(effects, options, 'refused').catch(() => undefined);
    throw error;
  }
}

async function attestNow(
  definitions: Definitions,
  { source: name, through, withdraw, note }: AttestOptions,
  { store, now, origin }: AttestEffects,
): Promise<AttestReport> {
  const said = oneLine(note);
  if (said === '') throw new ProblemError([withoutNote(name)]);
  const source = sourceNamed(definitions, name);
  const requests = ingestRequests(definitions, source).flatMap((request) => (request.kind === 'live' ? [] : [request]));
  if (requests.length === 0) throw new ProblemError([readLive(name)]);
  const input = { source: name, requests, through, withdraw, by: origin.actor, note: said };
  const outcome = await attest(store, input, now());
  const warnings = through === undefined ? [] : await overdueWarnings(store, requests, name, through);
  return { source: name, ...outcome, warnings };
}

function sourceNamed({ sources }: Definitions, name: string): SourceDefinition {
  const source = sources.find((candidate) => candidate.name === name);
  if (source !== undefined) return source;
  const names = sources.map((candidate) => candidate.name);
  const hint = didYouMean(name, names) ?? `there are: ${names.join(', ')}`;
  throw usageError(`there is no source "${name}"`, hint);
}

/** Series that should have brought something by then: whoever attests them says that they did not. */
async function overdueWarnings(
  store: Effects['store'],
  requests: readonly FileBasedRequest[],
  source: string,
  through: string,
): Promise<readonly Problem[]> {
  const overdue = [];
  for (const request of requests) {
    const { object } = await currentObservations(store, request);
    if (object !== undefined) overdue.push(...overdueOn(request, object, through));
  }
  const [first] = overdue;
  if (first === undefined) return [];
  const others = overdue.length === 1 ? '' : `, and of ${overdue.length - 1} more`;
  const { relation, newest, due } = first;
  const overdueSince = `by its lag the period of ${relation} after ${newest} was due on ${due}${others}`;
  const message = `source ${source} is attested through ${through}, but ${overdueSince}`;
  const withdraw = `ews source attest ${source} --withdraw --note "..."`;
  const hint = `if it came, ingest it; if the series goes on, withdraw: ${withdraw}`;
  return [warning('EWS3036', message, { hint })];
}

/** As it is cited everywhere: on one line, and nothing in it that moves a terminal's cursor. */
function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
}

function withoutNote(source: string): Problem {
  const message = `what was looked at to say that ${source} is complete?`;
  const hint = 'add --note "...": it stands beside the date on every card that cites it';
  return problem('EWS6013', message, { hint });
}

function readLive(source: string): Problem {
  const complete = 'it is complete through the day on which FRED was asked; nothing was recorded';
  const message = `source ${source} is read live: ${complete}`;
  const hint = `ask again instead: ews ingest ${source}`;
  return problem('EWS6011', message, { hint });
}

async function audit(
  { store, now, origin }: AttestEffects,
  { source, through, withdraw, note }: AttestOptions,
  outcome: 'done' | 'refused',
  report?: AttestReport,
): Promise<void> {
  await appendEvent(store, {
    at: now().toISOString(),
    ...doneBy(origin),
    action: 'source attest',
    outcome,
    object: ingestionOf(source),
    detail: {
      through: through ?? null,
      note: oneLine(note),
      ...(withdraw ? { withdraw } : {}),
      ...(report === undefined ? {} : { refs: report.tables.map(({ ref, n }) => `refs/${ref}/${n}.json`) }),
    },
  });
}
