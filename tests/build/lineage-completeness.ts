import { compile } from '../../engine/compile/index.ts';
import { observationsOf } from '../../engine/ingest/index.ts';
import { lineageStages } from '../../engine/inspect/index.ts';
import {
  findObject,
  type ObjectMeta,
  objectPath,
  openLocalStore,
  readObjectFile,
  type Store,
} from '../../engine/lake/index.ts';
import { readEnvironment } from '../../engine/plan/index.ts';
import { entry, present } from '../../engine/presence/index.ts';
import type { Definitions } from '../../engine/project/index.ts';
import { IN_PROCESS, quoteText, withWarehouse } from '../../engine/warehouse/index.ts';
import { buildLineage, checkComplete, type Stage } from '../../lineage/index.ts';

export interface LineageCheck {
  /**
   * `<stage>: <what is wrong with its columns>`; empty when every stored column has edges or is an explicit constant.
   */
  readonly faults: readonly string[];
  /** Stages whose stored columns were compared. */
  readonly compared: readonly string[];
}

/** Compares the lineage of a built project with the parquet schema of every object that its environment holds. */
export async function checkLineage(
  definitions: Definitions,
  lake: string,
  environment = 'main',
): Promise<LineageCheck> {
  const graph = await compile(definitions, { warehouses: IN_PROCESS });
  const stages = lineageStages(graph);
  // What a unit test looks at it brings along: nothing that is stored leads to its rows.
  const isUnitTest = (id: string): boolean => {
    const node = [...graph.nodes.values()].find((each) => each.id === id);
    return node?.kind === 'test' && node.body.kind === 'unit';
  };
  const schemas = await storedSchemas(lake, environment);
  const compared = stages.filter(({ id }) => schemas.has(id));
  const faults = compared.flatMap((stage) => faultsOf(stage, entry(schemas, stage.id)));
  const unknown = [...schemas.keys()].filter((id) => !stages.some((stage) => stage.id === id) && !isUnitTest(id));
  const loose = buildLineage(stages).unresolved.map(
    ({ node, column }) => `an edge leads to ${node}.${column}, which no stage has`,
  );
  return {
    faults: [...faults, ...unknown.map((id) => `${id}: no stage`), ...loose],
    compared: compared.map(({ id }) => id),
  };
}

function faultsOf(stage: Stage, columns: readonly string[]): readonly string[] {
  const { missing, extra } = checkComplete(stage, columns);
  return [
    ...missing.map((column) => `${stage.id}: column ${column} has no lineage`),
    ...extra.map((column) => `${stage.id}: column ${column} is not stored`),
  ];
}

/**
 * Stage id -> columns of its parquet file, or fields of its JSON. An observations object stands for all relations that
 * it holds.
 */
async function storedSchemas(lake: string, environment: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const store = openLocalStore(lake);
  const { manifest } = await readEnvironment(store, environment);
  const schemas = new Map<string, readonly string[]>();
  for (const [node, { objects }] of Object.entries(present(manifest).nodes)) {
    for (const { kind, name, fingerprint } of objects) {
      const meta = await findObject(store, { kind, name, fingerprint });
      if (meta === undefined) continue;
      const columns = await storedColumns(store, meta);
      if (columns === undefined) continue;
      for (const id of stageIds(
        kind,
        name,
        node,
        meta.kind === 'observations' ? Object.keys(observationsOf(meta).relations) : [],
      )) {
        schemas.set(id, columns);
      }
    }
  }
  return schemas;
}

function stageIds(kind: string, name: string, node: string, relations: readonly string[]): readonly string[] {
  switch (kind) {
    case 'observations':
      return relations;
    case 'frame':
    case 'prediction':
      return [`${kind}s.${name}`];
    case 'alarms':
      return [`alarms.${name}`];
    case 'card':
      return [`cards.${name}`];
    default:
      return [node];
  }
}

/** Objects of JSON whose fields are the columns of a stage. */
const FIELDS = ['card.json', 'comparison.json', 'result.json'];

async function storedColumns(store: Store, meta: ObjectMeta): Promise<readonly string[] | undefined> {
  if (meta.files['data.parquet'] !== undefined) return parquetColumns(await objectPath(store, meta, 'data.parquet'));
  const file = FIELDS.find((name) => meta.files[name] !== undefined);
  if (file === undefined) return undefined;
  return Object.keys(JSON.parse(Buffer.from(await readObjectFile(store, meta, file)).toString('utf8')));
}

async function parquetColumns(file: string): Promise<readonly string[]> {
  return withWarehouse(IN_PROCESS, {}, async (warehouse) => {
    const rows = await warehouse.rows(`DESCRIBE SELECT * FROM read_parquet(${quoteText(file)})`);
    return rows.map((row) => String(row['column_name']));
  });
}
