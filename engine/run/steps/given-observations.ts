import type { FeatureNode, Graph, SourceNode } from '../../compile/index.ts';
import type { TextFile } from '../../diagnostics/index.ts';
import { nodeId, parseId } from '../../ids/index.ts';
import {
  type FileRequest,
  type GivenDeclaration,
  type GivenObservations,
  type IngestRequest,
  rowsOfCsv,
} from '../../ingest/index.ts';
import { present } from '../../presence/index.ts';
import type { GivenRelation, UnitRow } from '../../project/index.ts';
import { ingestRequests, servingOf } from '../../steps/index.ts';
import type { TextRow } from '../../unit-test/index.ts';

/**
 * The rows that a unit test gives for a relation, as its connector would have read them. ProblemError EWS1031 for a
 * file that is no CSV. `test`: its name, for messages.
 */
export function givenObservations(graph: Graph, test: string, given: GivenRelation): GivenObservations {
  const { relation, rows, fixture } = given;
  const leaf = graph.nodes.get(nodeId(relation));
  const shownAs = fixture?.path ?? `unit test ${test}, given ${relation}`;
  const isOfFile = rows === undefined;
  if (leaf?.kind === 'feature') {
    const { rows: written, decimal } = rows === undefined ? rowsOfCsv(present(fixture)) : inText(rows);
    // A row of a group is served from its date on, unless it says otherwise.
    const dated = written.map((row) => ({ ...row, realtime_start: row['realtime_start'] ?? row['date'] ?? null }));
    const declaration = { kind: 'table', request: groupRequest(leaf) } as const;
    return { relation, shownAs, declaration, isOfFile, columns: leaf.query.output, serving: {}, rows: dated, decimal };
  }
  if (leaf?.kind !== 'source') throw new Error(`${relation} is neither a source nor a group`);
  const declaration = declarationOf(graph, leaf);
  const written = rows === undefined ? inFile(declaration, present(fixture)) : inText(rows);
  return { relation, shownAs, declaration, isOfFile, columns: leaf.columns, serving: servingOf(leaf), ...written };
}

/** The rows of a file that is written as those of its source, so that lines of these may be copied. */
function inFile(declaration: GivenDeclaration, fixture: TextFile): Pick<GivenObservations, 'rows' | 'decimal'> {
  if (declaration.kind === 'series') return rowsOfCsv(fixture);
  const { dialect, columns } = declaration.request;
  const { rows, decimal } = rowsOfCsv(fixture, dialect);
  const headers = new Map(columns.flatMap(({ name, header }) => (header === undefined ? [] : [[header, name]])));
  const named = (row: TextRow): TextRow =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [headers.get(name) ?? name, value]));
  return { rows: rows.map(named), decimal };
}

function inText(rows: readonly UnitRow[]): Pick<GivenObservations, 'rows' | 'decimal'> {
  return { rows: rows.map(textRow), decimal: '.' };
}

/** A row whose values are written as a file would write them. */
export function textRow(row: UnitRow): TextRow {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === null ? null : String(value)]));
}

function declarationOf(graph: Graph, { id, source }: SourceNode): GivenDeclaration {
  const { name } = parseId(id);
  const requests = ingestRequests(graph.definitions, source);
  const table = requests.find((each): each is FileRequest => each.kind === 'file' && each.table === name);
  if (table !== undefined) return { kind: 'table', request: table };
  const found = requests.flatMap((each) => seriesOf(each)).find((each) => each.name === name);
  const series = present(found, `series ${id}`);
  return { kind: 'series', source: source.name, series, completeThrough: source.completeThrough };
}

function seriesOf(request: IngestRequest) {
  return request.kind === 'file' ? [] : request.series;
}

/** A group whose rows are given, as a table that says itself from when to when each of them was known. */
function groupRequest({ name, query, definition }: FeatureNode): FileRequest {
  const days = ['realtime_start', 'realtime_end'].map((column) => ({ name: column, type: 'DATE' }));
  return {
    kind: 'file',
    source: 'features',
    table: name,
    file: '',
    format: 'csv',
    columns: [...query.output, ...days],
    dateColumn: 'date',
    keys: definition.keys,
    frequency: 'daily',
    knowledge: { kind: 'column', column: 'realtime_start', endColumn: 'realtime_end' },
    projections: true,
  };
}
