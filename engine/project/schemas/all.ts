import { configSchema } from './config.ts';
import { featureGroupSchema } from './feature-group.ts';
import { functionsSchema } from './functions.ts';
import { labelSchema } from './label.ts';
import { modelSchema } from './model.ts';
import { sourceSchema } from './source.ts';
import { targetSchema } from './target.ts';

/** The shape of every kind of file. This module loads zod, so it is imported only when a project is read. */
export const SCHEMAS = {
  config: configSchema,
  source: sourceSchema,
  feature: featureGroupSchema,
  functions: functionsSchema,
  label: labelSchema,
  model: modelSchema,
  target: targetSchema,
};
