import { estimatorOf } from '../../training/estimators/index.ts';
import { defined } from '../defined.ts';
import type { BaselineDefinition, GateDefinition, ModelDefinition } from '../definitions.ts';
import type { ModelShape } from '../schemas/model.ts';
import type { YamlFile } from '../yaml-file.ts';
import { columnReference } from './column-reference.ts';
import { describedBy, type PathDefaults } from './described.ts';
import { tuningOf } from './tuning.ts';

export function normaliseModel(yaml: YamlFile, shape: ModelShape, defaults: PathDefaults): ModelDefinition {
  const { protocol, estimator, lead_window, alarm } = shape;
  const declared = estimatorOf(estimator.kind);
  return defined({
    ...describedBy(yaml, shape.model, shape, defaults),
    label: shape.label,
    features: [...ruleFeature(shape), ...shape.features].map(columnReference),
    estimator: declared.parametersOf(estimator),
    ...inputsOf(shape),
    protocol: {
      firstCutoff: protocol.first_cutoff,
      refitMonths: protocol.refit_months,
      minimumEpisodes: protocol.minimum_episodes,
      minimumRows: protocol.minimum_rows,
      maturity: protocol.maturity,
      excludeInEvent: protocol.exclude.includes('in_event'),
      ...(protocol.exclude_after_event_months === undefined
        ? {}
        : { excludeAfterEventMonths: protocol.exclude_after_event_months }),
    },
    // Climatology beside itself would say nothing, so it is the one estimator without a default baseline.
    baselines: (shape.baselines ?? (estimator.kind === 'climatology' ? [] : ['climatology' as const])).map(baselineOf),
    calibration: declared.predicts === 'probability' ? (shape.calibration ?? 'auto') : undefined,
    // Dealt by the model's own seed, unless it has one.
    validate: shape.validate && { ...shape.validate, seed: shape.validate.seed ?? shape.seed },
    tuning: shape.tuning && tuningOf(shape.tuning, shape.estimator, shape.seed),
    loss: shape.loss,
    leadWindow: { minMonths: lead_window.min_months, maxMonths: lead_window.max_months },
    persistence: { k: alarm.k, n: alarm.n },
    bootstrap: shape.bootstrap,
    seed: shape.seed,
    gates: gatesOf(shape.gates),
    intendedUse: shape.intended_use.trim(),
    intendedUsers: shape.intended_users,
    materiality: shape.materiality.trim(),
    limitations: shape.limitations,
    validatedBy: shape.validated_by,
  });
}

/** What the estimator does by itself is the same as nothing said, and makes the same objects. */
function inputsOf({
  estimator,
  missing,
  choose_columns,
}: ModelShape): Pick<ModelDefinition, 'missing' | 'chooseColumns'> {
  return {
    ...(missing === undefined || missing === estimatorOf(estimator.kind).missing ? {} : { missing }),
    ...(choose_columns === undefined ? {} : { chooseColumns: { minShare: choose_columns.min_share } }),
  };
}

/** In the order in which the card shows them, whatever that of the file. */
function gatesOf(gates: ModelShape['gates']): readonly GateDefinition[] {
  const required: Readonly<Record<GateDefinition['gate'], number | undefined>> = {
    episodes: gates.episodes,
    auroc_lower_bound: gates.auroc_lower_bound,
    beats_climatology: gates.beats.includes('climatology') ? 0 : undefined,
    beats_spread_probit: gates.beats.includes('spread_probit') ? 0 : undefined,
    beats_threshold: gates.beats.includes('threshold') ? 0 : undefined,
    calibration_error: gates.calibration_error,
    input_age_days: gates.input_age_days,
  };
  return Object.entries(required).flatMap(([gate, value]) =>
    value === undefined ? [] : [{ gate: gate as GateDefinition['gate'], required: value }],
  );
}

function baselineOf(shape: NonNullable<ModelShape['baselines']>[number]): BaselineDefinition {
  return shape === 'climatology' ? { kind: shape } : { ...shape, feature: columnReference(shape.feature) };
}

/** A rule names its feature beside its threshold; it comes first, and the rules refuse any other. */
function ruleFeature({ estimator }: ModelShape): readonly string[] {
  const rules = Object.entries(estimatorOf(estimator.kind).rules);
  return rules.flatMap(([name, { takes }]) => (takes === 'feature' ? [String(estimator[name])] : []));
}
