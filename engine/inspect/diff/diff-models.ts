import type { CardBody } from '../../cards/index.ts';
import { findObject, type ObjectId, readObjectJson, type Store } from '../../lake/index.ts';
import type { AlarmChanges } from './compare-tables.ts';
import type { GateDiff, MeasureDiff, ModelDiff } from './model-diff.ts';

/** The objects of a model in the two states. */
export interface ModelVersions {
  readonly from: readonly ObjectId[];
  readonly to: readonly ObjectId[];
}

/** What two versions of a model came to: alarms, threshold, measures of steps (a) to (d), gates. */
export async function diffModels(
  store: Store,
  versions: ModelVersions,
  alarms: AlarmChanges,
  tolerance: number,
): Promise<ModelDiff> {
  const before = await cardOf(store, versions.from);
  const after = await cardOf(store, versions.to);
  return {
    ...alarms,
    threshold: { from: thresholdOf(before), to: thresholdOf(after) },
    measures: diffMeasures(measuresOf(before), measuresOf(after), tolerance),
    gates: diffGates(before, after),
  };
}

async function cardOf(store: Store, objects: readonly ObjectId[]): Promise<CardBody | undefined> {
  const object = objects.find(({ kind }) => kind === 'card');
  const meta = object && (await findObject(store, object));
  return meta === undefined ? undefined : readObjectJson<CardBody>(store, meta, 'card.json');
}

function thresholdOf(body: CardBody | undefined): number | null {
  if (body?.task !== 'event') return null;
  return body.method.inUse?.threshold ?? null;
}

/** The measures of one step, by their names in the card. */
type StepMeasures = ReadonlyMap<string, number | null>;

function measuresOf(body: CardBody | undefined): ReadonlyMap<string, StepMeasures> {
  const steps = new Map<string, StepMeasures>();
  for (const step of body?.performance.steps ?? []) {
    const measures = new Map<string, number | null>();
    if (step.kind === 'measured') flatten(step.measures, '', measures);
    steps.set(step.id, measures);
  }
  return steps;
}

/**
 * `{ probability: { brierSkill: { value: 0.7, interval } } }` -> `probability.brier_skill` = 0.7. An interval is one of
 * draws around what it is of; curves and tables are shown on cards.
 */
function flatten(value: unknown, name: string, found: Map<string, number | null>): void {
  if (typeof value === 'number') found.set(name, value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  const fields = Object.entries(value);
  const measured = 'value' in value && 'interval' in value ? value.value : undefined;
  if (measured === null || typeof measured === 'number') {
    found.set(name, measured);
    return;
  }
  for (const [key, field] of fields) flatten(field, name === '' ? worded(key) : `${name}.${worded(key)}`, found);
}

function worded(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function diffMeasures(
  before: ReadonlyMap<string, StepMeasures>,
  after: ReadonlyMap<string, StepMeasures>,
  tolerance: number,
): readonly MeasureDiff[] {
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((step) => {
    const [old, young] = [before.get(step) ?? NONE, after.get(step) ?? NONE];
    return [...new Set([...young.keys(), ...old.keys()])].flatMap((measure): readonly MeasureDiff[] => {
      const [from, to] = [old.get(measure) ?? null, young.get(measure) ?? null];
      return from === to ? [] : [{ step, measure, from, to, beyond: isBeyond(from, to, tolerance) }];
    });
  });
}

const NONE: StepMeasures = new Map();

function isBeyond(from: number | null, to: number | null, tolerance: number): boolean {
  if (from === null || to === null) return true;
  return Math.abs(from - to) > tolerance * Math.max(Math.abs(from), Math.abs(to));
}

function diffGates(before: CardBody | undefined, after: CardBody | undefined): readonly GateDiff[] {
  const [old, young] = [gatesOf(before), gatesOf(after)];
  return [...new Set([...young.keys(), ...old.keys()])].flatMap((gate): readonly GateDiff[] => {
    const [from, to] = [old.get(gate) ?? null, young.get(gate) ?? null];
    return from === to ? [] : [{ gate, from, to }];
  });
}

function gatesOf(body: CardBody | undefined): ReadonlyMap<string, boolean> {
  if (body?.task !== 'event') return new Map();
  return new Map(body.promotion.gates.map(({ gate, passed }) => [gate, passed]));
}
