import type { ProblemCode } from '../../../engine/diagnostics/index.ts';
import type { PlantedFault } from './planted-fault.ts';

/** A function in the one file of functions that several faults share. */
function ofFunction(code: ProblemCode, what: string, sql: string, ...yaml: readonly string[]): PlantedFault {
  return {
    code,
    what,
    lines: [
      { at: 'functions', text: sql },
      { at: 'described', text: yaml.map((line) => `  ${line}`).join('\n') },
    ],
  };
}

/** A file of its own: what cannot be read makes the whole file unreadable. */
function ofFile(code: ProblemCode, what: string, name: string, sql: string): PlantedFault {
  return {
    code,
    what,
    files: {
      [`features/lib/${name}.sql`]: `${sql}\n`,
      [`features/lib/${name}.yaml`]: `functions:
  ${name}:
    description: planted
    returns: { type: DOUBLE }
    cases: [{ call: "${name}(1)", is: 1 }]
`,
    },
  };
}

function described(name: string, type: string, call: string, is: string): readonly string[] {
  return [
    `${name}:`,
    '  description: planted',
    `  returns: { type: ${type} }`,
    `  cases: [{ call: ${call}, is: ${is} }]`,
  ];
}

export const IN_FUNCTIONS: readonly PlantedFault[] = [
  ofFile('EWS2122', 'what is no function', 'replaced', 'CREATE «OR» REPLACE FUNCTION replaced(a DOUBLE) AS a;'),
  {
    code: 'EWS2123',
    what: 'a function that is not described',
    lines: [{ at: 'functions', text: 'CREATE FUNCTION «quiet»(a DOUBLE) AS a;' }],
  },
  ofFunction(
    'EWS2124',
    'a name that is no parameter',
    'CREATE FUNCTION named(a DOUBLE) AS «rate» * a;',
    ...described('named', 'DOUBLE', '"named(1)"', '1'),
  ),
  ofFunction(
    'EWS2125',
    'a circle of functions',
    'CREATE FUNCTION ping(a DOUBLE) AS «lib.pong»(a);\nCREATE FUNCTION pong(a DOUBLE) AS lib.ping(a);',
    ...described('ping', 'DOUBLE', '"ping(1)"', '1'),
    ...described('pong', 'DOUBLE', '"pong(1)"', '1'),
  ),
  {
    code: 'EWS2127',
    what: 'a function that there is not',
    lines: [
      { at: 'sql columns', text: '  «lib.grwth»(u.value) AS grown,' },
      { at: 'sql declared', text: '  grown: { description: x }' },
    ],
  },
  {
    code: 'EWS2128',
    what: 'an argument of another type',
    files: {
      'features/argued.yaml': 'feature: argued\ndescription: planted\ncolumns: { x: { description: x } }\n',
      'features/argued.sql': "SELECT date, «lib.doubled»('a') AS x FROM fred.unrate\n",
    },
  },
  {
    code: 'EWS2129',
    what: 'a function that is called like an aggregate',
    lines: [
      { at: 'sql columns', text: '  «lib.doubled»(u.value) OVER () AS windowed,' },
      { at: 'sql declared', text: '  windowed: { description: x }' },
    ],
  },
  ofFunction(
    'EWS2130',
    'another type than declared',
    'CREATE FUNCTION share(a DOUBLE) AS a / 2;',
    ...described('share', '«INTEGER»', '"share(2)"', '1'),
  ),
  ofFunction(
    'EWS2131',
    'a case that does not hold',
    'CREATE FUNCTION half(a DOUBLE) AS a / 2;',
    'half:',
    '  description: planted',
    '  returns: { type: DOUBLE }',
    '  cases: [«{ call: "half(2)", is: 2 }»]',
  ),
  ofFunction(
    'EWS2132',
    'a case that cannot be computed',
    'CREATE FUNCTION third(a DOUBLE) AS a / 3;',
    'third:',
    '  description: planted',
    '  returns: { type: DOUBLE }',
    '  cases: [«{ call: "third()", is: 1 }»]',
  ),
];
