import type { ColumnEdge, Stage, StageColumn } from '../../../lineage/index.ts';
import { at, first, present } from '../../presence/index.ts';
import type { StageProse } from '../../run/index.ts';
import type { LineagePageInput } from './collect-lineage-page.ts';

type Direct = Extract<ColumnEdge, { readonly type: 'DIRECT' }>['subtype'];
type Indirect = Extract<ColumnEdge, { readonly type: 'INDIRECT' }>['subtype'];

function edge(relation: string, column: string, subtype: Direct): ColumnEdge {
  return { from: { relation, column }, type: 'DIRECT', subtype, masking: false };
}

function influence(relation: string, column: string, subtype: Indirect): ColumnEdge {
  return { from: { relation, column }, type: 'INDIRECT', subtype, masking: false };
}

/** A project of as many stages as asked for (at least 20), shaped like real ones: the same for the same number. */
export function syntheticLineage(stages: number): LineagePageInput {
  const models = Math.max(1, Math.round(stages / 40));
  const groups = Math.max(3, Math.round(stages / 4));
  const series = stages - 1 - 3 * models - models - groups;
  const random = generator(7);
  const pick = (count: number): number => Math.floor(random() * count);
  const made: Stage[] = [raw()];
  for (let index = 0; index < series; index += 1) made.push(source(index));
  for (let index = 0; index < groups; index += 1) made.push(group(index, series, pick));
  for (let index = 0; index < models; index += 1) made.push(label(index, groups), ...model(index, groups, pick));
  return {
    project: 'synthetic',
    origin: `${made.length} stages`,
    focus: null,
    stages: made,
    definitions: {
      files: Object.fromEntries(
        made.filter(({ kind }) => kind === 'feature').map((stage) => [fileOf(stage), sqlOf(stage)]),
      ),
      stages: Object.fromEntries(made.map((stage) => [stage.id, wordsOf(stage)])),
    },
  };
}

function raw(): Stage {
  const columns = ['series_id', 'date', 'value'].map((column) => ({ column, edges: [], constant: false }));
  return { id: 'raw.fred', kind: 'raw', columns, rows: [], evidence: { file: 'sources/snapshot/fred.parquet' } };
}

const TOPICS = ['labor', 'credit', 'prices', 'housing', 'money', 'trade', 'energy', 'equity', 'banking', 'fiscal'];

function source(index: number): Stage {
  const column = (name: string, type: string): StageColumn => ({
    column: name,
    type,
    edges: [edge('raw.fred', name, 'IDENTITY')],
    constant: false,
  });
  const columns = [column('date', 'DATE'), column('value', 'DOUBLE')];
  return {
    id: seriesName(index),
    kind: 'source',
    columns,
    rows: [influence('raw.fred', 'series_id', 'FILTER')],
    evidence: { file: 'sources/fred.yaml', line: index + 1, column: 1 },
  };
}

function seriesName(index: number): string {
  return `fred.${TOPICS[index % TOPICS.length]}_${String(index).padStart(3, '0')}`;
}

function groupName(index: number): string {
  return `features.${TOPICS[index % TOPICS.length]}_group_${index}`;
}

function group(index: number, series: number, pick: (count: number) => number): Stage {
  const read = Array.from({ length: 1 + pick(5) }, () => seriesName(pick(series)));
  const earlier = index > 4 && pick(4) === 0 ? [groupName(pick(index))] : [];
  const inputs = [...new Set([...read, ...earlier])];
  const columns = Array.from({ length: 4 + pick(12) }, (_, number): StageColumn => {
    const input = at(inputs, pick(inputs.length));
    const value = input.startsWith('fred') ? 'value' : 'measure_0';
    const window = influence(first(read), 'date', 'WINDOW');
    return {
      column: `measure_${number}`,
      type: 'DOUBLE',
      edges: [edge(input, value, 'TRANSFORMATION'), ...(number % 3 === 0 ? [window] : [])],
      constant: false,
      evidence: { file: `${groupName(index).replace('.', '/')}.sql`, line: number + 3, column: 3, length: 12 },
    };
  });
  return {
    id: groupName(index),
    kind: 'feature',
    columns: [{ column: 'as_of', type: 'DATE', edges: [], constant: true }, ...columns],
    rows: inputs.slice(1).map((input) => influence(input, input.startsWith('fred') ? 'date' : 'as_of', 'JOIN')),
    evidence: { file: `${groupName(index).replace('.', '/')}.sql`, line: 1, column: 1 },
  };
}

function label(index: number, groups: number): Stage {
  const of = groupName(index % groups);
  const y: StageColumn = {
    column: 'y',
    type: 'INTEGER',
    edges: [influence(of, 'measure_1', 'CONDITIONAL')],
    constant: false,
  };
  return { id: `labels.event_${index}`, kind: 'label', columns: [y], rows: [influence(of, 'as_of', 'JOIN')] };
}

function model(index: number, groups: number, pick: (count: number) => number): readonly Stage[] {
  const frame = `frames.model_${index}`;
  const used = [...new Set(Array.from({ length: 4 + pick(12) }, () => pick(groups)))];
  const features = used.map((number): StageColumn => {
    const name = groupName(number);
    const column = `${name.replace('features.', '')}.measure_0`;
    return { column, type: 'DOUBLE', edges: [edge(name, 'measure_0', 'TRANSFORMATION')], constant: false };
  });
  const y: StageColumn = { column: 'y', edges: [edge(`labels.event_${index}`, 'y', 'IDENTITY')], constant: false };
  const weighed = [...features, y].map(({ column }) => ({
    ...edge(frame, column, 'AGGREGATION'),
    weight: 1 / (used.length + 1),
  }));
  return [
    { id: frame, kind: 'frame', columns: [...features, y], rows: [] },
    {
      id: `models.model_${index}`,
      kind: 'model',
      columns: [{ column: 'fit', edges: weighed, constant: false }],
      rows: [],
    },
    {
      id: `predictions.model_${index}`,
      kind: 'prediction',
      columns: [
        {
          column: 'probability',
          type: 'DOUBLE',
          edges: [edge(`models.model_${index}`, 'fit', 'TRANSFORMATION'), edge(frame, 'y', 'AGGREGATION')],
          constant: false,
        },
      ],
      rows: [],
    },
  ];
}

function fileOf({ id }: Stage): string {
  return `${id.replace('.', '/')}.sql`;
}

function sqlOf({ columns }: Stage): string {
  const items = columns
    .slice(1)
    .map(({ column }, number) => `  value * ${String(number).padStart(3, '0')} AS ${column}`);
  return `SELECT\n  date,\n${items.join(',\n')}\nFROM fred.unrate\n`;
}

function wordsOf(stage: Stage): StageProse {
  const [topic] = present(/[a-z]+/.exec(stage.id.slice(stage.id.indexOf('.') + 1)));
  return {
    description: `The ${stage.kind} of ${topic}, as the national office publishes it`,
    owner: 'macro',
    files: stage.kind === 'feature' ? [fileOf(stage)] : [],
    columns: {},
  };
}

/** Park and Miller (1988): numbers in [0, 1) that are the same everywhere. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
