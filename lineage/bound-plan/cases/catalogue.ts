/** The relations that the cases read: small domains, so that joins meet and constants bite. */
export const CATALOGUE: readonly string[] = [
  'CREATE SCHEMA fred',
  'CREATE SCHEMA lab',
  'CREATE TABLE fred.unrate (date DATE, value INTEGER, area VARCHAR, rev INTEGER)',
  'CREATE TABLE fred.payems (date DATE, value INTEGER, area VARCHAR, rev INTEGER)',
  `CREATE TABLE lab.wide (id INTEGER, lo INTEGER, hi INTEGER, tags INTEGER[], info STRUCT(p INTEGER, q INTEGER),
     note VARCHAR)`,
  'CREATE VIEW lab.high AS SELECT value, area FROM fred.unrate WHERE rev > 1',
  "CREATE MACRO as_of() AS DATE '2000-01-04'",
];
