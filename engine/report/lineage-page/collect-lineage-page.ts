import type { Place, Stage, StageEdge } from '../../../lineage/index.ts';
import { parseId } from '../../ids/index.ts';
import { entry } from '../../presence/index.ts';
import type { DefinitionWords, StageProse } from '../../run/index.ts';
import { FileList } from './file-list.ts';
import {
  type DrawnKind,
  EDGE_SUBTYPES,
  type LineagePageData,
  type PageEdge,
  type PageNode,
  type PageTest,
} from './lineage-page-data.ts';

export interface LineagePageInput {
  readonly project: string;
  /** What it was drawn from, as the page says it: `run 20261126T012131Z-7a1c51`. */
  readonly origin: string;
  readonly isBesideRun?: boolean;
  readonly focus: Place | null;
  readonly stages: readonly Stage[];
  readonly definitions: DefinitionWords;
}

type PlaceNumbers = ReadonlyMap<string, number>;
type DrawnStage = Stage & { readonly kind: DrawnKind };

/** The page's data, in the order of the ids. Edges from places that no stage has are left out: lineage checks them. */
export function lineagePageData(input: LineagePageInput): LineagePageData {
  const { definitions, focus } = input;
  const stages = input.stages.toSorted((left, right) => (left.id < right.id ? -1 : 1));
  const files = new FileList(new Map(Object.entries(definitions.files)));
  const words = new Map(Object.entries(definitions.stages));
  const drawn = stages.filter(isDrawn);
  const places = numberPlaces(drawn);
  const nodes = drawn.map((stage) => toNode(stage, words.get(stage.id) ?? NO_WORDS, places, files));
  const tests = stages.filter(({ kind }) => kind === 'test').map((stage) => toTest(stage, places, files));
  const tested = tests.find(({ id }) => id === focus?.node);
  return {
    project: input.project,
    origin: input.origin,
    isBesideRun: input.isBesideRun === true,
    focus: focus === null ? null : (places.get(keyOf(focus.node, focus.column)) ?? tested?.places[0] ?? null),
    files: files.list,
    nodes,
    edges: drawn.flatMap((stage) => edgesOf(stage, places)),
    tests,
  };
}

function isDrawn(stage: Stage): stage is DrawnStage {
  return stage.kind !== 'test';
}

function keyOf(node: string, column?: string): string {
  return column === undefined ? node : `${node}\u0000${column}`;
}

function numberPlaces(stages: readonly Stage[]): PlaceNumbers {
  const places = new Map<string, number>();
  for (const { id, columns } of stages) {
    for (const key of [keyOf(id), ...columns.map(({ column }) => keyOf(id, column))]) places.set(key, places.size);
  }
  return places;
}

/** What is said of a stage that no definition describes, as of a run of before such words were kept. */
const NO_WORDS: StageProse = { description: '', owner: null, files: [], columns: {} };

function toNode(stage: DrawnStage, words: StageProse, places: PlaceNumbers, files: FileList): PageNode {
  const columnWords = new Map(Object.entries(words.columns));
  return {
    id: stage.id,
    kind: stage.kind,
    name: stage.kind === 'source' ? stage.id : parseId(stage.id).name,
    first: entry(places, stage.id),
    description: words.description,
    owner: words.owner,
    ...(stage.rights === undefined ? {} : { rights: stage.rights }),
    fingerprint: stage.evidence?.fingerprint ?? null,
    digest: stage.evidence?.digest ?? null,
    ...(stage.evidence?.earlier === undefined ? {} : { earlier: stage.evidence.earlier }),
    files: words.files.map((path) => files.numberOf(path)),
    span: files.span(stage.evidence),
    columns: stage.columns.map(({ column, type = '', constant, evidence }) => {
      const { description, unit } = columnWords.get(column) ?? { description: '', unit: '' };
      return { name: column, type, description, unit, constant, span: files.span(evidence) };
    }),
  };
}

function toTest(stage: Stage, places: PlaceNumbers, files: FileList): PageTest {
  const edges = [...stage.rows, ...stage.columns.flatMap((column) => column.edges)];
  const named = edges.flatMap(({ from }) => places.get(keyOf(from.relation, from.column)) ?? []);
  const read = (stage.reads ?? []).flatMap((node) => places.get(node) ?? []);
  return { id: stage.id, places: [...new Set(named.length > 0 ? named : read)], span: files.span(stage.evidence) };
}

function edgesOf(stage: Stage, places: PlaceNumbers): readonly PageEdge[] {
  const own = places.get(stage.id);
  const mentioned = new Set(
    [...stage.rows, ...stage.columns.flatMap(({ edges }) => edges)].map((e) => e.from.relation),
  );
  const counted = (stage.reads ?? []).flatMap((read): readonly PageEdge[] => {
    const source = places.get(read);
    if (mentioned.has(read) || source === undefined || own === undefined) return [];
    return [[source, own, EDGE_SUBTYPES.indexOf('READS'), 0]];
  });
  return [
    ...toPlace(stage.rows, own, places),
    ...stage.columns.flatMap(({ column, edges }) => toPlace(edges, places.get(keyOf(stage.id, column)), places)),
    ...counted,
  ];
}

function toPlace(edges: readonly StageEdge[], target: number | undefined, places: PlaceNumbers): readonly PageEdge[] {
  return edges.flatMap(({ from, subtype, masking, weight }): readonly PageEdge[] => {
    const source = places.get(keyOf(from.relation, from.column));
    if (source === undefined || target === undefined) return [];
    const edge = [source, target, EDGE_SUBTYPES.indexOf(subtype), masking ? 1 : 0] as const;
    return [weight === undefined ? edge : [...edge, weight]];
  });
}
