import type { PlantedCase } from './planted-case.ts';

const SESSION = 'is not allowed: it reads the state of the session, not the data';
const CHANCE = 'is not allowed: its result is left to chance, and builds are repeatable';
const UNREVIEWED = 'is not allowed: it is not on the list of functions reviewed for this version of DuckDB';

/** What is not a declared relation: files, the catalogue, the session, chance. */
export const ELSEWHERE: Readonly<Record<string, readonly PlantedCase[]>> = {
  'files and other databases': [
    [
      "'x.csv'",
      "SELECT date, value AS x FROM 'x.csv'",
      `EWS2109 1:30 "'x.csv'" a definition may not read the file 'x.csv'`,
    ],
    [
      '"x.parquet"',
      'SELECT date, value AS x FROM "data/x.parquet" AS u',
      `EWS2109 1:30 "\\"data/x.parquet\\"" a definition may not read the file 'data/x.parquet'`,
    ],
    [
      'a URL',
      "SELECT date, value AS x FROM 'https://example.org/x'",
      `EWS2109 1:30 "'https://example.org/x'" a definition may not read the file 'https://example.org/x'`,
    ],
    [
      'read_csv',
      "SELECT date, value AS x FROM read_csv('x.csv')",
      'EWS2107 1:30 "read_csv" function read_csv is not allowed: it reads files',
    ],
    [
      'glob',
      "SELECT date, value AS x FROM glob('*')",
      'EWS2107 1:30 "glob" function glob is not allowed: it reads files',
    ],
    [
      'a database by name',
      'SELECT date, value AS x FROM memory.fred.unrate',
      'EWS2109 1:30 "memory.fred.unrate" "memory.fred.unrate" names a database',
    ],
  ],
  'what is not declared': [
    [
      'a table',
      'SELECT date, value AS x FROM other.series',
      'EWS2104 1:30 "other.series" no relation called "other.series" is declared',
    ],
    [
      'a bare name',
      'SELECT date, value AS x FROM unrate',
      'EWS2104 1:30 "unrate" no relation called "unrate" is declared',
    ],
    [
      "the engine's observations",
      'SELECT date, value AS x FROM obs."fred.unrate"',
      'EWS2104 1:30 "obs.\\"fred.unrate\\"" no relation called "obs.fred.unrate" is declared',
    ],
    [
      "another subquery's CTE",
      'SELECT u.date, u.value AS x FROM (WITH c AS (SELECT 1 AS a) FROM c) s, c, fred.unrate u',
      'EWS2104 1:72 "c" no relation called "c" is declared',
    ],
    [
      'information_schema',
      'SELECT as_of() AS date, count(*) AS x FROM information_schema.tables',
      'EWS2104 1:44 "information_schema.tables" no relation called "information_schema.tables" is declared',
    ],
    [
      'pg_catalog',
      'SELECT as_of() AS date, count(*) AS x FROM pg_catalog.pg_class',
      'EWS2104 1:44 "pg_catalog.pg_class" no relation called "pg_catalog.pg_class" is declared',
    ],
    [
      'duckdb_tables()',
      'SELECT as_of() AS date, count(*) AS x FROM duckdb_tables()',
      `EWS2107 1:44 "duckdb_tables" function duckdb_tables ${UNREVIEWED}`,
    ],
    [
      'duckdb_tables',
      'SELECT as_of() AS date, count(*) AS x FROM duckdb_tables',
      'EWS2104 1:44 "duckdb_tables" no relation called "duckdb_tables" is declared',
    ],
    [
      'SHOW in FROM',
      'SELECT as_of() AS date, count(*) AS x\nFROM (SHOW TABLES)',
      'EWS2109 2:7 "SHOW" SHOW, DESCRIBE or SUMMARIZE is not allowed in a definition',
    ],
    [
      'SQL as text',
      "SELECT date, value AS x FROM query('FROM labels.ahead')",
      `EWS2107 1:30 "query" function query ${UNREVIEWED}`,
    ],
    [
      'a table by text',
      "SELECT date, value AS x FROM query_table('labels.ahead')",
      `EWS2107 1:30 "query_table" function query_table ${UNREVIEWED}`,
    ],
    [
      'a macro nobody reviewed',
      'SELECT date, as_of_now() AS x FROM fred.unrate',
      `EWS2107 1:14 "as_of_now" function as_of_now ${UNREVIEWED}`,
    ],
  ],
  'the session and chance': [
    [
      'current_setting',
      "SELECT date, current_setting('threads') AS x FROM fred.unrate",
      `EWS2107 1:14 "current_setting" function current_setting ${SESSION}`,
    ],
    [
      "getvariable('as_of')",
      "SELECT date, getvariable('as_of') AS x FROM fred.unrate",
      `EWS2107 1:14 "getvariable" function getvariable ${SESSION}`,
    ],
    [
      'random()',
      'SELECT date, value AS x FROM fred.unrate ORDER BY random()',
      `EWS2107 1:51 "random" function random ${CHANCE}`,
    ],
    [
      'TABLESAMPLE',
      'SELECT date, value AS x FROM fred.unrate TABLESAMPLE 10%',
      'EWS2109 1:30 "fred.unrate" a sample is left to chance',
    ],
    [
      'USING SAMPLE',
      'SELECT date, value AS x FROM fred.unrate USING SAMPLE 5',
      'EWS2109 1:1 "SELECT" a sample is left to chance',
    ],
    [
      'a parameter without a name',
      'SELECT date, value AS x\nFROM fred.unrate\nWHERE date > $1',
      'EWS2111 3:14 "$1" a parameter without a name has no value',
    ],
    [
      'a parameter that is a mark',
      'SELECT date, ? AS x FROM fred.unrate',
      'EWS2111 1:14 "?" a parameter without a name has no value',
    ],
  ],
};
