import type { Mistake } from './mistake.ts';

const BROKEN = 'feature: sound\n\tdescription: in order\n';
const VALE = 'SELECT date, vale AS x FROM fred.unrate';
const READS_SOUND = 'SELECT s.date, s.x + u.vale AS x FROM features.sound s JOIN fred.unrate u USING (date)';

/** All problems at once, and none that only follows from another. */
export const AT_ONCE: readonly Mistake[] = [
  {
    what: 'several wrong names in one query',
    files: {
      'features/planted.sql':
        'WITH a AS (SELECT date, valu AS v FROM fred.unrate WHERE dat > as_of())\n' +
        'SELECT a.date, a.w AS x FROM a JOIN fred.gs10 g ON g.day = a.date ORDER BY zz',
    },
    says: [['1:25 "valu"'], ['1:58 "dat"'], ['2:18 "w"', 'did you mean "v"?'], ['2:54 "day"'], ['2:76 "zz"']],
  },
  {
    what: 'the same wrong name twice',
    files: {
      'features/planted.sql': 'SELECT date, sum(vale) AS x FROM fred.unrate GROUP BY date HAVING max(vale) > 1',
    },
    says: [['1:18 "vale"'], ['1:71 "vale"']],
  },
  {
    what: 'a wrong name in a CTE, and what reads it',
    files: { 'features/planted.sql': 'WITH a AS (SELECT date, vlaue FROM fred.unrate) SELECT date, value AS x FROM a' },
    says: [['1:25 "vlaue"']],
  },
  {
    what: 'unknown relations, functions and columns in one query',
    files: {
      'features/planted.sql':
        'SELECT u.date, medain(u.vale) AS x FROM fred.unrate u JOIN fred.gs1 g ON g.any = u.dte ' +
        'JOIN fred.nothing n ON n.a = 1',
    },
    says: [['1:16 "medain"', 'median'], ['1:25 "vale"'], ['1:60 "fred.gs1"'], ['1:84 "dte"'], ['1:93 "fred.nothing"']],
  },
  {
    what: 'broken YAML hides no SQL of others',
    files: { 'features/sound.yaml': BROKEN, 'features/planted.sql': VALE },
    says: [
      ['EWS2105', 'features/planted.sql:1:14 "vale"'],
      ['EWS1003', 'features/sound.yaml:2:1'],
    ],
  },
  {
    what: 'nor its own',
    files: { 'features/sound.yaml': BROKEN, 'features/sound.sql': 'SELECT date, vale AS x FROM fred.gs10' },
    says: [
      ['EWS2105', 'features/sound.sql:1:14'],
      ['EWS1003', 'features/sound.yaml'],
    ],
  },
  {
    what: 'what reads a broken source is judged but for that',
    files: {
      'sources/fred.yaml': 'source: fred\n\tconnector: fred\n',
      'features/planted.sql': 'SELECT u.date, now() AS x FROM fred.anything u JOIN features.sound s ON s.xx = u.what',
    },
    says: [
      ['EWS2107', '"now"'],
      ['EWS2105', '"xx"', 'did you mean "x"?'],
      ['EWS1003', 'sources/fred.yaml:2:1'],
    ],
  },
  {
    what: 'a broken config hides neither columns nor invents variables',
    files: {
      'ews.config.yaml': 'name: small\ncalender: { frequency: monthly, start: 2000-01-31 }\ndefault_target: local\n',
      'features/planted.sql': 'SELECT date, vale * $horizon AS x FROM fred.unrate',
    },
    says: [
      ['EWS1005', 'ews.config.yaml:2:1', 'calendar'],
      ['EWS2105', '"vale"'],
    ],
  },
  {
    what: 'a group whose SQL is wrong hides nothing of its reader',
    files: { 'features/sound.sql': 'SELECT date, vale AS x FROM fred.gs10', 'features/planted.sql': READS_SOUND },
    says: [['features/planted.sql:1:24 "vale"'], ['features/sound.sql:1:14 "vale"']],
  },
  {
    what: 'a group that does not keep its contract is not told twice',
    files: {
      'features/sound.sql': 'SELECT date, value AS level FROM fred.gs10',
      'features/planted.sql': 'FROM features.sound',
    },
    says: [['EWS2103', 'features/sound.sql:1:14', 'write level AS x']],
  },
  {
    what: 'a circle hides nothing of others, nor of its members',
    files: {
      'features/sound.sql': 'SELECT p.date, p.x FROM features.planted p JOIN fred.gs10 g ON g.dat = p.date',
      'features/planted.sql': 'SELECT date, x FROM features.sound',
    },
    says: [['EWS2110'], ['features/sound.sql:1:66 "dat"']],
    never: ['"x"'],
  },
  {
    what: 'a test of a group that failed',
    files: {
      'features/sound.sql': 'SELECT date, vale AS x FROM fred.gs10',
      'features/sound.sane.sql': 'SELECT * FROM features.sound WHERE xx < 0',
      'features/planted.sql': VALE,
    },
    says: [['features/planted.sql:1:14'], ['features/sound.sane.sql:1:36 "xx"'], ['features/sound.sql:1:14']],
  },
];
