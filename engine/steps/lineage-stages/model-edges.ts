import type { ColumnEdge, Evidence, TextRange } from '../../../lineage/index.ts';
import { type FeatureNode, groupNode, type ModelNode } from '../../compile/index.ts';
import { idOf, stageIdOf } from '../../ids/index.ts';
import { frameFeatures } from '../../project/index.ts';
import type { StageMaking } from './stage-making.ts';
import { decides, edge, evidenceAt, rangeOf } from './stage-parts.ts';

/** What the steps of a model read, and what it decides there. */
export class ModelEdges {
  readonly frame: string;
  readonly prediction: string;
  readonly card: string;
  readonly #node: ModelNode;
  readonly #making: StageMaking;

  constructor(node: ModelNode, making: StageMaking) {
    this.frame = stageIdOf.frame(node.name);
    this.prediction = stageIdOf.prediction(node.name);
    this.card = stageIdOf.card(node.name);
    this.#node = node;
    this.#making = making;
  }

  at(...path: readonly (string | number)[]): Evidence {
    return evidenceAt(this.#node.definition.yaml.spanOf(path));
  }

  /** The stretch of the definition that sets something, for edges by which it decides. */
  written(...path: readonly (string | number)[]): TextRange {
    return rangeOf(this.#node.definition.yaml.spanOf(path));
  }

  /** `group.column` of the features alone. */
  get features(): readonly string[] {
    return this.#node.definition.features.map(({ group, column }) => `${group}.${column}`);
  }

  /** The groups whose rows the model's are: those that have all of a panel's keys; without keys the first. */
  get spine(): readonly FeatureNode[] {
    const { keys } = this.#node.label;
    const whole = this.groups.filter(({ definition }) => keys.every((key) => definition.keys.includes(key)));
    return keys.length === 0 ? whole.slice(0, 1) : whole;
  }

  /** The groups that the model reads. */
  get groups(): readonly FeatureNode[] {
    const names = [...new Set(frameFeatures(this.#node.definition).map(({ group }) => group))];
    return names.flatMap((name) => this.group(name) ?? []);
  }

  group(name: string): FeatureNode | undefined {
    return groupNode(this.#making.graph, name);
  }

  /** What a refit learns of its labels: their values as known at its cut-off, of the decision dates up to it. */
  get labels(): readonly ColumnEdge[] {
    const { label } = this.#node;
    const stage = idOf.label(label.name);
    const protocol = this.written('protocol');
    return [
      ...this.#making.ruled(
        'training',
        edge(stage, 'y', 'AGGREGATION'),
        decides(stage, 'known_from', 'FILTER', protocol),
        decides(stage, 'known_to', 'FILTER', protocol),
        ...['date', ...label.keys].map((column) => decides(stage, column, 'JOIN', this.written('label'))),
        decides(this.frame, 'as_of', 'FILTER', protocol),
        ...label.keys.map((key) => decides(this.frame, key, 'GROUP_BY', this.written('label'))),
      ),
      ...this.exclusion('FILTER'),
    ];
  }

  /** What scores are made from beside a fit: the baselines that are models, and the episodes of the label's event. */
  get scores(): readonly ColumnEdge[] {
    const baselines = frameFeatures(this.#node.definition).slice(this.features.length);
    const event = this.event.map(([stage, column]) => decides(stage, column, 'GROUP_BY', this.written('label')));
    return [
      ...this.#making.ruled(
        'baselines',
        ...baselines.map(({ group, column }) => edge(this.frame, `${group}.${column}`, 'AGGREGATION')),
      ),
      ...this.#making.ruled('episodes', ...event),
    ];
  }

  /** The event by which the protocol leaves decision dates out; nothing where it leaves none out. */
  exclusion(subtype: 'FILTER' | 'CONDITIONAL'): readonly ColumnEdge[] {
    const { excludeInEvent, excludeAfterEventMonths } = this.#node.definition.protocol;
    const settings = [
      ...(excludeInEvent ? ['exclude'] : []),
      ...(excludeAfterEventMonths === undefined ? [] : ['exclude_after_event_months']),
    ];
    if (settings.length === 0) return [];
    const written = settings.map((setting) => this.written('protocol', setting));
    const columns = [...this.event, ...this.#frameRows];
    const edges = columns.map(([stage, column]) => decides(stage, column, subtype, ...written));
    return this.#making.ruled('exclusion', ...edges);
  }

  /** The state of the label's event with its months and, of a panel, keys; nothing of a label without one. */
  get event(): readonly (readonly [stage: string, column: string])[] {
    const { event, keys } = this.#node.label;
    if (event === undefined) return [];
    return [event.column, 'date', ...keys].map((column) => [idOf.group(event.group), column]);
  }

  /** The columns that say whose row of the frame a row is. */
  get #frameRows(): readonly (readonly [stage: string, column: string])[] {
    return ['as_of', ...this.#node.label.keys].map((column) => [this.frame, column]);
  }
}
