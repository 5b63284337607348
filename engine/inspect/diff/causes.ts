import type { LineageDiff } from '../../../lineage/index.ts';
import type { NodeId } from '../../compile/index.ts';
import { type Components, inputNamed } from '../../plan/index.ts';
import type { Cause } from './project-diff.ts';
import type { ComparedState } from './project-state.ts';

/** What the two states made of nodes, and how their definitions differ. */
export interface Compared {
  readonly from: ComparedState;
  readonly to: ComparedState;
  readonly columns: LineageDiff;
}

/**
 * Why nodes are made otherwise in the second state: the first things on the way to each that are other ones, be they
 * its own or those of what it reads. None for a node that both make alike.
 */
export class Causes {
  readonly #compared: Compared;
  readonly #known = new Map<NodeId, readonly Cause[]>();

  constructor(compared: Compared) {
    this.#compared = compared;
  }

  of(node: NodeId): readonly Cause[] {
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    // Of what is read in a circle nothing more is found; a project that compiles has none.
    this.#known.set(node, []);
    const found = unique(this.#find(node));
    this.#known.set(node, found);
    return found;
  }

  #find(node: NodeId): readonly Cause[] {
    const { from, to } = this.#compared;
    const [before, after] = [from.nodes.get(node), to.nodes.get(node)];
    // One that is new or gone is so by its definition.
    if (before === undefined || after === undefined) return [{ kind: 'definition', node }];
    const [old, young] = [before.made, after.made];
    if (old === undefined || young === undefined) return [{ kind: 'unknown', node }];
    if (old.fingerprint === young.fingerprint) return [];
    return [...this.#own(node, old.components, young.components), ...this.#inputs(old.components, young.components)];
  }

  #own(node: NodeId, old: Components, young: Components): readonly Cause[] {
    const causes: Cause[] = [];
    if (old.recipe !== young.recipe) causes.push({ kind: this.#isSeedAlone(node) ? 'seed' : 'definition', node });
    if (old.inputs['content'] !== young.inputs['content']) causes.push({ kind: 'data', node });
    if (old.calendar !== young.calendar) causes.push({ kind: 'calendar', node: null });
    if (old.engine !== young.engine || old.revision !== young.revision) causes.push({ kind: 'engine', node: null });
    if (old.numerics !== young.numerics) causes.push({ kind: 'numerics', node: null });
    return causes;
  }

  #inputs(old: Components, young: Components): readonly Cause[] {
    const names = Object.keys({ ...old.inputs, ...young.inputs }).filter((name) => name !== 'content');
    // What is asked of their definitions is one digest: any of them may be the cause.
    const differing = names.filter((name) => old.reading !== young.reading || old.inputs[name] !== young.inputs[name]);
    return [...new Set(differing.map(inputNamed))].flatMap((input) => this.of(input));
  }

  /** Whether nothing of a model is another but its seed, by the settings that lineage keeps. */
  #isSeedAlone(node: NodeId): boolean {
    const stage = this.#compared.columns.stages.find(({ id }) => id === node);
    if (stage?.change !== 'changed') return false;
    return stage.settings.length > 0 && stage.settings.every(({ setting }) => setting === 'seed');
  }
}

function unique(causes: readonly Cause[]): readonly Cause[] {
  return [...new Map(causes.map((cause) => [`${cause.kind} ${cause.node}`, cause])).values()];
}
