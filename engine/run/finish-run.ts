import { utcDay } from '../calendar/index.ts';
import { problemError } from '../diagnostics/index.ts';
import { advanceRef, type FileDigest, INTENT, indentedJson, LATE_FILE, sha256, writeRunFile } from '../lake/index.ts';
import { INVOCATION, MANIFEST, type Manifest } from '../plan/index.ts';
import { first, last } from '../presence/index.ts';
import type { BegunRun } from './begin-run.ts';
import { documentsOf } from './documents.ts';
import type { Commit, RunResult } from './events.ts';
import { exportRun } from './export-run.ts';
import type { FinishInput } from './finish-input.ts';
import { gapProblems } from './gap-problems.ts';
import { nextManifest } from './next-manifest.ts';
import { objectEvidence } from './object-evidence.ts';
import type { Ending } from './open-lineage/ending.ts';
import { latestPredictions, staleness } from './predictions.ts';
import { standingsAfter } from './standings.ts';
import { versionsSeen } from './versions-seen.ts';

/**
 * Commits a run: its files first, then its manifest, then the ref of its environment, which makes it the current one.
 * Throws ProblemError EWS4001 when another run moved the environment meanwhile; nothing of either run is lost.
 */
export async function finishRun(input: FinishInput): Promise<RunResult> {
  const { run, planned, results, contents } = input;
  const { options, effects, telling } = run;
  const { graph, plan, environment, holdings: sources } = planned;
  const { store } = effects;
  const seconds = run.seconds();
  const versions = await versionsSeen(store, plan, results);
  const evidence = await objectEvidence(store, plan, results, environment.manifest);
  const made = { graph, environment, plan, sources, results, versions, evidence, contents };
  const manifest = nextManifest({ ...made, run: options.run });
  const standings = standingsAfter(manifest, plan, results);
  const { cards, comparisons } = await documentsOf(input, { manifest, standings });
  const result: RunResult = {
    run: options.run,
    environment: environment.name,
    ok: results.every(({ status, test }) => status !== 'failed' && status !== 'skipped' && test?.status !== 'fail'),
    nodes: results,
    predictions: latestPredictions(graph, cards, standings),
    problems: [...gapProblems(graph, cards, standings), ...staleness(cards, utcDay(effects.now()))],
    seconds,
    folder: `runs/${options.run}`,
  };
  const ending: Ending = { kind: 'result', result };
  const openLineage = telling.lines(ending);
  const exported = await exportRun({ run, planned, manifest, standings, result, cards, comparisons, openLineage });
  const record = recordOf(input, exported);
  const bytes = Buffer.from(indentedJson({ ...manifest, ...provenance(input), ...record }));
  await writeRunFile(store, options.run, MANIFEST, bytes);
  const commit = await moveEnvironment(input, sha256(bytes));
  // Only now, when the run stands whatever the endpoint does.
  const undelivered = await telling.close(ending);
  if (undelivered === undefined) return { ...result, commit };
  const problems = [undelivered];
  // Nor does the run fall with what is stored of the warning, in a file of its own: the manifest knows the others.
  await writeRunFile(store, options.run, LATE_FILE, Buffer.from(indentedJson({ problems }))).catch(() => undefined);
  return { ...result, problems: [...result.problems, ...problems], commit };
}

/** What the manifest holds of all else that the run rests on and wrote: by it they are one chain with the ref. */
function recordOf(
  { planned: { environment, holdings, intent }, invocation }: FinishInput,
  exported: Readonly<Record<string, FileDigest>>,
): Pick<Manifest, 'parent' | 'files' | 'sources'> {
  const used = [...holdings.values()].flatMap(({ ref }) => (ref === undefined ? [] : [ref]));
  const sources = Object.fromEntries(used.map(({ name, n, sha256: digest }) => [name, { n, sha256: digest }]));
  const files = { ...exported, [INVOCATION]: invocation, ...(intent === undefined ? {} : { [INTENT]: intent }) };
  return { parent: environment.ref ?? null, files, sources };
}

/**
 * Tells how a run was stopped, in its file if anything of it ran, and to the endpoint. Never throws: why it was stopped
 * is what has to be heard.
 */
export async function stopRun({ options, effects, telling }: BegunRun, ending: Ending): Promise<void> {
  const write = async (): Promise<void> => {
    if (!telling.isUnderWay()) return;
    await writeRunFile(effects.store, options.run, 'openlineage.jsonl', Buffer.from(telling.lines(ending)));
  };
  await Promise.all([write().catch(() => undefined), telling.close(ending)]);
}

function provenance({ run, planned }: FinishInput): object {
  const { effects, options } = run;
  const { dates, words: frequency } = planned.graph.calendar;
  const { checkout: _, ...origin } = effects.origin;
  return {
    at: effects.now().toISOString(),
    ...origin,
    target: options.target.name,
    command: options.command,
    calendar: { frequency, first: first(dates), last: last(dates), count: dates.length },
  };
}

async function moveEnvironment(input: FinishInput, manifestSha256: string): Promise<Commit> {
  const { effects, options } = input.run;
  const { environment } = input.planned;
  const value = { run: options.run, manifestSha256 };
  const advance = await advanceRef(effects.store, environment.name, environment.ref, value);
  if (advance.kind === 'advanced') return { position: advance.n, sha256: advance.sha256, manifestSha256 };
  const winner = String(advance.winner.value['run']);
  const message = `run ${winner} moved environment "${environment.name}" while this one was running`;
  const hint = 'build again: everything that this run computed is stored and will be reused';
  throw problemError('EWS4001', message, { hint });
}
