import type { CardEnvelope } from '../card-envelope.ts';
import type { ComparisonBody } from './comparison-body.ts';

/** A comparison as a run exports it: `<label>.comparison.json`, which the pointers of its pages point into. */
export interface ComparisonDocument<B extends ComparisonBody = ComparisonBody> {
  readonly body: B;
  readonly envelope: ComparisonEnvelope;
}

/** What joins a comparison when a run exports it. The words are people's, so untrusted: renderers escape them. */
export interface ComparisonEnvelope
  extends Pick<CardEnvelope, 'runId' | 'createdAt' | 'actor' | 'commit' | 'standing'> {
  readonly prose: {
    readonly labelDescription: string;
    /** What the values of a continuous label are counted in; absent: nobody declared it. */
    readonly labelUnit?: string;
    /** The words of each model's definition, by its name. */
    readonly models: Readonly<Record<string, { readonly description: string; readonly owner: string | null }>>;
  };
}
