import type { FeatureGroupDefinition, LabelDefinition, ModelDefinition } from '../project/index.ts';
import type { Json, JsonObject } from '../warehouse/index.ts';

/** All in a group that can change its stored rows: not its words, owner, units or tests. */
export function groupRecipe(group: FeatureGroupDefinition, ast: Json): JsonObject {
  return {
    ast,
    keys: group.keys,
    ttlDays: group.ttlDays ?? null,
    // valid_from decides what is reported as missing, and that report is stored with the rows.
    columns: group.columns.map(({ name, asKnown, validFrom = null }) => ({ name, asKnown, validFrom })),
  };
}

export function labelRecipe(label: LabelDefinition, ast: Json): JsonObject {
  return { ast, keys: label.keys, kind: label.kind };
}

/** All in a model that can change its fits, predictions or figures, with its label's window and event. */
export function modelRecipe(model: ModelDefinition, label: LabelDefinition, windowCompared: boolean): Json {
  const { estimator, protocol, baselines, loss, leadWindow, persistence, bootstrap, seed, gates, tuning } = model;
  return {
    features: model.features.map(({ group, column }) => `${group}.${column}`),
    estimator: { ...estimator },
    tuning: tuning === undefined ? null : JSON.parse(JSON.stringify(tuning)),
    protocol: { ...protocol },
    baselines: baselines.map((baseline) =>
      baseline.kind === 'climatology' ? { ...baseline } : { ...baseline, feature: { ...baseline.feature } },
    ),
    calibration: model.calibration ?? null,
    loss: loss === undefined ? null : { ...loss },
    leadWindow: { ...leadWindow },
    persistence: { ...persistence },
    bootstrap: { ...bootstrap },
    seed,
    gates: gates.map((gate) => ({ ...gate })),
    window: { ...label.window },
    // Said on the card, which is stored with the rest.
    ...(windowCompared ? {} : { windowCompared }),
    // Models that do not say it keep the fingerprints that they had.
    ...(model.missing === undefined ? {} : { missing: model.missing }),
    ...(model.chooseColumns === undefined ? {} : { chooseColumns: { ...model.chooseColumns } }),
    ...(model.validate === undefined ? {} : { validate: { ...model.validate } }),
    event: label.event === undefined ? null : { ...label.event },
  };
}
