import type { ColumnEdge, EdgeKind, EdgeSubtype } from '../../edge.ts';
import type { Stage, StageEdge } from '../stage.ts';

const DIRECT: readonly EdgeSubtype[] = ['IDENTITY', 'TRANSFORMATION', 'AGGREGATION'];

export function edgeFrom(relation: string, column: string, subtype: EdgeSubtype, weight?: number): StageEdge {
  const kind = { type: DIRECT.includes(subtype) ? 'DIRECT' : 'INDIRECT', subtype } as EdgeKind;
  const edge: ColumnEdge = { ...kind, from: { relation, column }, masking: false };
  return weight === undefined ? edge : { ...edge, weight };
}

/** A small pipeline from bytes to a probability. */
export const EXAMPLE: readonly Stage[] = [
  {
    id: 'raw.unrate',
    kind: 'raw',
    columns: [{ column: 'value', edges: [], constant: true }],
    rows: [],
    evidence: { file: 'sources/snapshot/observations.parquet', digest: 'sha256:ab' },
  },
  {
    id: 'fred.unrate',
    kind: 'source',
    columns: [
      { column: 'date', type: 'DATE', edges: [], constant: true },
      { column: 'value', type: 'DOUBLE', edges: [edgeFrom('raw.unrate', 'value', 'IDENTITY')], constant: false },
    ],
    rows: [],
  },
  {
    id: 'features.labor',
    kind: 'feature',
    columns: [
      {
        column: 'sahm_gap',
        type: 'DOUBLE',
        edges: [edgeFrom('fred.unrate', 'value', 'AGGREGATION'), edgeFrom('fred.unrate', 'date', 'WINDOW')],
        constant: false,
        evidence: { file: 'features/labor.sql', line: 3, column: 8 },
      },
      { column: 'months', type: 'BIGINT', edges: [], constant: true },
    ],
    rows: [edgeFrom('fred.unrate', 'date', 'FILTER')],
    reads: ['fred.unrate'],
  },
  {
    id: 'models.probit',
    kind: 'model',
    columns: [
      {
        column: 'probability',
        edges: [
          edgeFrom('features.labor', 'months', 'TRANSFORMATION', 0.25),
          edgeFrom('features.labor', 'sahm_gap', 'TRANSFORMATION', 0.75),
        ],
        constant: false,
      },
    ],
    rows: [],
  },
];
