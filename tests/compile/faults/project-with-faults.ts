import { present } from '../../../engine/presence/index.ts';
import { SMALL_PROJECT } from '../one-query.ts';
import { IN_FUNCTIONS } from './in-functions.ts';
import { IN_SQL } from './in-sql.ts';
import { IN_YAML } from './in-yaml.ts';
import { type PlantedFault, type PlantedPlace, withoutMarks } from './planted-fault.ts';

export const FAULTS: readonly PlantedFault[] = [...IN_YAML, ...IN_SQL, ...IN_FUNCTIONS];

/** Files in which faults stand beside each other; «at:NAME» is where their lines go. */
const SHARED: Readonly<Record<string, string>> = {
  'ews.config.yaml': `name: small
calendar: { frequency: monthly, start: 2000-01-31, end: 2009-12-31 }
default_target: local
vars:
  horizon_months: { type: integer, value: 12, description: how far }
@vars@
`,
  'features/shared_yaml.yaml': `feature: shared_yaml
description: planted
columns:
  x: { description: x }
@yaml columns@
@yaml@
`,
  'features/shared_yaml.sql': 'SELECT date, value AS x FROM fred.unrate\n',
  'features/shared_sql.yaml': `feature: shared_sql
description: planted
columns:
  x: { description: x }
@sql declared@
`,
  'features/shared_sql.sql': `SELECT
  u.date,
@sql columns@
  u.value AS x
FROM fred.unrate AS u
@sql relations@
`,
  'features/tested.yaml': `feature: tested
description: planted
columns: { x: { description: x } }
unit_tests:
  is_sound:
    as_of: [2001-01-31]
    given: { fred.gs10: [{ date: 2000-12-01, value: 1 }] }
    expect: [{ as_of: 2001-01-31, x: 1 }]
@unit tests@
`,
  'features/tested.sql': 'SELECT date, value AS x FROM fred.gs10\n',
  'features/lib/shared.sql': `CREATE FUNCTION doubled(a DOUBLE) AS a * 2;
@functions@
`,
  'features/lib/shared.yaml': `functions:
  doubled:
    description: twice as much
    returns: { type: DOUBLE }
    cases: [{ call: "doubled(2)", is: 4 }]
@described@
`,
};

export interface FaultyProject {
  readonly files: Readonly<Record<string, string>>;
  /** Each problem that it must have, and no other. */
  readonly expected: readonly (PlantedPlace & { readonly code: string })[];
}

/** The small project with some faults planted in it. */
export function projectWith(faults: readonly PlantedFault[]): FaultyProject {
  const files: Record<string, string> = { ...SMALL_PROJECT };
  const expected: (PlantedPlace & { readonly code: string })[] = [];
  const add = (file: string, marked: string, code: string): string => {
    const { text, places } = withoutMarks(file, marked);
    expected.push(...places.map((place) => ({ ...place, code })));
    return text;
  };
  for (const { code, files: own = {} } of faults) {
    for (const [file, marked] of Object.entries(own)) files[file] = add(file, marked, code);
  }
  for (const [file, template] of Object.entries(SHARED)) {
    let text = '';
    for (const line of template.split('\n').slice(0, -1)) {
      const place = /^@(.*)@$/.exec(line)?.[1];
      if (place === undefined) {
        text += `${line}\n`;
        continue;
      }
      for (const { code, lines = [] } of faults) {
        for (const { at, text: marked } of lines) {
          if (at !== place) continue;
          // The marks are taken out of the whole text before it, so that lines and columns are those of the file.
          const { text: clean, places } = withoutMarks(file, `${text}${marked}\n`);
          expected.push(...places.map((found) => ({ ...found, code })));
          text = clean;
        }
      }
    }
    files[file] = text;
  }
  for (const { code, toldAt } of faults) {
    if (toldAt === undefined) continue;
    const { file, text } = toldAt;
    const { places } = withoutMarks(file, present(files[file]).replace(text, `«${text}»`));
    expected.push(...places.map((place) => ({ ...place, code })));
  }
  return { files, expected };
}
