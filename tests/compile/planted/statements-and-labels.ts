import type { PlantedCase } from './planted-case.ts';

const LABEL = 'a feature may not read the label labels.ahead';

/** Texts that are no single SELECT, and relations that look past the decision date. */
export const STATEMENTS_AND_LABELS: Readonly<Record<string, readonly PlantedCase[]>> = {
  'statements that are no SELECT': [
    [
      'a second statement',
      'SELECT date, value AS x FROM fred.unrate;\nSELECT 1',
      'EWS2102 2:8 "1" the file holds 2 statements',
    ],
    [
      'a second one of another kind',
      'SELECT date, value AS x FROM fred.unrate;\nDROP TABLE fred.unrate',
      'EWS2102 2:1 "DROP" this is not a SELECT',
    ],
    ['PRAGMA', 'PRAGMA database_list', 'EWS2102 1:1 "PRAGMA" this is not a SELECT'],
    ['COPY', "-- out of here\nCOPY (SELECT 1) TO 'x.csv'", 'EWS2102 2:1 "COPY" this is not a SELECT'],
    ['ATTACH', "ATTACH 'x.db'", 'EWS2102 1:1 "ATTACH" this is not a SELECT'],
    ['SET', "SET VARIABLE as_of = DATE '2030-01-01'", 'EWS2102 1:1 "SET" this is not a SELECT'],
    ['nothing', '-- later', 'EWS2102 1:1 "-" the file holds no query'],
  ],
  'labels and models': [
    ['a label', 'SELECT date, y AS x FROM labels.ahead', `EWS2108 1:26 "labels.ahead" ${LABEL}`],
    [
      'a label in other letters',
      'SELECT date, y AS x FROM "Labels"."AHEAD"',
      `EWS2108 1:26 "\\"Labels\\".\\"AHEAD\\"" ${LABEL}`,
    ],
    [
      'a label behind a CTE of its name',
      'WITH ahead AS (SELECT date, value AS y FROM fred.gs10)\nSELECT date, y AS x FROM labels.ahead',
      `EWS2108 2:26 "labels.ahead" ${LABEL}`,
    ],
    [
      'a label in a lateral join',
      'SELECT u.date, l.y AS x\nFROM fred.unrate u\nJOIN LATERAL (FROM labels.ahead a WHERE a.date = u.date) l ON true',
      `EWS2108 3:20 "labels.ahead" ${LABEL}`,
    ],
    [
      'a label as the bound of a frame',
      'SELECT date, sum(value) OVER (ORDER BY date ROWS BETWEEN\n  (SELECT max(y) ' +
        'FROM labels.ahead) PRECEDING AND CURRENT ROW) AS x FROM fred.unrate',
      `EWS2108 2:23 "labels.ahead" ${LABEL}`,
    ],
    [
      'a label as an argument in FROM',
      'SELECT u.date, u.value AS x\nFROM fred.unrate u, range((SELECT max(y) FROM labels.ahead)) r(i)',
      `EWS2108 2:47 "labels.ahead" ${LABEL}`,
    ],
    [
      'a label in a second branch',
      'SELECT date, value AS x FROM fred.unrate\nUNION ALL SELECT date, y FROM labels.ahead',
      `EWS2108 2:31 "labels.ahead" ${LABEL}`,
    ],
    [
      'a model',
      'SELECT as_of AS date, probability AS x FROM models.guess',
      'EWS2108 1:45 "models.guess" a feature may not read the model models.guess',
    ],
    [
      'itself',
      'SELECT date, x FROM features.planted',
      'EWS2110 1:21 "features.planted" definitions read each other in a circle: features.planted -> features.planted',
    ],
  ],
};
