import type { GraphNode, LabelNode, ModelNode, SourceNode } from '../../compile/index.ts';
import { idOf } from '../../ids/index.ts';
import { rightsOf } from '../../project/index.ts';
import type { CataloguedFact } from './catalogue.ts';

/** What a node's kind has to say of it, beside what all have. */
export function cataloguedFacts(node: GraphNode): readonly CataloguedFact[] {
  switch (node.kind) {
    case 'source':
      return factsOfRelation(node);
    case 'feature':
      return told([
        ['Keys', node.definition.keys.join(', ')],
        ['Serves for', node.definition.ttlDays === undefined ? '' : `${node.definition.ttlDays} days`],
      ]);
    case 'label':
      return factsOfLabel(node);
    case 'model':
      return factsOfModel(node);
    case 'comparison':
      return told([
        ['Label', idOf.label(node.label.name)],
        ['Champion', node.champion ?? 'none declared'],
      ]);
    case 'test':
      return [];
    default:
      throw new Error(`unknown node ${(node satisfies never as GraphNode).kind}`);
  }
}

/** Those that have a text. */
function told(facts: readonly (readonly [term: string, text: string | undefined])[]): readonly CataloguedFact[] {
  return facts.flatMap(([term, text]) => (text === undefined || text === '' ? [] : [{ term, text }]));
}

function factsOfRelation({ source, name }: SourceNode): readonly CataloguedFact[] {
  const { licence, attribution } = rightsOf(source, name) ?? {};
  const common = [
    ['Licence', licence],
    ['Attribution', attribution],
    ['Source', source.description],
  ] as const;
  if (source.connector === 'file') {
    const table = source.tables.find((each) => each.name === name);
    return told([['Frequency', table?.frequency], ['File', table?.file], ['Keys', table?.keys.join(', ')], ...common]);
  }
  const series = source.series.find((each) => each.name === name);
  const lag = series === undefined ? undefined : `${series.publicationLagDays} days after the period`;
  return told([['Series', series?.seriesId], ['Frequency', series?.frequency], ['Published', lag], ...common]);
}

function factsOfLabel({ definition: { kind, keys, window, event } }: LabelNode): readonly CataloguedFact[] {
  return told([
    ['Kind', kind],
    ['Window', `months ${window.fromMonth} to ${window.toMonth} after the decision date`],
    ['Event', event === undefined ? undefined : `${idOf.group(event.group)}.${event.column}`],
    ['Keys', keys.join(', ')],
  ]);
}

function factsOfModel({ definition, label }: ModelNode): readonly CataloguedFact[] {
  const { estimator, features, intendedUse, intendedUsers, materiality, limitations, validatedBy } = definition;
  return told([
    ['Predicts', idOf.label(label.name)],
    ['Estimator', estimator.kind],
    ['Features', features.map(({ group, column }) => `${group}.${column}`).join(', ')],
    ['Intended use', intendedUse],
    ['Intended users', intendedUsers.join(', ')],
    ['Materiality', materiality],
    ['Limitations', limitations.join('; ')],
    ['Validated by', validatedBy],
  ]);
}
