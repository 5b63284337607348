import { densityOverCdf, logNormalCdf, normalCdf } from '../normal.ts';

/** One row's log likelihood and its first and negated second derivative in the margin. */
interface LikelihoodTerms {
  readonly logLikelihood: number;
  readonly score: number;
  readonly curvature: number;
}

/** How a margin becomes a probability. Both links are log-concave, so Newton has one maximum to find. */
export interface Link {
  /** false where targets lie between 0 and 1: a finite maximum exists even where a hyperplane parts the classes. */
  readonly separable?: false;
  readonly probability: (margin: number) => number;
  readonly terms: (y: 0 | 1, margin: number) => LikelihoodTerms;
}

export const PROBIT: Link = {
  probability: normalCdf,
  terms(y, margin) {
    const sign = y === 1 ? 1 : -1;
    const score = sign * densityOverCdf(sign * margin);
    return { logLikelihood: logNormalCdf(sign * margin), score, curvature: score * (score + margin) };
  },
};

export const LOGIT: Link = {
  probability: logistic,
  terms(y, margin) {
    const against = logistic(y === 1 ? -margin : margin);
    // -ln(1 + e^-z) for the signed margin z, without overflow on either side.
    const z = y === 1 ? margin : -margin;
    const logLikelihood = Math.min(z, 0) - Math.log1p(Math.exp(-Math.abs(z)));
    return { logLikelihood, score: y === 1 ? against : -against, curvature: against * (1 - against) };
  },
};

function logistic(margin: number): number {
  if (margin >= 0) return 1 / (1 + Math.exp(-margin));
  const power = Math.exp(margin);
  return power / (1 + power);
}
