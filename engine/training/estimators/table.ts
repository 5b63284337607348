import { climatology } from './climatology/declaration.ts';
import { logit, probit } from './glm/declaration.ts';
import { linear, polynomial, theilSen } from './regressions/declaration.ts';
import { threshold } from './threshold/declaration.ts';
import { extraTrees, gradientBoosting, mlRandomForest, randomForest } from './trees/declaration.ts';

/**
 * Every estimator of an event, one line each. What YAML allows, what training fits, what a card says of the method and
 * what docs/dsl.md lists is read from here. The generator of the card's schema reads it too, and takes bare names only.
 */
export const EVENT_ESTIMATORS = {
  probit,
  logit,
  climatology,
  threshold,
  randomForest,
  extraTrees,
  gradientBoosting,
  mlRandomForest,
};

/** Every estimator of a continuous label. */
export const VALUE_ESTIMATORS = {
  linear,
  theilSen,
  polynomial,
};
