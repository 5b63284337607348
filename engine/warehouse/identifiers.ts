/** A SQL identifier, always quoted. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The columns of these names of one table, by its alias. */
export function qualifiedNames(alias: string, names: readonly string[]): readonly string[] {
  return names.map((name) => `${alias}.${quoteName(name)}`);
}

/**
 * The rows of a parquet file. Left to itself DuckDB takes every folder `name=value` on the way to the file for a
 * column, and that column for the one of the same name in the file.
 */
export function parquetRows(file: string): string {
  return `read_parquet(${quoteText(file)}, hive_partitioning = false)`;
}

/** A SQL string literal. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
