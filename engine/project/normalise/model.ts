import { defined } from '../defined.ts';
import type { ModelDefinition } from '../definitions.ts';
import type { ModelShape } from '../schemas/model.ts';
import type { YamlFile } from '../yaml-file.ts';
import { columnReference } from './column-reference.ts';
import { describedBy, type PathDefaults } from './described.ts';

export function normaliseModel(yaml: YamlFile, shape: ModelShape, defaults: PathDefaults): ModelDefinition {
  const { protocol, estimator, lead_window, alarm } = shape;
  return defined({
    ...describedBy(yaml, shape.model, shape, defaults),
    label: shape.label,
    features: shape.features.map(columnReference),
    estimator,
    protocol: {
      firstCutoff: protocol.first_cutoff,
      refitMonths: protocol.refit_months,
      minimumEpisodes: protocol.minimum_episodes,
      maturity: protocol.maturity,
      excludeInEvent: protocol.exclude.includes('in_event'),
    },
    // Climatology beside itself would say nothing, so it is the one estimator without a default baseline.
    baselines: shape.baselines ?? (estimator.kind === 'climatology' ? [] : ['climatology' as const]),
    loss: shape.loss,
    leadWindow: { minMonths: lead_window.min_months, maxMonths: lead_window.max_months },
    persistence: { k: alarm.k, n: alarm.n },
    bootstrap: shape.bootstrap,
    seed: shape.seed,
    intendedUse: shape.intended_use.trim(),
    intendedUsers: shape.intended_users,
    materiality: shape.materiality.trim(),
    limitations: shape.limitations,
    validatedBy: shape.validated_by,
  });
}
