import type { Day } from '../calendar/index.ts';
import { type Problem, problem } from '../diagnostics/index.ts';
import { fredDay, judgeFreshness, type SeriesFreshness, seriesStates } from '../ingest/index.ts';
import type { CompletenessAttestation, Definitions, FredSource, SourceDefinition } from '../project/index.ts';
import { asSourceProblem, type Effects, ingestRequests, sourceStates } from '../steps/index.ts';

export interface SourceFreshness {
  readonly source: string;
  /** As declared, attested, or asked for; null where nothing says so. */
  readonly completeThrough: Day | null;
  /** Who says so, where it is not the declaration. */
  readonly attestation?: CompletenessAttestation;
  /** The series of a fred source; a file has no limits to judge by. */
  readonly series: readonly SeriesFreshness[];
  /** EWS3009 for a source that was never ingested. */
  readonly problems: readonly Problem[];
}

/**
 * Judges what is stored of each fred source against its limits and the release calendar, and says of every source
 * through when it is complete. Asks nobody.
 */
export async function sourceFreshness(
  definitions: Definitions,
  sources: readonly SourceDefinition[],
  effects: Pick<Effects, 'store' | 'now' | 'warehouses'>,
): Promise<readonly SourceFreshness[]> {
  const judged: SourceFreshness[] = [];
  const { complete } = await sourceStates(definitions, effects);
  for (const source of sources) {
    const state = complete.sources.find(({ name }) => name === source.name);
    const said = {
      source: source.name,
      completeThrough: state?.completeThrough ?? null,
      ...(state?.attestation === undefined ? {} : { attestation: state.attestation }),
    };
    if (source.connector !== 'fred') {
      judged.push({ ...said, series: [], problems: [] });
      continue;
    }
    for (const request of ingestRequests(definitions, source)) {
      if (request.kind === 'file') continue;
      const states = await seriesStates(effects.store, request, effects).catch((error: unknown) => {
        throw asSourceProblem(error, source);
      });
      const today = fredDay(effects.now());
      const series = (states ?? []).map((state) =>
        judgeFreshness({ ...state, limits: limitsOf(source, state.relation) }, today),
      );
      judged.push({ ...said, series, problems: states === undefined ? [notIngested(source)] : [] });
    }
  }
  return judged;
}

function limitsOf(source: FredSource, relation: string): NonNullable<FredSource['freshness']> {
  const series = source.series.find(({ name }) => `${source.name}.${name}` === relation);
  return series?.freshness ?? source.freshness ?? {};
}

function notIngested(source: FredSource): Problem {
  const message = `source ${source.name} is not ingested: nothing is known of its freshness`;
  return problem('EWS3009', message, { hint: 'run: ews ingest' });
}
