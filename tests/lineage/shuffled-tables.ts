import type { Database, Dataset } from '../../lineage/bound-plan/cases/perturbation.ts';

/** Tables as they are, in which a column of a negative seed has its values in another order. Keys stay keys. */
export async function shuffledTables(
  database: Database,
  tables: ReadonlyMap<string, readonly string[]>,
): Promise<Dataset> {
  await database.run('CREATE SCHEMA original');
  for (const name of tables.keys()) await database.run(`CREATE TABLE ${original(name)} AS FROM ${name}`);
  return {
    database,
    fill: async (relations, seedOf, turn) => {
      for (const name of relations) {
        const order = (by: string): string => `ORDER BY hash(rowid, '${by}', ${turn})`;
        const columns = (tables.get(name) ?? []).map((column) => {
          const shuffled = seedOf(`${name}.${column}`) < 0;
          const kept = turn === 0 ? 'ORDER BY rowid' : order('rows');
          return `(SELECT ${column} FROM ${original(name)} ${shuffled ? order(column) : kept})`;
        });
        const sides = columns.map((column, index) => `${column} c${index}`);
        await database.run(`CREATE OR REPLACE TABLE ${name} AS SELECT * FROM ${sides.join(' POSITIONAL JOIN ')}`);
      }
    },
  };
}

function original(name: string): string {
  return `original.${name.replace(/^[^.]*\./, '')}`;
}
