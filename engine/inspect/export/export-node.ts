import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { makeScratch } from '../../steps/index.ts';
import { quoteName, quoteText, withWarehouse } from '../../warehouse/index.ts';
import { showNode } from '../show-node.ts';
import type { ShowRequest } from '../shown-rows.ts';
import type { ShowableNode } from '../shown-shape.ts';
import type { WholeProject } from '../whole-project.ts';
import { csvOf } from './csv.ts';
import type { ExportedNode, ExportedTable, ExportFormat } from './export-format.ts';

/** A node's rows as a file, and what is in it. */
export interface NodeFile {
  readonly exported: ExportedNode;
  readonly bytes: Uint8Array;
}

/**
 * All rows of a node as a file: as they were known on a day, or as they are stored where none is given (of a source: as
 * known on its last complete day). Throws as `showNode`, and ProblemError EWS4036 for what the format cannot hold.
 */
export async function exportNode(
  project: WholeProject,
  node: ShowableNode,
  request: Pick<ShowRequest, 'asOf' | 'columns' | 'from' | 'to'>,
  format: ExportFormat,
): Promise<NodeFile> {
  const stored = request.asOf === undefined && node.kind !== 'source';
  const shown = await showNode(project, node, { ...request, stored, last: undefined, vsLatest: false });
  const columns = shown.columns.map(({ name, type }) => ({ name, type }));
  const { asOf, kind, rows } = shown;
  const exported = { node: shown.node, kind, stored: shown.stored, asOf, format, rows: rows.length, columns };
  return { exported, bytes: await bytesOf(project, { columns, rows }, format) };
}

async function bytesOf(project: WholeProject, table: ExportedTable, format: ExportFormat): Promise<Uint8Array> {
  switch (format) {
    case 'csv':
      return Buffer.from(csvOf(table));
    case 'xlsx':
      return (await import('./xlsx.ts')).xlsxOf(table);
    case 'arrow':
      return (await import('./arrow.ts')).arrowOf(table);
    case 'parquet':
      return parquetOf(project, table);
    default:
      throw new Error(`unknown format ${format satisfies never}`);
  }
}

/** By DuckDB, with the types that the columns have there: each value goes in as its text, from which it comes back. */
async function parquetOf({ effects }: WholeProject, { columns, rows }: ExportedTable): Promise<Uint8Array> {
  const { scratch, warehouses } = effects;
  makeScratch(scratch);
  try {
    return await withWarehouse(warehouses, { tempDirectory: scratch }, async (warehouse) => {
      const names = columns.map(({ name }) => quoteName(name));
      await warehouse.run(`CREATE TABLE exported (${names.map((name) => `${name} VARCHAR`).join(', ')})`);
      const values = columns.map(({ name }) => ({
        type: 'VARCHAR' as const,
        values: rows.map((row) => (row[name] === null || row[name] === undefined ? null : String(row[name]))),
      }));
      await warehouse.append('exported', values);
      const typed = columns.map(({ name, type }) => `CAST(${quoteName(name)} AS ${type}) AS ${quoteName(name)}`);
      const file = path.join(scratch, 'exported.parquet');
      const sql = `SELECT ${typed.join(', ')} FROM exported`;
      await warehouse.run(`COPY (${sql}) TO ${quoteText(file)} (FORMAT parquet, COMPRESSION zstd)`);
      return readFile(file);
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
