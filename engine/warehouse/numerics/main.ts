import { duckdbNumerics } from './duckdb-numerics.ts';

/** A process of its own: says what DuckDB's functions come to on this machine, as one line of JSON, and ends. */
process.stdout.write(`${JSON.stringify(await duckdbNumerics())}\n`);
