import { idOf, type NodeId, parseId } from '../ids/index.ts';
import { entry } from '../presence/index.ts';
import type { Definitions } from '../project/index.ts';
import type { ComparisonNode, FeatureNode, LabelNode, ModelNode, SourceNode } from './graph.ts';

/** A group or label as it is defined. */
export type DefinedQuery =
  | { readonly kind: 'feature'; readonly definition: FeatureNode['definition'] }
  | { readonly kind: 'label'; readonly definition: LabelNode['definition'] };

/** What the project defines, by name. Groups, labels and models are asked for when somebody asks for one. */
export class NamedDefinitions {
  readonly #definitions: Definitions;
  readonly #sources: ReadonlyMap<string, SourceNode['source']>;
  readonly #maps = new Map<string, ReadonlyMap<string, { readonly name: string }>>();

  constructor(definitions: Definitions) {
    this.#definitions = definitions;
    this.#sources = new Map(definitions.sources.map((source) => [source.name, source]));
  }

  source(name: string): SourceNode['source'] {
    return entry(this.#sources, name);
  }

  /** The group or label that a test is of. */
  tested(of: NodeId): { readonly kind: 'feature' | 'label'; readonly name: string } {
    const { schema, name } = parseId(of);
    return { kind: schema === 'labels' ? 'label' : 'feature', name };
  }

  query(kind: 'feature' | 'label', name: string): FeatureNode['definition'] | LabelNode['definition'] {
    return kind === 'feature' ? this.#named('groups', name) : this.#named('labels', name);
  }

  queryNode({ kind, name }: { readonly kind: 'feature' | 'label'; readonly name: string }): DefinedQuery {
    return kind === 'feature'
      ? { kind, definition: this.#named('groups', name) }
      : { kind, definition: this.#named('labels', name) };
  }

  group(name: string): FeatureNode['definition'] {
    return this.#named('groups', name);
  }

  model(name: string): Pick<ModelNode, 'definition' | 'label'> {
    const definition = this.#named('models', name);
    return { definition, label: this.#named('labels', definition.label) };
  }

  comparison({ name, inputs }: Pick<ComparisonNode, 'name' | 'inputs'>): Pick<ComparisonNode, 'label' | 'models'> {
    const models = this.#definitions.models.filter((model) => inputs.includes(idOf.model(model.name)));
    return {
      label: this.#named('labels', name),
      models: models.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    };
  }

  #named<Kind extends 'groups' | 'labels' | 'models'>(kind: Kind, name: string): Definitions[Kind][number] {
    const known = this.#maps.get(kind) ?? new Map(this.#definitions[kind].map((each) => [each.name, each]));
    this.#maps.set(kind, known);
    return entry(known, name) as Definitions[Kind][number];
  }
}
