import type { Standing } from '../standing/index.ts';
import type { Isolation } from '../training/index.ts';

/** What joins a card's body when a run exports it: who ran it, and the words of the current definitions. */
export interface CardEnvelope {
  readonly runId: string;
  /** UTC, ISO 8601. */
  readonly createdAt: string;
  readonly actor: string;
  readonly commit: string | null;
  /** Empty until somebody approved; the engine never adds one by itself. */
  readonly approvals: readonly Approval[];
  /** How the training that made the model was isolated: a fact of the machine, so not of the body. */
  readonly isolation: Isolation | null;
  /** Whose numbers these are, where it is not the run of the card that made or reused them. */
  readonly standing?: Standing;
  readonly prose: CardProse;
}

export interface Approval {
  readonly by: string;
  readonly at: string;
  readonly role: string;
  readonly note: string;
}

/** Written by people, so untrusted: renderers escape every word of it. */
export interface CardProse {
  readonly description: string;
  readonly intendedUse: string;
  readonly intendedUsers: readonly string[];
  readonly materiality: string;
  readonly limitations: readonly string[];
  readonly owner: string | null;
  readonly validatedBy: string | null;
  readonly labelDescription: string;
  /** What the values of a continuous label are counted in; absent: nobody declared it. */
  readonly labelUnit?: string;
  readonly features: readonly FeatureProse[];
  readonly series: readonly SeriesProse[];
  /** What has to be said of data that were asked for live. */
  readonly notices?: readonly string[];
  /** Of sources that are complete for longer than they are declared, because somebody looked. */
  readonly attestations?: readonly SourceAttestation[];
}

export interface SourceAttestation {
  /** `nber`: the body's sources are its observations, `nber.turning_points`. */
  readonly source: string;
  /** `YYYY-MM-DD`. */
  readonly completeThrough: string;
  readonly by: string;
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly note: string;
}

export interface FeatureProse {
  /** `labor.unrate`, as in the body. */
  readonly name: string;
  readonly description: string;
  readonly unit: string | null;
  readonly owner: string | null;
}

export interface SeriesProse {
  /** `fred.unrate`, as in the body. */
  readonly name: string;
  readonly title: string;
  readonly units: string | null;
  /** Terms under which it may be passed on; absent: none are declared. */
  readonly licence?: string;
  /** Whom to name with it. */
  readonly attribution?: string;
}
